"""The way in: makes the environment of this checkout, then goes on to the job.

    python3 bootstrap.py serve        serve the course in this folder
    python3 bootstrap.py test         check everything; more words go to pytest
    python3 bootstrap.py WORDS ...    any other words go to the mentor-cpd command

    python3 bootstrap.py screenshots [FOLDER]    pictures of every page, to look at
    python3 bootstrap.py bundle [FILE]           one file to install from, for a machine
                                                 like this one that has no network
    python3 bootstrap.py --offline FILE serve    install from such a file, then serve
    python3 bootstrap.py --cert FILE serve       trust the certificate authority in FILE
                                                 (PEM), as a school's network may need

The first run makes .venv and installs what requirements/run.txt (or test.txt) pins,
each package by its hash. After that, a stamp in .venv says that there is nothing to do.
HTTPS_PROXY, PIP_INDEX_URL (a mirror), PIP_CERT and SSL_CERT_FILE are followed.
Standard library only; Python 3.11 or later; Linux, macOS and Windows.
"""

import contextlib
import hashlib
import importlib.util
import json
import os
import platform
import re
import shutil
import signal
import ssl
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

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
SHELF = HERE / ".venv.wheels"  # wheels on their way into a bundle, or out of one

EXACTLY = ("--require-hashes", "--no-deps", "--only-binary", ":all:")

# What a bundle holds besides what pyproject.toml puts into the sdist.
ALSO = ("bootstrap.py", "pyproject.toml", "requirements/*.txt", "docs/*.md")


class Trouble(Exception):
    """Something the reader can mend: one line, what happened and the remedy."""


class Given(NamedTuple):
    """What stood before the command."""

    offline: "Path | None" = None
    cert: "Path | None" = None


def main(words: list[str]) -> int:
    """Do what the words say; the exit code."""
    try:
        stand_somewhere()
        if os.environ.get("LC_ALL") in ("C", "POSIX"):  # .venv's site reads HERE as ASCII
            os.environ["LC_ALL"] = "C.UTF-8"
        given, words = options(words)
        if not words or words[0] in ("-h", "--help"):
            print(__doc__)
            return 0 if words else 2
        trust(given.cert)
        if words[0] == "bundle":
            return bundle(words[1:])
        if words[0] in ("test", "screenshots"):
            if given.offline:
                raise Trouble("a bundle holds what serving needs, and not the tools of the tests.")
            prepare("test")
            here = str(Path.cwd())  # a folder for pictures is named from there
            job = {"test": ["everything"], "screenshots": ["screenshots", "--under", here]}
            os.chdir(HERE)
            name, *said = job[words[0]]
            return become([str(PYTHON), "-m", f"tests.{name}", *said, *words[1:]])
        if given.offline:
            come_from(given.offline)
        prepare("run", bundle=given.offline)
        return become([str(BIN / f"mentor-cpd{EXE}"), *words])
    except Trouble as trouble:
        print(f"bootstrap: {trouble}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nbootstrap: stopped. The next run goes on from a clean start.", file=sys.stderr)
        return 130


def stand_somewhere() -> None:
    """Go to this folder where the one that we were started in is gone, or is not for this
    account, as root's own after `runuser`: programs look into the folder they stand in."""
    try:
        closed = not os.access(Path.cwd(), os.X_OK)
    except OSError:
        closed = True
    if closed:
        os.chdir(HERE)


def options(words: list[str]) -> tuple[Given, list[str]]:
    """The options that are bootstrap's own, and the words after them."""
    given: dict[str, Path] = {}
    words = list(words)
    while words and words[0].partition("=")[0] in ("--offline", "--cert"):
        name, _, value = words.pop(0).partition("=")
        if not value:
            if not words:
                raise Trouble(f"{name} needs a file: python3 bootstrap.py {name} FILE serve")
            value = words.pop(0)
        given[name[2:]] = Path(value).expanduser().absolute()
    return Given(**given), words


# The environment


def prepare(lock: str, bundle: "Path | None" = None) -> None:
    """Make `.venv` hold what `requirements/<lock>.txt` pins, and the project itself.

    With a bundle, everything comes from it, and nobody is asked over the network.
    """
    wanted = {lock: digest(lock_of(lock)), "project": digest(HERE / "pyproject.toml")}
    if is_ready(wanted):
        return
    with one_at_a_time():
        if is_ready(wanted):  # another run did it while this one waited
            return
        if not is_whole() or not has_pip():
            make_venv()
        stamp = read_stamp()
        write_stamp({**stamp, "state": "installing"})
        if bundle:
            unpack(bundle, "wheels/", SHELF)
        if stamp.get(lock) != wanted[lock]:
            install_lock(lock, stamp, offline=bundle is not None)
        say("Installing mentor-cpd itself ...")
        itself = ("--no-build-isolation", "--no-deps", "--editable", str(HERE))
        pip("install", *itself, offline=bundle is not None)
        write_stamp(stamp_after(lock, stamp, wanted))
        LOG.unlink(missing_ok=True)
        if bundle:
            shutil.rmtree(SHELF, ignore_errors=True)
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
    short. One without a stamp was made by hand, and is kept if it has pip.
    """
    stamp, version = read_stamp(), python_of_venv()
    return (
        version is not None
        and tuple(map(int, version.split("."))) >= (3, 11)
        and stamp.get("state") != "installing"
        and stamp.get("python", version) == version
        and stamp.get("home", str(HERE)) == str(HERE)
    )


def has_pip() -> bool:
    """Whether pip is in `.venv`, whole: who installed it is written down last."""
    lib = "Lib" if os.name == "nt" else "lib/python*"
    return any(VENV.glob(f"{lib}/site-packages/pip-*.dist-info/INSTALLER"))


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
    try:
        clear_venv()
    except OSError as error:
        raise Trouble(f"{VENV} could not be made ({error}). Is the folder writable?") from error
    with child([base, "-m", "venv", str(VENV)]) as process:
        said, _ = process.communicate()
    if process.returncode:
        last = said.strip().splitlines()[-1:] or ["no message"]
        raise Trouble(f"{VENV} could not be made ({last[0]}). Is the folder writable?")


def clear_venv() -> None:
    """An empty `.venv`, but for a stamp that says from the first moment on: half made.

    `venv --clear` would take the stamp away, and what is cut short then looks made by hand.
    """
    VENV.mkdir(exist_ok=True)
    write_stamp({"state": "installing"})
    for path in VENV.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path != STAMP:
            path.unlink()


def install_lock(lock: str, stamp: dict[str, str], *, offline: bool) -> None:
    """Install exactly what the lock pins, and take away what the last one alone pinned."""
    names = pinned(lock)
    say(f"Installing {len(names)} packages into .venv (once; some minutes on a slow line) ...")
    pip("install", *EXACTLY, "--requirement", str(lock_of(lock)), of=len(names), offline=offline)
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
    """Let one run install while others wait, until it has ended, and what it started as well."""
    path = HERE / ".venv.lock"
    try:
        held = path.open("a+b")
    except OSError as error:
        raise Trouble(why_not()) from error
    with held:
        if not try_lock(held):
            say("Another run is installing; waiting for it ...")
            while not try_lock(held):
                time.sleep(0.2)
        yield


def why_not() -> str:
    """Why an account that may not install here cannot use what is there either, and the mend."""
    again = f"as whoever owns {HERE}: /usr/bin/python3 bootstrap.py --version"
    home = read_stamp().get("home", str(HERE))
    readable = os.access(BIN, os.X_OK) and (os.access(STAMP, os.R_OK) or not STAMP.exists())
    if VENV.is_dir() and not readable:
        return f"{account()} may not read {VENV}. Its owner mends that: chmod -R go+rX .venv"
    if VENV.is_dir() and not os.access(PYTHON, os.X_OK):
        return (
            f"{account()} cannot run {os.path.realpath(PYTHON)}, which .venv was made with. "
            f"Delete .venv, and install again {again}"
        )
    if home != str(HERE):
        return f"{HERE} was installed as {home}, and moved. Install again {again}"
    return f"{HERE} cannot be written to. Make it writable, or copy it."


def account() -> str:
    """Who runs this; the environment may still name who called them."""
    try:
        import pwd  # noqa: PLC0415 - not on Windows

        return pwd.getpwuid(os.geteuid()).pw_name
    except (ImportError, KeyError):
        return "this account"


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
            os.set_inheritable(file.fileno(), True)  # a child that outlives us holds it
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True
    return True


@contextlib.contextmanager
def child(
    command: list[str], env: "dict[str, str] | None" = None
) -> "Iterator[subprocess.Popen[str]]":
    """A program that works on `.venv`; it is ended when we are, and all that it started."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # which unwinds, and ends it
    with subprocess.Popen(
        command,
        cwd=HERE,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        close_fds=False,  # it has the lock, too
        start_new_session=True,  # a group of its own, to be ended as one
    ) as process:
        try:
            yield process
        except BaseException:
            if sys.platform == "win32":
                process.kill()
            else:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
            raise


# pip


def pip(*words: str, of: int = 0, offline: bool = False, installs: bool = True) -> None:
    """Run the environment's pip; say how far it is when it has `of` packages to fetch."""
    env = {**os.environ, "PIP_USER": "0", "PYTHONIOENCODING": "utf-8"}
    if offline:  # whatever mirrors and settings this machine has are not asked
        env = {name: value for name, value in env.items() if not name.startswith("PIP_")}
        env |= {"PIP_CONFIG_FILE": os.devnull, "PIP_USER": "0"}
        words = (words[0], "--no-index", "--find-links", str(SHELF), *words[1:])
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", *words]
    lines: list[str] = []
    with child(command, env) as process:
        for line in process.stdout or ():
            lines.append(line)
            if of:
                show_progress(lines, of)
    if process.returncode:
        LOG.write_text("".join(lines), encoding="utf-8")
        if installs:
            # pip has tidied up after itself: the venv can be built upon, but holds nobody
            # knows what.
            write_stamp({"state": "failed", "names": read_stamp().get("names", "")})
        raise Trouble(remedy("".join(lines), offline=offline))


def show_progress(lines: list[str], of: int) -> None:
    """One moving line on a terminal; a line every 25 packages elsewhere."""
    told = re.compile(
        r"(?:Collecting|Processing|Ignoring|Requirement already satisfied:) (.+\.whl|\S+)"
    )
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


def remedy(output: str, *, offline: bool = False) -> str:
    """The line for a reader, from what pip said when it failed."""
    name = re.search(r"No matching distribution found for ([\w.-]+)", output)
    if name and offline:
        return (
            f"the bundle holds no {name[1]} for this machine. Make one on a machine with the "
            "same system, processor and Python: python3 bootstrap.py bundle"
        )
    for sign, line in (
        (r"No space left|not enough space", "the disk is full. Make room and run this again."),
        (
            r"DO NOT MATCH THE HASHES",
            "a package is not the one that the lock file names, and was not installed. "
            "Run this again; if it stays so, tell whoever runs your package mirror.",
        ),
        (
            r"CERTIFICATE_VERIFY_FAILED|SSLCertVerificationError|certificate verify failed",
            "the certificate of the package server was not trusted. Where a school's network "
            "looks into what passes, it has a certificate authority of its own: save its "
            "certificate as a PEM file and name it, python3 bootstrap.py --cert FILE serve "
            "(or set PIP_CERT or SSL_CERT_FILE).",
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


def trust(cert: "Path | None") -> None:
    """Have pip trust the authority that is named, here or in the environment.

    Not every pip knows SSL_CERT_FILE, which other programs follow: it is told.
    """
    if cert:
        os.environ["PIP_CERT"] = str(cert)
    elif os.environ.get("SSL_CERT_FILE") and not (
        os.environ.get("PIP_CERT") or os.environ.get("REQUESTS_CA_BUNDLE")
    ):
        os.environ["PIP_CERT"] = os.environ["SSL_CERT_FILE"]
    named = os.environ.get("PIP_CERT")
    if not named:
        return
    setting = "--cert" if cert else "PIP_CERT or SSL_CERT_FILE"
    try:
        ssl.create_default_context(cafile=None if Path(named).is_dir() else named)
    except OSError as error:  # ssl.SSLError is one
        why = "there is no such file" if isinstance(error, FileNotFoundError) else "it is no PEM"
        raise Trouble(
            f"{setting} names {named}, which is no certificate ({why}). Name the file of the "
            "certificate authority, as PEM: it begins with -----BEGIN CERTIFICATE-----"
        ) from error


# A bundle


def bundle(words: list[str]) -> int:
    """Make one file that holds all that an installation needs, on machines like this one."""
    kind = this_kind()
    name = "mentor-cpd-{python}-{system}.bundle".format(**kind)
    target = (Path(words[0]).expanduser() if words else Path(name)).absolute()
    if target.is_dir():
        target = target / name
    if target.exists():
        raise Trouble(f"{target} is there already. Name another file.")
    prepare("run")
    with one_at_a_time():
        fetch()
        members = {f"wheels/{wheel.name}": wheel for wheel in sorted(SHELF.glob("*.whl"))}
        members.update((f"project/{file.relative_to(HERE).as_posix()}", file) for file in project())
        told = {"format": 1, "for": kind, "lock": digest(lock_of("run"))}
        half = target.with_name(f".{target.name}.half")
        try:
            with zipfile.ZipFile(half, "w") as zipped:
                for done, (member, file) in enumerate(members.items(), 1):
                    packed = zipfile.ZIP_DEFLATED if member.startswith("p") else zipfile.ZIP_STORED
                    zipped.write(file, member, packed)  # wheels are packed already
                    progress("packing", done, len(members), file.name)
                files = {member: digest(file) for member, file in members.items()}
                zipped.writestr("bundle.json", json.dumps({**told, "files": files}))
            half.replace(target)
        except OSError as error:
            half.unlink(missing_ok=True)
            raise Trouble(f"{target} cannot be written ({error.strerror}).") from error
        shutil.rmtree(SHELF, ignore_errors=True)
    say(f"{target} ({target.stat().st_size / 1e6:.0f} MB), for {described(kind)}")
    say(f"SHA-256 {digest(target)}")
    say(
        "On the machine without a network, put it and bootstrap.py into a new folder, and there: "
        f"python3 bootstrap.py --offline {target.name} serve"
    )
    return 0


def fetch() -> None:
    """Have every wheel of the run lock on the shelf; those that are there are kept."""
    SHELF.mkdir(exist_ok=True)
    text = lock_of("run").read_text(encoding="utf-8")
    entries = fitting([e for e in re.split(r"^(?=\S)", text, flags=re.MULTILINE) if "==" in e])
    wanted = {h for entry in entries for h in hashes(entry)}
    here = {}
    for wheel in SHELF.iterdir():
        if wheel.suffix == ".whl" and digest(wheel) in wanted:
            here[digest(wheel)] = wheel
        else:
            wheel.unlink()  # of another lock, or half a file
    missing = [entry for entry in entries if not here.keys() & hashes(entry)]
    done, total = len(entries) - len(missing), len(entries)
    say(f"Fetching {len(missing)} of {total} packages; those that were fetched before are kept ...")
    some = SHELF / "some.txt"
    while missing:  # ten at a time, so that a next run can go on; no name twice at once
        names: dict[str, str] = {}
        for entry in missing:
            if len(names) < 10:
                names.setdefault(entry.partition("==")[0], entry)
        missing = [entry for entry in missing if entry not in names.values()]
        some.write_text("".join(names.values()), encoding="utf-8")
        words = ("--dest", str(SHELF), "--requirement", str(some))
        # What a later 3.11 wants may refuse this one.
        pip("download", *EXACTLY, "--ignore-requires-python", *words, installs=False)
        done += len(names)
        progress("fetched", done, total, "")
    some.unlink(missing_ok=True)


def fitting(entries: list[str]) -> list[str]:
    """The entries of a lock that a machine of this kind may need, without their conditions.

    A lock may pin one version for 3.11.4 and another for 3.11.5: a bundle holds both.
    """
    conditions = [re.match(r"[^;\n]*;([^\n]*?)\\?\n", entry) for entry in entries]
    ask = """if True:
        import json, sys
        from pip._vendor.packaging.markers import Marker
        def fits(condition):
            if not condition.strip():
                return True
            releases = ["%d.%d.%d" % (*sys.version_info[:2], last) for last in range(50)]
            told = ({"python_full_version": release} for release in releases)
            return any(map(Marker(condition).evaluate, told))
        print(json.dumps([fits(condition) for condition in json.load(sys.stdin)]))"""
    told = subprocess.run(
        [str(PYTHON), "-I", "-c", ask],
        input=json.dumps([found[1] if found else "" for found in conditions]),
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode:
        raise Trouble(f"{lock_of('run')} could not be read by pip. Is it whole?")
    fits = json.loads(told.stdout)
    plain = [re.sub(r"^([^;\n]*?) *;[^\n]*?(\\?)\n", r"\1 \2\n", entry) for entry in entries]
    return [entry for entry, fit in zip(plain, fits, strict=True) if fit]


def hashes(entry: str) -> set[str]:
    """The hashes of one entry of a lock."""
    return set(re.findall(r"--hash=sha256:([0-9a-f]{64})", entry))


def project() -> list[Path]:
    """The files of the project that go into a bundle: what a checkout is, and nothing that
    people have put beside it."""
    import tomllib  # noqa: PLC0415 - an older Python has none, and gets only a sentence

    told = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))
    listed = told["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    found = [
        path
        for pattern in (*listed, *ALSO)
        for path in HERE.glob(pattern.lstrip("/"))
        if path.is_file() and not path.is_symlink()
    ]
    # pyproject.toml last: where it is, the rest has come.
    return sorted(set(found), key=lambda path: (path.name == "pyproject.toml", path))


def come_from(bundle: Path) -> None:
    """See whether the bundle is for this machine and this checkout; where there is no checkout,
    it brings one."""
    told = manifest(bundle)
    if told["for"] != this_kind():
        raise Trouble(
            f"{bundle} is for {described(told['for'])}, and this is {described(this_kind())}. "
            "Make one on a machine like this one: python3 bootstrap.py bundle"
        )
    if not (HERE / "pyproject.toml").exists():
        say(f"Unpacking mentor-cpd into {HERE} ...")
        unpack(bundle, "project/", HERE)
    elif told["lock"] != digest(lock_of("run")):
        raise Trouble(
            f"{bundle} was made from another version of mentor-cpd than the one in {HERE}. "
            "Put it and bootstrap.py into a new folder, and run it there."
        )


def unpack(bundle: Path, part: str, into: Path) -> None:
    """Unpack one part of the bundle, each file compared by its hash; go on where it stopped."""
    files = {n: told for n, told in manifest(bundle)["files"].items() if n.startswith(part)}
    try:
        with zipfile.ZipFile(bundle) as zipped:
            for done, (name, wanted) in enumerate(files.items(), 1):
                target = into / name[len(part) :]
                if not target.resolve().is_relative_to(into.resolve()):
                    raise Trouble(f"{bundle} is no bundle of mentor-cpd.")
                if target == HERE / "bootstrap.py" or (
                    target.is_file() and digest(target) == wanted
                ):
                    continue
                if target.exists() and part == "project/":
                    raise Trouble(f"{target} is in the way. Use a new folder.")
                target.parent.mkdir(parents=True, exist_ok=True)
                half = target.with_name(f".{target.name}.half")
                with zipped.open(name) as source, half.open("wb") as copy:
                    shutil.copyfileobj(source, copy)
                if digest(half) != wanted:
                    half.unlink()
                    raise Trouble(f"{bundle} is damaged ({name}). Copy it here once more.")
                half.replace(target)
                progress("unpacking", done, len(files), target.name)
    except (zipfile.BadZipFile, KeyError, EOFError) as error:
        raise Trouble(f"{bundle} is damaged. Copy it here once more.") from error
    except OSError as error:
        raise Trouble(f"{into} could not be filled ({error.strerror}).") from error


def manifest(bundle: Path) -> dict[str, Any]:
    """What the bundle says of itself."""
    try:
        with zipfile.ZipFile(bundle) as zipped:
            told = json.loads(zipped.read("bundle.json"))
    except FileNotFoundError as error:
        raise Trouble(f"there is no file {bundle}.") from error
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise Trouble(f"{bundle} is no bundle, or only half of one. Copy it once more.") from error
    if not isinstance(told, dict) or told.get("format") != 1:
        raise Trouble(f"{bundle} was made by another mentor-cpd. Use the bootstrap.py in it.")
    return told


def this_kind() -> dict[str, str]:
    """What decides which wheels fit."""
    return {
        "python": "{}.{}".format(*sys.version_info),
        "system": f"{sys.platform}-{platform.machine().lower()}",
    }


def described(kind: dict[str, str]) -> str:
    return "Python {python} on {system}".format(**kind)


def progress(doing: str, done: int, of: int, name: str) -> None:
    """One moving line on a terminal; a line now and then elsewhere."""
    if sys.stdout.isatty():
        end = "\n" if done == of else ""
        print(f"\r  {doing} {done} of {of}: {name:<40.40}", end=end, flush=True)
    elif done % 50 == 0 or done == of:
        say(f"  {doing} {done} of {of}")


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
    # Path.is_dir raises where this account may not look.
    return all(os.path.isdir(folder / name) for name in ("scenarios", "modules"))  # noqa: PTH112


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
