"""A checkout small enough to install in seconds, for tests of the way in."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "bootstrap.py"

# What somebody may have set for their own work, and what no test may depend on.
OWN = re.compile(r"^(PIP_|MENTOR_CPD_)|_proxy$|_CA_|^SSL_CERT", re.IGNORECASE)

COMMAND = """
import json, os, sys
def main():
    told = {"words": sys.argv[1:], "pid": os.getpid(), "course": os.getenv("MENTOR_CPD_COURSE")}
    print(json.dumps(told))
    sys.exit(3 if "fail" in sys.argv else 0)
"""

# A build backend in the checkout itself, so that nothing but pip is needed to install it.
BACKEND = """
import zipfile
def build_editable(folder, settings=None, metadata=None):
    name = "small-1.0-py3-none-any.whl"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        info = "small-1.0.dist-info/"
        wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: small\\nVersion: 1.0\\n")
        wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nGenerator: t\\nTag: py3-none-any\\n")
        wheel.writestr(info + "entry_points.txt", "[console_scripts]\\nmentor-cpd = small:main\\n")
        wheel.write("small.py", "small.py")
        wheel.writestr(info + "RECORD", "")
    return name
"""


def make_wheel(folder: Path, name: str, version: str = "1.0", python: str = ">=3") -> str:
    """A wheel of nothing but its name, for some Pythons; its line in a lock file."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        info = f"{name}-{version}.dist-info/"
        told = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        told += f"Requires-Python: {python}\n"
        wheel.writestr(info + "METADATA", told)
        wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\nGenerator: t\nTag: py3-none-any\n")
        wheel.writestr(info + "RECORD", "")
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


class Ran(NamedTuple):
    pid: int
    returncode: int
    stdout: str
    stderr: str


@dataclass
class Checkout:
    """A checkout small enough to install in seconds, and the shelf that pip takes from."""

    folder: Path
    shelf: Path

    def run(self, *words: str, through: Sequence[str] = (), **more: str) -> Ran:
        """Run its bootstrap.py, from the folder that it lies in; ``through`` another program."""
        with self.start(*words, through=through, **more) as process:
            out, err = process.communicate()
        return Ran(process.pid, process.returncode, out, err)

    def start(self, *words: str, through: Sequence[str] = (), **more: str) -> subprocess.Popen[str]:
        kept = {name: value for name, value in os.environ.items() if not OWN.search(name)}
        env = {
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.shelf),
            "PIP_RETRIES": "1",
        }
        return subprocess.Popen(
            [*through, sys.executable, str(self.folder / "bootstrap.py"), *words],
            env={**kept, **env, **more},
            cwd=self.folder.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def lock(self, name: str, *lines: str) -> None:
        (self.folder / "requirements" / f"{name}.txt").write_text("".join(lines), encoding="utf-8")

    def installed(self) -> set[str]:
        found = self.folder.glob(".venv/[Ll]ib/**/site-packages/*-1.0.dist-info")
        return {path.name.removesuffix("-1.0.dist-info") for path in found}


def make_checkout(tmp_path: Path) -> Checkout:
    folder, shelf = tmp_path / "a checkout", tmp_path / "shelf"
    (folder / "requirements").mkdir(parents=True)
    shelf.mkdir()
    (folder / "bootstrap.py").write_bytes(SOURCE.read_bytes())
    (folder / "small.py").write_text(COMMAND, encoding="utf-8")
    (folder / "backend.py").write_text(BACKEND, encoding="utf-8")
    (folder / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
        '[tool.hatch.build.targets.sdist]\ninclude = ["/small.py", "/backend.py", "/modules/*"]\n',
        encoding="utf-8",
    )
    made = Checkout(folder, shelf)
    made.lock("run", make_wheel(shelf, "alpha"))
    made.lock("test", make_wheel(shelf, "alpha"), make_wheel(shelf, "beta"))
    return made
