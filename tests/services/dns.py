"""A name server of our own, and a resolver that asks it."""

import ipaddress
import socketserver
import threading
from collections import Counter
from collections.abc import Sequence
from typing import Any

from dnslib import AAAA, CNAME, QTYPE, RR, A, DNSRecord

from messenger.core.outbound.addresses import Address
from messenger.core.outbound.errors import Failed


class Dns:
    """`with Dns() as dns: dns.names["page.test"] = ["127.0.0.1", "::1"]`; `dns.resolve` is a `Resolver`.

    A name in `aliases` is a CNAME of another one, up to a chain. `asked` counts the questions by name.
    """

    def __init__(self) -> None:
        self.names: dict[str, list[str]] = {}
        self.aliases: dict[str, str] = {}
        self.asked: Counter[str] = Counter()
        self._server = socketserver.ThreadingUDPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> "Dns":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def resolve(self, host: str, seconds: float) -> Sequence[Address]:
        """A and AAAA of a name."""
        found: list[Address] = []
        for kind in ("A", "AAAA"):
            question = DNSRecord.question(host, kind)
            raw = question.send("127.0.0.1", self._server.server_address[1], timeout=seconds)
            answer = DNSRecord.parse(raw)
            if answer.header.rcode:
                raise Failed("DNS")
            found += [ipaddress.ip_address(bytes(rr.rdata.data)) for rr in answer.rr if QTYPE[rr.rtype] == kind]
        return found

    def answer(self, request: DNSRecord) -> DNSRecord:
        name = str(request.q.qname).rstrip(".")
        kind = QTYPE[request.q.qtype]
        self.asked[name] += 1
        reply = request.reply()
        while name in self.aliases:
            reply.add_answer(RR(name, QTYPE.CNAME, rdata=CNAME(self.aliases[name]), ttl=0))
            name = self.aliases[name]
        if name not in self.names:
            reply.header.rcode = 3  # there is no such name
        for text in self.names.get(name, []):
            address = ipaddress.ip_address(text)
            if kind == "A" and address.version == 4:
                reply.add_answer(RR(name, QTYPE.A, rdata=A(tuple(address.packed)), ttl=0))
            elif kind == "AAAA" and address.version == 6:
                reply.add_answer(RR(name, QTYPE.AAAA, rdata=AAAA(tuple(address.packed)), ttl=0))
        return reply

    def _handler(self) -> type[socketserver.BaseRequestHandler]:
        dns = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                data, socket = self.request
                request: Any = DNSRecord.parse(data)
                socket.sendto(dns.answer(request).pack(), self.client_address)

        return Handler
