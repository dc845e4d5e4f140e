"""A private OpenLDAP in a temporary directory: a directory as a company has one."""

import base64
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tests.services.ports import free_port, wait_until

SUFFIX = "dc=maru,dc=example"
ADMIN, ADMIN_PASSWORD = f"cn=admin,{SUFFIX}", "admin-pw"
READER, READER_PASSWORD = f"cn=reader,ou=services,{SUFFIX}", "reader-pw"
_SCHEMAS = ("core", "cosine", "inetorgperson", "nis")


def binary() -> str | None:
    """`slapd`, or None; `ldapadd` comes with another package."""
    program = shutil.which("slapd", path="/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin")
    return program if program and shutil.which("ldapadd") else None


class Slapd:
    """`with Slapd() as directory: directory.uri`. `certificate`: chain and key files, for StartTLS and ldaps."""

    def __init__(self, certificate: tuple[Path, Path] | None = None) -> None:
        program = binary()
        if program is None:
            raise FileNotFoundError("slapd")
        self._program = program
        self.port, self.tls_port = free_port(), free_port()
        self.uri = f"ldap://127.0.0.1:{self.port}"
        self.tls_uri = f"ldaps://127.0.0.1:{self.tls_port}"
        self._encrypted = certificate is not None
        self.dir = Path(tempfile.mkdtemp(prefix="maru-slapd-"))
        self._process: subprocess.Popen[bytes] | None = None
        (self.dir / "db").mkdir()
        tls = []
        if certificate is not None:
            tls = [f"TLSCertificateFile {certificate[0]}", f"TLSCertificateKeyFile {certificate[1]}"]
        lines = [
            *(f"include /etc/ldap/schema/{name}.schema" for name in _SCHEMAS),
            "modulepath /usr/lib/ldap",
            *(f"moduleload {name}" for name in ("back_mdb", "memberof", "refint", "ppolicy")),
            *tls,
            "sizelimit size.soft=500 size.hard=500 size.prtotal=unlimited",  # more only page by page
            "database mdb",
            f'suffix "{SUFFIX}"',
            f'rootdn "{ADMIN}"',
            f"rootpw {ADMIN_PASSWORD}",
            f"directory {self.dir}/db",
            "dbnosync",
            "index objectClass,uid,member,employeeNumber eq",
            "overlay memberof",
            "memberof-refint true",
            "overlay ppolicy",
            "access to attrs=userPassword by anonymous auth by * none",
            "access to * by users read by anonymous auth by * none",
        ]
        (self.dir / "slapd.conf").write_text("\n".join(lines) + "\n")

    def start(self) -> "Slapd":
        heard = [f"{self.uri}/"] + [f"{self.tls_uri}/"] * self._encrypted
        with (self.dir / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._program, "-f", str(self.dir / "slapd.conf"), "-h", " ".join(heard), "-d", "0"],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )
        wait_until(self._answers, "slapd answers")
        return self

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGCONT)
            self._process.send_signal(number)
            self._process.wait(20)

    def signal(self, number: signal.Signals) -> None:
        """SIGSTOP, SIGCONT."""
        assert self._process is not None
        self._process.send_signal(number)

    def add(self, *entries: str) -> None:
        """Add entries, as `entry` makes them."""
        self._change("ldapadd", "\n".join(entries))

    def modify(self, dn: str, **attributes: Any) -> None:
        """Give an entry these values (a list for several, None for none) in place of what it had."""
        lines = [f"dn: {dn}", "changetype: modify"]
        for name, said in attributes.items():
            lines += [f"replace: {name}", *_values(name, said), "-"]
        self._change("ldapmodify", "\n".join(lines) + "\n")

    def move(self, dn: str, *, to: str) -> None:
        """Give an entry another DN: another first part, another place."""
        first, _, above = to.partition(",")
        lines = [f"dn: {dn}", "changetype: modrdn", f"newrdn: {first}", "deleteoldrdn: 1", f"newsuperior: {above}"]
        self._change("ldapmodify", "\n".join(lines) + "\n")

    def remove(self, dn: str) -> None:
        self._change("ldapmodify", f"dn: {dn}\nchangetype: delete\n")

    def empty(self, dn: str) -> None:
        """Remove everything below an entry."""
        asked = ["ldapsearch", "-LLL", "-o", "ldif-wrap=no", "-s", "children", "-b", dn, *self._signed_in(), "1.1"]
        said = subprocess.run(asked, capture_output=True, timeout=60, check=True).stdout.decode().splitlines()
        below = sorted((_plain(line) for line in said if line), key=lambda name: -name.count(","))
        if below:
            self._change("ldapmodify", "\n".join(f"dn: {name}\nchangetype: delete\n" for name in below))

    def __enter__(self) -> "Slapd":
        return self.start()

    def __exit__(self, *_error: object) -> None:
        self.stop(signal.SIGKILL)
        shutil.rmtree(self.dir, ignore_errors=True)

    def _change(self, program: str, ldif: str) -> None:
        command = [program, *self._signed_in(), "-e", "!relax"]  # also what only the server may write
        done = subprocess.run(command, input=ldif.encode(), capture_output=True, timeout=60, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr.decode())

    def _signed_in(self) -> list[str]:
        return ["-x", "-H", self.uri, "-D", ADMIN, "-w", ADMIN_PASSWORD]

    def _answers(self) -> bool:
        command = ["ldapwhoami", *self._signed_in()]
        return subprocess.run(command, capture_output=True, timeout=20, check=False).returncode == 0


def entry(dn: str, **attributes: Any) -> str:
    """An entry as LDIF; values are texts, bytes or lists of them, None: none."""
    lines = [line for name, said in attributes.items() for line in _values(name, said)]
    return "\n".join([f"dn:: {base64.b64encode(dn.encode()).decode()}", *lines]) + "\n"


def _plain(line: str) -> str:
    """The DN of a line of an answer."""
    _dn, _, name = line.partition(": ")
    return base64.b64decode(name).decode() if _dn.endswith(":") else name


def _values(name: str, said: Any) -> list[str]:
    every = said if isinstance(said, list | tuple) else [] if said is None else [said]
    raw = [value if isinstance(value, bytes) else str(value).encode() for value in every]
    return [f"{name}:: {base64.b64encode(value).decode()}" for value in raw]
