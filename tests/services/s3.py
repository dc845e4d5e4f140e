"""A private S3 server in a temporary directory: OpenStack Swift with its s3api.

Swift lives in an environment of its own (`.venv/s3`, from `requirements-s3.txt`), because it wants
other versions of what we use, and nobody needs it to run Maru.
"""

import contextlib
import getpass
import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.services.ports import free_port, wait_until

ROOT = Path(__file__).resolve().parents[2]
_HOME = ROOT / ".venv" / "s3"
_WANTED = ROOT / "requirements-s3.txt"
_MADE = _HOME / "made-of"

ACCESS_KEY = "app:tester"
SECRET_KEY = "testing"
BUCKET = "maru"

_RINGS = """
import sys
from swift.common.ring import RingBuilder
for name, port in (word.split(":") for word in sys.argv[2:]):
    ring = RingBuilder(4, 1, 0)
    here = {"ip": "127.0.0.1", "port": int(port), "replication_ip": "127.0.0.1", "replication_port": int(port)}
    ring.add_dev({"region": 1, "zone": 1, "device": "d1", "weight": 1.0, "meta": "", **here})
    ring.rebalance()
    ring.get_ring().save(f"{sys.argv[1]}/{name}.ring.gz")
"""
_CONSTANTS = """
[swift-hash]
swift_hash_path_prefix = test
swift_hash_path_suffix = test
[storage-policy:0]
name = gold
default = yes
"""
_BASE = """
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
user = {user}
swift_dir = {dir}/etc
devices = {dir}/dev
mount_check = false
disable_fallocate = true
workers = 0
log_level = WARNING
{more}
"""
_STORAGE = """
[pipeline:main]
pipeline = {name}-server
[app:{name}-server]
use = egg:swift#{name}
"""
_PLAIN = ("catch_errors", "gatekeeper", "listing_formats", "bulk", "copy", "slo", "dlo", "symlink")
_PROXY = """
[pipeline:main]
pipeline = catch_errors gatekeeper cache listing_formats bulk s3api tempauth copy slo dlo symlink proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
cors_preflight_allow_origin = {origin}
[filter:tempauth]
use = egg:swift#tempauth
user_app_tester = testing .admin
"""


def is_here() -> bool:
    """Whether the environment is there, made of the versions that are wanted now."""
    return _MADE.exists() and _MADE.read_text() == _wanted()


def prepare() -> None:
    """Make the environment; without a package index it stays away, and its tests are skipped."""
    print("Installing the S3 server of the tests ...", flush=True)
    shutil.rmtree(_HOME, ignore_errors=True)
    pip = [str(_HOME / "bin" / "python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
    for command in (
        [sys.executable, "-m", "venv", str(_HOME)],
        [*pip, "--root-user-action=ignore", "--require-hashes", "-r", str(_WANTED)],
    ):
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
        if done.returncode:
            print(f"{' '.join(command)} failed:\n{(done.stdout + done.stderr)[-2000:]}", flush=True)
            return
    _MADE.write_text(_wanted())


def _wanted() -> str:
    return hashlib.sha256(_WANTED.read_bytes()).hexdigest()


class S3:
    """`with S3() as s3: s3.env` are our settings for it. Browsers of `origin` may use it."""

    def __init__(self, origin: str = "*") -> None:
        if not is_here():
            raise FileNotFoundError("the S3 server")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.dir = Path(tempfile.mkdtemp(prefix="maru-s3-"))
        self._origin = origin
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self.env = {
            "S3_ENDPOINT_URL": self.url,
            "S3_PUBLIC_ENDPOINT_URL": self.url,
            "S3_BUCKET": BUCKET,
            "S3_ACCESS_KEY_ID": ACCESS_KEY,
            "S3_SECRET_ACCESS_KEY": SECRET_KEY,
        }

    def start(self) -> "S3":
        """Make the store and a bucket in it."""
        etc = self.dir / "etc"
        etc.mkdir()
        (self.dir / "dev" / "d1").mkdir(parents=True)
        (etc / "swift.conf").write_text(_CONSTANTS)
        ports = {name: free_port() for name in ("account", "container", "object")}
        rings = [f"{name}:{port}" for name, port in ports.items()]
        python = str(_HOME / "bin" / "python")
        subprocess.run([python, "-c", _RINGS, str(etc), *rings], check=True, capture_output=True, timeout=60)
        for name, port in ports.items():
            self._serve(name, port, _STORAGE.format(name=name))
        filters = "".join(f"[filter:{name}]\nuse = egg:swift#{name}\n" for name in _PLAIN)
        self._serve("proxy", self.port, _PROXY.format(origin=self._origin) + filters)
        wait_until(self._has_bucket, "the S3 server answers", 60)
        return self

    def stop(self) -> None:
        for process in self._processes.values():
            process.kill()
        for process in self._processes.values():
            process.wait(20)
        self._processes.clear()

    def __enter__(self) -> "S3":
        try:
            return self.start()
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_error: object) -> None:
        self.stop()
        shutil.rmtree(self.dir, ignore_errors=True)

    def _serve(self, name: str, port: int, conf: str) -> None:
        path = self.dir / "etc" / f"{name}.conf"
        more = f"cors_allow_origin = {self._origin}" if name == "proxy" else ""
        path.write_text(_BASE.format(port=port, dir=self.dir, user=getpass.getuser(), more=more) + conf)
        program = [str(_HOME / "bin" / f"swift-{name}-server"), str(path)]
        with (self.dir / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(program, cwd=self.dir, stdout=log, stderr=log)

    def _has_bucket(self) -> bool:
        import boto3
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError, ClientError

        for name, process in self._processes.items():
            if process.poll() is not None:
                raise RuntimeError(f"{name}: {(self.dir / f'{name}.log').read_text()[-2000:]}")
        once = Config(retries={"total_max_attempts": 1}, connect_timeout=2, read_timeout=10)
        keys = {"aws_access_key_id": ACCESS_KEY, "aws_secret_access_key": SECRET_KEY}
        with contextlib.suppress(BotoCoreError, ClientError):
            client = boto3.client("s3", endpoint_url=self.url, region_name="us-east-1", config=once, **keys)
            client.create_bucket(Bucket=BUCKET)
            return True
        return False
