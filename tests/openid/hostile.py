"""A provider that says whatever a test wants: a document, keys, and tokens signed with keys of the test's own."""

import base64
import hashlib
import json
import threading
import time
import uuid
from collections.abc import Callable
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

CLIENT = "maru"
ACCESS = "an-access-token"


def rsa_key(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """A key of its own for each name, made once."""
    return _made(name, bits)


@cache
def _made(_name: str, bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


@cache
def ec_key(name: str) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def public(name: str, *, kind: str = "RSA", bits: int = 2048, **more: Any) -> dict[str, Any]:
    """The public half as a provider publishes it."""
    if kind == "RSA":
        jwk = RSAAlgorithm.to_jwk(rsa_key(name, bits).public_key(), as_dict=True)
    else:
        jwk = ECAlgorithm.to_jwk(ec_key(name).public_key(), as_dict=True)
    return {**jwk, "kid": name, "use": "sig", **more}


def at_hash(token: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()[:16]).rstrip(b"=").decode()


class Hostile:
    """`with Hostile() as provider:`. Everything it says may be changed between two requests."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.forms: list[dict[str, str]] = []
        self.keys: list[dict[str, Any]] = [public("one")]
        self.answers: dict[str, Callable[[], tuple[int, Any]]] = {}
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.issuer = f"http://127.0.0.1:{self._http.server_port}"
        self.document: dict[str, Any] = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/me",
            "end_session_endpoint": f"{self.issuer}/end",
        }
        self.info: dict[str, Any] = {"sub": "s-1"}
        self.token: Any = {}

    def id_token(self, nonce: str = "", *, key: Any = None, header: dict[str, Any] | None = None, **claims: Any) -> str:
        """An ID token that is good but for what the test changes; a claim of None is left out."""
        now = int(time.time())
        good = {
            "iss": self.issuer,
            "sub": "s-1",
            "aud": CLIENT,
            "exp": now + 300,
            "iat": now,
            "nonce": nonce,
            "at_hash": at_hash(ACCESS),
            "preferred_username": "minji.kim",
            "name": "김민지",
        }
        return self.sign({**good, **claims}, key=key, header=header)

    def logout_token(self, *, key: Any = None, header: dict[str, Any] | None = None, **claims: Any) -> str:
        now = int(time.time())
        good = {
            "iss": self.issuer,
            "sub": "s-1",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 120,
            "jti": uuid.uuid4().hex,
            "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
        }
        return self.sign({**good, **claims}, key=key, header={"typ": "logout+jwt", **(header or {})})

    @staticmethod
    def sign(claims: dict[str, Any], *, key: Any = None, header: dict[str, Any] | None = None) -> str:
        said = {name: value for name, value in claims.items() if value is not None}
        head = {"alg": "RS256", "kid": "one", **(header or {})}
        if head["alg"] == "none":
            return f"{_b64(head)}.{_b64(said)}."
        return jwt.encode(said, key or rsa_key("one"), head["alg"], {k: v for k, v in head.items() if v is not None})

    def gives(self, id_token: str, **more: Any) -> None:
        """What the token endpoint answers from now on."""
        self.token = {"access_token": ACCESS, "token_type": "Bearer", "id_token": id_token, **more}

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return self.asked.count(path)

    def __enter__(self) -> "Hostile":
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """From here on nobody answers."""
        self._http.shutdown()
        self._http.server_close()

    def answer(self, path: str) -> tuple[int, Any]:
        if path in self.answers:
            return self.answers[path]()
        pages = {
            "/.well-known/openid-configuration": self.document,
            "/keys": {"keys": self.keys},
            "/token": self.token,
            "/me": self.info,
        }
        return (200, pages[path]) if path in pages else (404, {})


def _b64(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _handler(provider: Hostile) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            provider.asked.append(path)
            status, said = provider.answer(path)
            body = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            if 300 <= status < 400 and isinstance(said, dict):
                self.send_header("Location", said["location"])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            provider.forms.append({name: values[0] for name, values in parse_qs(body.decode()).items()})
            self.do_GET()

        def log_message(self, format: str, *args: Any) -> None:
            """Nobody reads it."""

    return Handler
