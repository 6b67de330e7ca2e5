"""The way in: makes the environment of this checkout, then goes on to the job.

    python3 bootstrap.py serve        serve the course in this folder
    python3 bootstrap.py test         check everything; more words go to pytest
    python3 bootstrap.py WORDS ...    any other words go to the mentor-cpd command

The first run makes .venv and installs what requirements/run.txt (or test.txt) pins,
each package by its hash. After that, a stamp in .venv says that there is nothing to do.
Standard library only; Python 3.11 or later; Linux, macOS and Windows.
"""

import contextlib
import hashlib
import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

# Up to here, and in its syntax, this file must suit every Python 3 that may meet it.
if sys.version_info < (3, 11):  # noqa: UP036 - an older Python is told so in a sentence
    sys.stderr.write(
        "bootstrap: mentor-cpd needs Python 3.11 or later, and this is Python {}.{}. "
        "Run it with a newer one, for example: python3.11 bootstrap.py serve\n".format(
            *sys.version_info
        )
    )
    sys.exit(2)

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN, EXE = (VENV / "Scripts", ".exe") if os.name == "nt" else (VENV / "bin", "")
PYTHON = BIN / f"python{EXE}"
STAMP = VENV / "mentor-cpd.json"
LOG = VENV / "install.log"


class Trouble(Exception):
    """Something the reader can mend: one line, what happened and the remedy."""


def main(words: list[str]) -> int:
    """Do what the words say; the exit code."""
    if not words or words[0] in ("-h", "--help"):
        print(__doc__)
        return 0 if words else 2
    try:
        if words[0] == "test":
            prepare("test")
            os.chdir(HERE)
            return become([str(PYTHON), "-m", "tests.everything", *words[1:]])
        prepare("run")
        return become([str(BIN / f"mentor-cpd{EXE}"), *words])
    except Trouble as trouble:
        print(f"bootstrap: {trouble}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nbootstrap: stopped. The next run goes on from a clean start.", file=sys.stderr)
        return 130


# The environment


def prepare(lock: str) -> None:
    """Make `.venv` hold what `requirements/<lock>.txt` pins, and the project itself."""
    wanted = {lock: digest(lock_of(lock)), "project": digest(HERE / "pyproject.toml")}
    if is_ready(wanted):
        return
    with one_at_a_time():
        if is_ready(wanted):  # another run did it while this one waited
            return
        if not is_whole():
            make_venv()
        stamp = read_stamp()
        write_stamp({**stamp, "state": "installing"})
        if stamp.get(lock) != wanted[lock]:
            install_lock(lock, stamp)
        say("Installing mentor-cpd itself ...")
        pip("install", "--no-build-isolation", "--no-deps", "--editable", str(HERE))
        write_stamp(stamp_after(lock, stamp, wanted))
        LOG.unlink(missing_ok=True)
        say("Ready.")


def stamp_after(lock: str, stamp: dict[str, str], wanted: dict[str, str]) -> dict[str, str]:
    """What the stamp says once `lock` is installed over what `stamp` told of.

    The test lock pins all that the run lock pins, so it counts for both; the run lock
    leaves a test environment of the same digest as it was.
    """
    held = {**wanted, "run": digest(lock_of("run"))}
    if stamp.get("test") == digest(lock_of("test")):
        held["test"] = stamp["test"]
    names = " ".join(sorted({*pinned(lock), *(pinned("test") if "test" in held else ())}))
    return {**held, "state": "ready", "python": str(python_of_venv()), "home": str(HERE)} | {
        "names": names
    }


def is_ready(wanted: dict[str, str]) -> bool:
    """Whether the stamp says that everything wanted is there, and the venv still runs."""
    stamp = read_stamp()
    return stamp.get("state") == "ready" and wanted.items() <= stamp.items() and is_whole()


def is_whole() -> bool:
    """Whether `.venv` can be built upon.

    It cannot when its Python is gone, too old or another than when it was filled, when
    the folder was moved (its scripts hold their own path), or when an install was cut
    short. One without a stamp was made by hand, and is kept.
    """
    stamp, version = read_stamp(), python_of_venv()
    return (
        version is not None
        and tuple(map(int, version.split("."))) >= (3, 11)
        and stamp.get("state") != "installing"
        and stamp.get("python", version) == version
        and stamp.get("home", str(HERE)) == str(HERE)
    )


def make_venv() -> None:
    """A fresh `.venv`, made by the Python that runs this (its base, if that is `.venv`)."""
    if any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip")):
        package = "python{}.{}-venv".format(*sys.version_info)
        raise Trouble(
            "this Python cannot make virtual environments. On Debian and Ubuntu: "
            f"sudo apt install {package}; then run this again."
        )
    say("Making .venv ...")
    base = getattr(sys, "_base_executable", "") or sys.executable
    made = subprocess.run(
        [base, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        last = (made.stderr or made.stdout).strip().splitlines()[-1:] or ["no message"]
        raise Trouble(f"{VENV} could not be made ({last[0]}). Is the folder writable?")


def install_lock(lock: str, stamp: dict[str, str]) -> None:
    """Install exactly what the lock pins, and take away what the last one alone pinned."""
    names = pinned(lock)
    say(f"Installing {len(names)} packages into .venv (once; some minutes on a slow line) ...")
    exactly = ("--require-hashes", "--no-deps", "--only-binary", ":all:")
    pip("install", *exactly, "--requirement", str(lock_of(lock)), of=len(names))
    gone = sorted(set(stamp.get("names", "").split()) - set(pinned("test")) - {"pip"})
    if gone:
        pip("uninstall", "--yes", *gone)


def lock_of(name: str) -> Path:
    return HERE / "requirements" / f"{name}.txt"


def pinned(lock: str) -> list[str]:
    """The names that a lock file pins, on this platform or any other."""
    text = lock_of(lock).read_text(encoding="utf-8")
    return re.findall(r"^([A-Za-z0-9][\w.-]*)==", text, flags=re.MULTILINE)


def digest(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        raise Trouble(f"{file} cannot be read. Is this the whole checkout?") from error


def read_stamp() -> dict[str, str]:
    """What was installed last; nothing when that is not known."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(stamp: dict[str, str]) -> None:
    fresh = STAMP.with_suffix(".new")
    fresh.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    fresh.replace(STAMP)  # whole or not at all


def python_of_venv() -> str | None:
    """The version of `.venv`'s Python ("3.11"), asked of itself; None when it does not run."""
    ask = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        told = subprocess.run(
            [str(PYTHON), "-I", "-S", "-c", ask], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return told.stdout.strip()


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let one run install while others wait; the system lets go when a run dies."""
    path = HERE / ".venv.lock"
    try:
        held = path.open("a+b")
    except OSError as error:
        raise Trouble(f"{HERE} cannot be written to. Make it writable, or copy it.") from error
    with held:
        if not try_lock(held):
            say("Another run is installing; waiting for it ...")
            while not try_lock(held):
                time.sleep(0.2)
        yield


def try_lock(file: IO[bytes]) -> bool:
    """Whether the lock is now ours; it is, too, where the file system knows no locks."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - Windows only

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - everywhere but Windows

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True
    return True


# pip


def pip(*words: str, of: int = 0) -> None:
    """Run the environment's pip; say how far it is when it has `of` packages to fetch."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that pip is ended as well
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", *words]
    lines: list[str] = []
    with subprocess.Popen(
        command,
        cwd=HERE,
        env={**os.environ, "PIP_USER": "0", "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            for line in process.stdout or ():
                lines.append(line)
                if of:
                    show_progress(lines, of)
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        LOG.write_text("".join(lines), encoding="utf-8")
        # pip has tidied up after itself: the venv can be built upon, but holds nobody knows what.
        write_stamp({"state": "failed", "names": read_stamp().get("names", "")})
        raise Trouble(remedy("".join(lines)))


def show_progress(lines: list[str], of: int) -> None:
    """One moving line on a terminal; a line every 25 packages elsewhere."""
    told = re.compile(r"(?:Collecting|Processing|Ignoring|Requirement already satisfied:) (\S+)")
    named = told.match(lines[-1])
    if named:
        done = sum(told.match(line) is not None for line in lines)
        name = re.split(r"[/\\]", named[1].partition("==")[0])[-1].rstrip(":")
        if sys.stdout.isatty():
            print(f"\r  fetching {done} of {of}: {name:<40.40}", end="", flush=True)
        elif done % 25 == 0:
            say(f"  fetching {done} of {of}")
    elif lines[-1].startswith("Installing collected packages"):
        say("\n  unpacking ..." if sys.stdout.isatty() else "  unpacking ...")


def remedy(output: str) -> str:
    """The line for a reader, from what pip said when it failed."""
    name = re.search(r"No matching distribution found for ([\w.-]+)", output)
    for sign, line in (
        (r"No space left|not enough space", "the disk is full. Make room and run this again."),
        (
            r"DO NOT MATCH THE HASHES",
            "a package is not the one that the lock file names, and was not installed. "
            "Run this again; if it stays so, tell whoever runs your package mirror.",
        ),
        (
            r"NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|Name or service"
            r"|name resolution|getaddrinfo|Network is unreachable|Could not fetch URL",
            "the packages could not be fetched. Check the network (a proxy: set HTTPS_PROXY; "
            "a mirror: set PIP_INDEX_URL) and run this again; what was fetched is kept.",
        ),
        (r"Permission denied", f"{VENV} cannot be written to. Make it yours, or delete it."),
    ):
        if re.search(sign, output):
            return line
    if name:
        return (
            f"no ready-made {name[1]} was found for this Python and machine. Use a 64-bit Python "
            "3.11 to 3.14 (Linux, Windows, Apple silicon), or conda with environment.yml; "
            "a package mirror must hold it, too."
        )
    errors = [line for line in output.splitlines() if line.startswith("ERROR")]
    return f"pip failed ({errors[-1] if errors else 'no message'}). Its whole output: {LOG}"


# Going on to the job


def environment() -> dict[str, str]:
    """What the command is started with: the venv first on PATH, and a course to find.

    Started from somewhere that lies in no course, it is this checkout's.
    """
    env = {**os.environ, "VIRTUAL_ENV": str(VENV)}
    env["PATH"] = os.pathsep.join([str(BIN), env.get("PATH", os.defpath)])
    env.pop("PYTHONHOME", None)
    here = Path.cwd()
    if not any(is_course(folder) for folder in (here, *here.parents)):
        env.setdefault("MENTOR_CPD_COURSE", str(HERE))
    return env


def is_course(folder: Path) -> bool:
    return (folder / "scenarios").is_dir() and (folder / "modules").is_dir()


def become(command: list[str]) -> int:
    """Turn into the command, so that signals reach it; on Windows, wait for its exit code."""
    sys.stdout.flush()
    env = environment()
    if os.name != "nt":
        os.execve(command[0], command, env)  # noqa: S606 - turning into it is the point
    with subprocess.Popen(command, env=env) as process:
        while process.poll() is None:
            with contextlib.suppress(KeyboardInterrupt):  # it has had the Ctrl-C as well
                process.wait()
    return process.returncode


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
