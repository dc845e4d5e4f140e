"""Has a file drawn as a worker does, by a small process, and says what that took.

A process of its own, because what a child has used at most is counted from what its parent was when it began.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_DRAW = r"""
import json, re, sys
sys.path.insert(0, sys.argv[1])
from files.kinds import HEAD, kind_of
from files.rendering import NotAPicture, draw, process, pictures
ends = []
run = process.run
process.run = lambda *args, **more: ends.append(run(*args, **more)) or ends[-1]
said = {}
with open(sys.argv[2], "rb") as source:
    mime = kind_of(source.read(HEAD), sys.argv[3])
    try:
        drawn = draw(source, mime, (720, 720))
        said = {"width": drawn.width, "height": drawn.height, "evil": b"EVIL" in drawn.body}
    except NotAPicture as error:
        said = {"refused": str(error)}
most = re.search(r"VmHWM:\s*(\d+)", open("/proc/self/status").read())[1]
said |= {"mime": mime, "ours": int(most) * 1024}
for end in ends:
    said |= {"cpu": end.cpu_seconds, "memory": end.memory, "seconds": end.seconds}
print(json.dumps(said))
"""


@dataclass(frozen=True, slots=True)
class Took:
    """What came of it: bytes of memory of the child and of ours, seconds of processor and on the clock."""

    mime: str
    ours: int
    refused: str = ""
    width: int = 0
    height: int = 0
    evil: bool = False
    cpu: float = 0.0
    memory: int = 0
    seconds: float = 0.0


def drawn(path: Path, filename: str) -> Took:
    """Draw it, or be refused. The folder of `path` is where temporary files would lie."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", _DRAW, str(ROOT), str(path), filename],
        capture_output=True,
        text=True,
        timeout=55,
        check=True,
        env={"TMPDIR": str(path.parent)},
    )
    return Took(**json.loads(done.stdout))
