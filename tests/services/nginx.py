"""A private nginx in front of a server, with the part of its configuration that we ship for files."""

import re
import shutil
import signal
import subprocess
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from tests.services.ports import free_port, wait_until

ROOT = Path(__file__).resolve().parents[2]
_CONF = """
daemon off; {user} worker_processes 1; pid {dir}/pid; error_log {dir}/log;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {dir}/body; proxy_temp_path {dir}/proxy; fastcgi_temp_path {dir}/fastcgi;
  uwsgi_temp_path {dir}/uwsgi; scgi_temp_path {dir}/scgi;
  upstream maru {{ server 127.0.0.1:{behind}; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{ proxy_pass http://maru; proxy_http_version 1.1; proxy_set_header Host $http_host; }}
    {files}
  }}
}}
"""


def binary() -> str | None:
    """`nginx`, or None."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


class Nginx:
    """`with Nginx(server.port, files_dir) as nginx: nginx.url`."""

    def __init__(self, behind: int, files_dir: Path) -> None:
        program = binary()
        if program is None:
            raise FileNotFoundError("nginx")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.dir = Path(tempfile.mkdtemp(prefix="maru-nginx-"))
        shipped = (ROOT / "deploy" / "nginx-files.conf").read_text(encoding="utf-8")
        files = re.sub(r"alias .*;", f"alias {files_dir}/;", shipped)
        user = "user root;" if Path("/proc/self").owner() == "root" else ""  # the test's directories are for us alone
        conf = _CONF.format(dir=self.dir, user=user, behind=behind, port=self.port, files=files)
        (self.dir / "nginx.conf").write_text(conf)
        self._command = [program, "-c", str(self.dir / "nginx.conf"), "-e", str(self.dir / "log")]

    def __enter__(self) -> "Nginx":
        self._process = subprocess.Popen(self._command, stderr=subprocess.DEVNULL)
        wait_until(self._answers, "nginx answers")
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(20)
        shutil.rmtree(self.dir, ignore_errors=True)

    def _answers(self) -> bool:
        if self._process.poll() is not None:
            raise RuntimeError(f"nginx ended: {(self.dir / 'log').read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(f"{self.url}/health/live", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False
