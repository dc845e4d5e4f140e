"""Addresses nobody may make the server call, in every spelling we know (decision 0019)."""

_words = str.split

# The first and last of each closed range, and what is known to be forgotten.
FORBIDDEN_4 = _words(
    """
0.0.0.0 0.255.255.255 10.0.0.0 10.0.0.5 10.255.255.255 100.64.0.0 100.100.100.200 100.127.255.255
127.0.0.0 127.0.0.1 127.0.0.53 127.1.1.1 127.255.255.255 169.254.0.1 169.254.169.254 169.254.170.2 169.254.255.255
172.16.0.1 172.17.0.1 172.31.255.255 192.0.0.1 192.0.0.10 192.0.0.192 192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1
192.168.0.1 192.168.255.255 192.175.48.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 224.0.0.251
239.255.255.250 240.0.0.1 250.1.2.3 255.255.255.254 255.255.255.255 168.63.129.16
"""
)
FORBIDDEN_6 = _words(
    """
:: ::1 ::2 ::127.0.0.1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1 ::ffff:169.254.169.254
::ffff:93.184.215.14 ::ffff:0:127.0.0.1 ::ffff:0:93.184.215.14 64:ff9b::7f00:1 64:ff9b::5db8:d70e 64:ff9b:1::1
100::1 2001::1 2001:0:53aa:64c:0:7fff:80ff:fffe 2001:10::1 2001:20::1 2001:2::1 2001:1::1 2001:db8::1 2002:7f00:1::
2002:a00:1:: 2002:5db8:d70e:: 2620:4f:8000::1 3fff::1 3fff:fff::1 4000::1 5f00::1 8000::1 fc00::1 fd00::1
fd00:ec2::254 fd12:3456:789a::1 fe80::1 fe80::5efe:127.0.0.1 febf::1 fec0::1 ff02::1 ff05::2 ff0e::1
"""
)
PUBLIC = ["93.184.215.14", "8.8.8.8", "1.1.1.1", "223.130.195.200", "2606:4700:4700::1111", "2a00:1450:4001:800::200e"]

LITERALS = [f"http://{a}/" for a in FORBIDDEN_4] + [f"http://[{a}]/" for a in FORBIDDEN_6]

# Spellings that one parser takes for a forbidden address and another for something else.
SPELLINGS = [
    "http://127.1/",
    "http://127.0.1/",
    "http://0/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0x7F.1/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://0177.0.0.01/",
    "http://127.0.0.01/",
    "http://127.00.0.1/",
    "http://00127.0.0.1/",
    "http://127.0.0.1./",
    "http://127.0.0.1../",
    "http://127.0.0.0x1/",
    "http://4294967296/",
    "http://127.0.0.1.1/",
    "http://1.2.3/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://127．0．0．1/",
    "http://１２７.0.0.1/",
    "http://[::1%25lo]/",
    "http://[::1%lo]/",
    "http://[fe80::1%25eth0]/",
    "http://[::1/",
    "http://::1/",
    "http://[::1]]/",
    "http://[127.0.0.1]/",
    "http://[v1.fe80::1]/",
    "http://[::ffff:127.1]/",
    "http://a@127.0.0.1/",
    "http://93.184.215.14@127.0.0.1/",
    "http://a:b@127.0.0.1/",
    "http://@127.0.0.1/",
    "http://127.0.0.1#@93.184.215.14/",
    "http://127.0.0.1?@93.184.215.14/",
    "http://127.0.0.1\\@93.184.215.14/",
    "http://93.184.215.14\\@127.0.0.1/",
    "http://127.0.0.1:80@93.184.215.14/",
    "http://127.0.0.1:80:80/",
    "http://127.0.0.1:/",
    "http://127.0.0.1:0/",
    "http://127.0.0.1:65536/",
    "http://127.0.0.1:+80/",
    "http://127.0.0.1:８０/",
    "http://127.0.0.1%2f@x/",
    "http://127.0.0.1%00.x/",
    "http://%31%32%37.0.0.1/",
    "http://127.0.0%2e1/",
    "http:/127.0.0.1/",
    "http:127.0.0.1/",
    "http:///127.0.0.1/",
    "http:\\\\127.0.0.1\\",
    "http://\t127.0.0.1/",
    "http://127.0.0.1\n/",
    "http://127.0\t.0.1/",
    "ht\ntp://127.0.0.1/",
    " http://127.0.0.1/",
    "http://127.0.0.1 .x/",
    "http://127.0.0.1\u3000/",
    "http://127.0.0.1\x00.x/",
    "http://x\u00ad.local\u202e/",
    "http://localhost/",
    "http://LOCALHOST/",
    "http://localhost./",
    "http://a.localhost/",
    "http://ⓛocalhost/",
    "http://-/",
    "http://./",
    "http://../",
    "http://a..b/",
    "http://" + "a" * 64 + ".b/",
    "http://" + ".".join(["a" * 60] * 5) + "/",
    "http://x/" + "a" * 2048,
    "//127.0.0.1/",
    "127.0.0.1",
    "gopher://127.0.0.1:6379/_INFO",
    "file:///etc/passwd",
    "dict://127.0.0.1:11211/stats",
    "ftp://127.0.0.1/",
    "unix:/var/run/docker.sock",
    "http+unix://%2fvar%2frun%2fdocker.sock/",
    "data:text/html,x",
    "javascript:alert(1)",
    "ws://127.0.0.1/",
    "jar:http://127.0.0.1!/",
    "",
]
# Ports of what should not be spoken to, even at a public address.
PORTS = [f"http://93.184.215.14:{port}/" for port in (1, 22, 25, 81, 3306, 5432, 6379, 8000, 8080, 8443, 9000, 11211)]

URLS = [*LITERALS, *SPELLINGS, *PORTS]

# What a name may say: each forbidden address alone, behind an alias, and beside a public one.
NAMES: dict[str, list[str]] = {}
ALIASES: dict[str, str] = {}
for _n, _address in enumerate([*FORBIDDEN_4, *FORBIDDEN_6]):
    NAMES[f"alone{_n}.test"] = [_address]
    NAMES[f"after{_n}.test"] = [PUBLIC[0], _address]
    NAMES[f"before{_n}.test"] = [_address, PUBLIC[4]]
    ALIASES[f"alias{_n}.test"] = f"second{_n}.test"
    ALIASES[f"second{_n}.test"] = f"alone{_n}.test"
NAMES["nowhere.test"] = []
URLS_OF_NAMES = [f"http://{name}/" for name in (*NAMES, *(a for a in ALIASES if a.startswith("alias")))]
