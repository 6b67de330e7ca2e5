"""The Chromium that browser tests and benchmarks drive: found, or installed, or asked for."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PACKAGES = ("chromium", "fonts-liberation")  # Debian's; without a font every letter is a box

# What a browser under test is started with: nothing that calls out, nothing that needs a GPU.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class NoChromium(Exception):
    """None was found; the message says how to get one."""


def chromium() -> Path:
    """The program of a Chromium, Chrome or Edge. Raises :class:`NoChromium`."""
    found = find() or install()
    if found is None:
        raise NoChromium(
            "The browser tests need a Chromium, and none was found. "
            + {
                "linux": "Install one (Debian: sudo apt install chromium)",
                "darwin": "Install Google Chrome",
                "win32": "Install Google Chrome or Microsoft Edge",
            }.get(sys.platform, "Install one")
            + ", or set MENTOR_CPD_CHROMIUM to the path of one."
        )
    return found


def find() -> Path | None:
    """The one that MENTOR_CPD_CHROMIUM names, else the first in a usual place."""
    named = os.environ.get("MENTOR_CPD_CHROMIUM")
    if not named:
        return next((place for place in usual_places() if place.is_file()), None)
    if not Path(named).is_file():
        raise NoChromium(f"MENTOR_CPD_CHROMIUM names {named}, which is no file. Mend or unset it.")
    return Path(named)


def usual_places() -> Iterator[Path]:
    """On PATH, where the makers' installers put it, and in Playwright's own cache."""
    on_path = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    yield from (Path(found) for found in map(shutil.which, (*on_path, "microsoft-edge")) if found)
    for folder in (Path("/Applications"), Path.home() / "Applications"):
        for app in ("Google Chrome", "Chromium", "Microsoft Edge"):
            yield folder / f"{app}.app" / "Contents" / "MacOS" / app
    for name in ("ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"):
        if root := os.environ.get(name):
            yield Path(root, "Google/Chrome/Application/chrome.exe")
            yield Path(root, "Chromium/Application/chrome.exe")
            yield Path(root, "Microsoft/Edge/Application/msedge.exe")
    yield from playwrights_own()


def playwrights_own() -> Iterator[Path]:
    """What `playwright install chromium` has put in its cache, the newest first."""
    caches = [
        os.environ.get("PLAYWRIGHT_BROWSERS_PATH", ""),
        "~/.cache/ms-playwright",
        "~/Library/Caches/ms-playwright",
        os.path.expandvars(r"%LOCALAPPDATA%\ms-playwright"),
    ]
    programs = ("chrome", "chrome.exe", "Chromium", "Google Chrome for Testing")
    for cache in caches:
        folders = Path(cache).expanduser().glob("chromium-*") if cache else ()
        for folder in sorted(folders, reverse=True):
            yield from (file for file in folder.glob("chrome-*/**/*") if file.name in programs)


def install() -> Path | None:
    """Debian's own package, if this run may install it.

    Not on Ubuntu, where the package of that name is a snap, which cannot be driven.
    """
    if sys.platform != "linux" or os.geteuid() != 0 or not is_debian():
        return None
    print("No Chromium found; installing Debian's ...", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    get = ["apt-get", "install", "--yes", "--no-install-recommends", *PACKAGES]
    for command in (get, ["apt-get", "update"], get):
        subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=False)
        if found := find():
            return found
    return None


def is_debian() -> bool:
    with suppress(OSError):
        release = Path("/etc/os-release").read_text(encoding="utf-8")
        return re.search(r"^ID=debian$", release, flags=re.MULTILINE) is not None
    return False
