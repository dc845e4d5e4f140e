"""A real OpenID provider (npm's oidc-provider) on a free port, and a browser's way through its sign-in page."""

import json
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from html import unescape
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urljoin

import httpx

from tests.services.ports import free_port, wait_until

ROOT = Path(__file__).resolve().parents[2]
_NODE = shutil.which("node") or str(Path(sys.executable).parent / "node")
CLIENT, SECRET = "maru", "a secret/100%+colon:"


def missing() -> str:
    """Why it cannot be started here, or nothing."""
    if not Path(_NODE).exists():
        return "node is not installed"
    return "" if (ROOT / "node_modules/oidc-provider").is_dir() else "oidc-provider is not installed"


class Oidc:
    """`with Oidc("http://testserver") as provider: provider.issuer`. Its address is known before it starts, so that
    a server can be told of it: `Oidc()`, then `provider.of(server.url).start()`."""

    def __init__(self, origin: str = "") -> None:
        self.port = free_port()
        self.issuer = f"http://127.0.0.1:{self.port}"
        self._options: dict[str, Any] = {}
        self.of(origin)
        self._log = Path(tempfile.mkdtemp(prefix="maru-oidc-")) / "log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def env(self) -> dict[str, str]:
        """The settings of a server that signs in here."""
        return {"OIDC_ISSUER": self.issuer, "OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": SECRET}

    def of(self, origin: str) -> "Oidc":
        """Know Maru by this address."""
        self._options = {
            "port": self.port,
            "redirects": [f"{origin}/openid/callback"],
            "backs": [f"{origin}/login"],
            "backchannel": f"{origin}/openid/backchannel",
        }
        return self

    def start(self) -> "Oidc":
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [_NODE, str(ROOT / "tests/services/oidc.mjs"), json.dumps(self._options)],
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        wait_until(self._answers, "the provider answers")
        return self

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(10)
            self._process = None

    def says(self, person: str, **claims: Any) -> None:
        """Change what it says of somebody, or make somebody up."""
        httpx.post(f"{self.issuer}/people", content=json.dumps([person, claims])).raise_for_status()

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self._log.parent, ignore_errors=True)

    def __enter__(self) -> "Oidc":
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.remove()

    def _answers(self) -> bool:
        if self._process is None or self._process.poll() is not None:
            raise RuntimeError(f"the provider ended: {self._log.read_text(errors='replace')[-2000:]}")
        try:
            return httpx.get(f"{self.issuer}/.well-known/openid-configuration", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False


def sign_in_there(browser: httpx.Client, address: str, person: str, *, ours: str = "/openid/callback") -> str:
    """Go from where Maru sends a browser through the provider's pages; the address that leads back to Maru."""
    for _step in range(12):
        page = browser.get(address, follow_redirects=False)
        while page.is_redirect:
            address = urljoin(str(page.url), page.headers["location"])
            if ours in address:
                return address
            page = browser.get(address, follow_redirects=False)
        form = re.search(r'<form[^>]*action="([^"]+)"', page.text)
        assert form is not None, page.text[-600:]
        fields = {"prompt": "login", "login": person, "password": "any"} if 'name="login"' in page.text else {}
        fields = fields or {"prompt": "consent"}
        page = browser.post(urljoin(str(page.url), unescape(form[1])), data=fields, follow_redirects=False)
        address = urljoin(str(page.url), page.headers["location"])
        if ours in address:
            return address
    raise AssertionError("the provider leads nowhere")


def sign_out_there(browser: httpx.Client, provider: Oidc) -> None:
    """End the session at the provider, as from its own page; it tells whoever it signed the person in to."""
    page = browser.get(f"{provider.issuer}/session/end", follow_redirects=True)
    xsrf = re.search(r'name="xsrf" value="([^"]+)"', page.text)
    assert xsrf is not None, page.text[-600:]
    data = {"xsrf": xsrf[1], "logout": "yes"}
    browser.post(f"{provider.issuer}/session/end/confirm", data=data, follow_redirects=True).raise_for_status()
