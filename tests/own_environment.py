"""An environment made from the names in environment.yml, as somebody without our host has it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import yaml
from packaging.requirements import Requirement

from tests.house import ROOT

# Where conda-forge calls a package something else.
CONDA_NAMES = {"playwright": "playwright-python"}

# What conda has, and an environment of Python's own has already.
NOT_PACKAGES = {"python", "pip"}


def names() -> list[str]:
    """What environment.yml asks for, in the names that pip knows."""
    told = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    (of_pip,) = [entry["pip"] for entry in told if isinstance(entry, dict)]
    theirs = {conda: name for name, conda in CONDA_NAMES.items()}
    of_conda = [Requirement(entry) for entry in told if isinstance(entry, str)]
    for requirement in of_conda:
        requirement.name = theirs.get(requirement.name, requirement.name)
    kept = [str(requirement) for requirement in of_conda if requirement.name not in NOT_PACKAGES]
    return [*kept, *(line for line in of_pip if not line.startswith("--editable"))]


def make(folder: Path, *, newest: bool = False) -> Path:
    """Make the environment in an empty folder; where its commands are.

    Of each package it takes the version that our lock names, so that a release of somebody
    else's breaks no test; ``newest`` takes what conda would today (``python -m
    tests.own_environment FOLDER`` does). The lock adds nothing: what environment.yml forgot
    to name, and nothing that it names needs, is not there.
    """
    commands = folder / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    versions = folder / "versions.txt"
    lock = (ROOT / "requirements" / "test.txt").read_text(encoding="utf-8")
    pins = re.findall(r"^[\w.-]+==[^\\\n]+", lock, flags=re.MULTILINE)
    versions.write_text("" if newest else "\n".join(pins), encoding="utf-8")
    pip = [str(commands / "python"), "-m", "pip", "--disable-pip-version-check", "install"]
    for words in (
        ["--constraint", str(versions), *names()],
        ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)],
    ):
        done = subprocess.run(
            [*pip, "--quiet", *words], capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    return commands


if __name__ == "__main__":
    print(make(Path(sys.argv[1]), newest=True))
