"""What is pinned, what conda is told, and what goes into the wheel and the sdist."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.own_environment import names
from tests.serving import serving

ROOT = Path(__file__).parent.parent
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]

# Known holes are below these; no vulnerability scanner can be trusted to say so offline.
SECURITY_FLOORS = {
    "jinja2": "3.1.6",
    "jupyter-server": "2.21.0",
    "jupyterlab": "4.6.2",
    "nbconvert": "7.17.1",
    "nbgrader": "0.9.6",
    "pyyaml": "6.0.1",
    "tornado": "6.5.5",
    "voila": "0.5.13",
}

# Packages that the user asked for by name.
PROMISED = {"ipywidgets", "jupyterlab", "nbgrader", "nbval", "pandas", "pytest", "voila"}


def asked(*extras: str) -> dict[str, Requirement]:
    """What pyproject asks for: to run, and with these extras."""
    lines = [*PROJECT["dependencies"]]
    for extra in extras:
        lines += PROJECT["optional-dependencies"][extra]
    return {canonicalize_name(r.name): r for r in map(Requirement, lines)}


def pinned(lock: str) -> dict[str, set[Version]]:
    """What a lock file pins; a package may have one version for each platform."""
    found: dict[str, set[Version]] = {}
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    for name, version in re.findall(r"^([\w.-]+)==([\w.+!]+)", text, flags=re.MULTILINE):
        found.setdefault(canonicalize_name(name), set()).add(Version(version))
    return found


# The lock files


@pytest.mark.parametrize("lock", ["run.txt", "test.txt"])
def test_a_lock_pins_all_that_pyproject_asks_for_each_by_hash(lock: str) -> None:
    extras = ("build",) if lock == "run.txt" else ("build", "test")
    pins = pinned(lock)
    for name, requirement in asked(*extras).items():
        assert name in pins, f"{name} is not in {lock}: compile it again (CONTRIBUTING.md)"
        assert all(requirement.specifier.contains(v) for v in pins[name]), requirement
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    entries = re.split(r"^(?=\S)", text, flags=re.MULTILINE)
    assert all("--hash=sha256:" in entry for entry in entries if entry.strip())
    assert "://" not in text, "a lock names no index"


def test_the_test_lock_holds_the_run_lock() -> None:
    """So an environment made for the tests serves as well, and the same versions are tested."""
    run, test = pinned("run.txt"), pinned("test.txt")
    assert {name: test.get(name) for name in run} == run


@pytest.mark.parametrize("name", SECURITY_FLOORS)
def test_nothing_below_a_security_floor_is_asked_for_or_pinned(name: str) -> None:
    floor = Version(SECURITY_FLOORS[name])
    (specifier,) = asked()[name].specifier
    assert specifier.operator == ">="
    assert Version(specifier.version) >= floor
    for lock in ("run.txt", "test.txt"):
        assert min(pinned(lock)[name]) >= floor


def test_the_build_backend_is_the_pinned_one() -> None:
    """bootstrap.py builds without isolation, with what the lock installed."""
    (backend,) = map(Requirement, PYPROJECT["build-system"]["requires"])
    assert Version(str(backend.specifier).removeprefix("==")) in pinned("run.txt")["hatchling"]


# conda


def test_environment_yml_agrees_with_pyproject() -> None:
    """What is made of its names is used in tests/browser/test_own_tools.py."""
    told = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert told["channels"] == ["conda-forge", "nodefaults"]
    assert told["dependencies"][-1]["pip"][-1] == "--editable ."
    (python,) = [entry for entry in told["dependencies"] if str(entry).startswith("python>")]
    assert python == f"python{PROJECT['requires-python']}"
    have = {canonicalize_name(r.name): r.specifier for r in map(Requirement, names())}
    assert have == {name: r.specifier for name, r in asked("build", "test").items()}
    assert have.keys() >= PROMISED


# The wheel and the sdist

# What must never leave the machine, planted where it might lie one day.
PRIVATE = [
    ".env",
    ".venv/lib/widgets/mentor_cpd/thief.py",
    "gradebook.db",
    "submitted/kit/listening/listening.ipynb",
    "assessments/gradebook.db",
    "assessments/source/listening/gradebook.db",
    "assessments/submitted/kit/listening/listening.ipynb",
    "assessments/feedback/kit/listening/listening.html",
    "data/record.sqlite",
    "modules/.ipynb_checkpoints/listening-checkpoint.ipynb",
    "modules/submitted/kit/listening.ipynb",
    "modules/record.sqlite",
    "scenarios/record.sqlite-wal",
    "scenarios/listening/drafts/names-of-pupils.md",
    "scenarios/listening/notes.txt",
    "secrets/cookie",
    "widgets/mentor_cpd/gradebook.db",
    "widgets/mentor_cpd/host/secrets/cookie",
    "widgets/mentor_cpd/record.sqlite",
    "widgets/mentor_cpd/__pycache__/errors.cpython-311.pyc",
    "widgets/mentor_cpd/tls.key",
    "widgets/mentor_cpd/transcript.jsonl",
]

# Where the wheel has the course that `mentor-cpd new` copies.
SHIPPED = "mentor_cpd/shipped/"


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = [name for name in listed.stdout.decode().split("\0") if name]
    return [name for name in names if (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel and the sdist of a checkout where people have worked."""
    checkout = tmp_path_factory.mktemp("checkout")
    for name in tracked():
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).write_bytes((ROOT / name).read_bytes())
    for name in PRIVATE:
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).write_text("private", encoding="utf-8")
    out = checkout / "dist"
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(out)]
    subprocess.run(command, cwd=checkout, check=True, capture_output=True)
    return out


@pytest.fixture(scope="module")
def built(dist: Path) -> tuple[list[str], list[str]]:
    """The names in the wheel and in the sdist."""
    with zipfile.ZipFile(next(dist.glob("*.whl"))) as wheel:
        in_wheel = wheel.namelist()
    with tarfile.open(next(dist.glob("*.tar.gz"))) as sdist:
        in_sdist = [name.partition("/")[2] for name in sdist.getnames()]
    return in_wheel, in_sdist


def test_nothing_private_is_in_the_wheel_or_the_sdist(
    built: tuple[list[str], list[str]],
) -> None:
    in_wheel, in_sdist = built
    assert not set(PRIVATE) & set(in_sdist)
    assert not {f"widgets/{name}" for name in in_wheel} & set(PRIVATE)
    assert not {name.removeprefix(SHIPPED) for name in in_wheel} & set(PRIVATE)
    shipped = {PurePosixPath(name).name for name in [*in_wheel, *in_sdist]}
    assert not {PurePosixPath(name).name for name in PRIVATE} & (shipped - {"listening.ipynb"})


def test_the_wheel_is_the_package_and_the_course_whole(
    built: tuple[list[str], list[str]],
) -> None:
    """Every file of the package is in it (modules, styles, templates, pages), the course
    below ``shipped/``, and no other."""
    in_wheel, _ = built
    package = {n.removeprefix("widgets/") for n in tracked() if n.startswith("widgets/mentor_cpd/")}
    rooms = ("modules/", "scenarios/", "assessments/")
    course = {SHIPPED + name for name in tracked() if name.startswith(rooms)}
    assert {n for n in in_wheel if ".dist-info/" not in n} == package | course
    for part in ("ui/player.js", "ui/player.css", "host/template/", "host/pages/", "host/static/"):
        assert any(name.startswith(f"mentor_cpd/{part}") for name in in_wheel), part


def test_the_sdist_carries_the_package_and_the_course(built: tuple[list[str], list[str]]) -> None:
    _, in_sdist = built
    rooms = ("widgets/mentor_cpd/", "modules/", "scenarios/", "assessments/")
    course = {name for name in tracked() if name.startswith(rooms)}
    own = {"CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml", ".gitignore", "PKG-INFO"}
    assert set(in_sdist) == course | own


def test_the_version_is_said_once() -> None:
    from mentor_cpd import __version__

    assert __version__ == PROJECT["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {__version__}" in changelog


# The wheel, installed


def test_the_wheel_and_new_agree_on_what_a_course_consists_of() -> None:
    from mentor_cpd.cli.new import PARTS

    targets = PYPROJECT["tool"]["hatch"]["build"]["targets"]
    for target in ("wheel", "sdist"):
        told = [line for line in targets[target]["include"] if "mentor_cpd" not in line]
        assert [line for line in told if line.count("/") > 1] == [f"/{part}" for part in PARTS]


@pytest.fixture(scope="module")
def mentor_cpd(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of a fresh environment that has the wheel, and nothing of the checkout.

    What the wheel depends on is lent by the environment of the tests, and pip itself says
    whether that is all; downloading half a gigabyte again would show no more.
    """
    venv = tmp_path_factory.mktemp("fresh") / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    scripts = venv / ("Scripts" if os.name == "nt" else "bin")
    asked = [
        str(scripts / "python"),
        "-c",
        "import sysconfig; print(sysconfig.get_path('purelib'))",
    ]
    packages = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
    # A path in a .pth file lends modules, and not the .pth files that lie there: the
    # checkout, which the environment of the tests knows by one of those, stays unknown.
    lent = sysconfig.get_path("purelib")
    (Path(packages) / "lent.pth").write_text(lent + "\n", encoding="utf-8")
    wheel = next(dist.glob("*.whl"))
    pip = [str(scripts / "python"), "-m", "pip", "install", "--no-index", "--force-reinstall"]
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True, capture_output=True)
    subprocess.run([*pip[:-1], str(wheel)], check=True, capture_output=True)  # is that all?
    return scripts / ("mentor-cpd.exe" if os.name == "nt" else "mentor-cpd")


def test_the_installed_wheel_serves_a_course_that_new_made(
    mentor_cpd: Path, tmp_path: Path
) -> None:
    course = tmp_path / "our course"
    made = run(mentor_cpd, tmp_path, "new", "our course")
    assert made.returncode == 0, made.stderr
    assert f"{course} is a course: 4 modules, " in made.stdout
    assert run(mentor_cpd, course, "check", "--course").returncode == 0
    assert run(mentor_cpd, course, "assignment", "build", "--check").returncode == 0
    with serving(course, tmp_path / "data", command=[str(mentor_cpd)]) as host:
        told = run(mentor_cpd, tmp_path, "account", "list", "--data", str(host.data))
        assert told.returncode == 0, told.stderr
        browser = host.set_up("ada")
        assert "Listening" in browser.get("").text
        with browser.open("listening"):  # a kernel of its own, and the line to it
            (kernel,) = host.kernels()
            assert Path(kernel.cmdline()[0]).is_relative_to(mentor_cpd.parent)
        browser.leave_all()


def test_new_copies_the_course_and_nothing_else_of_a_folder_where_people_have_worked(
    tmp_path: Path,
) -> None:
    from mentor_cpd.cli import new

    theirs = tmp_path / "theirs"
    for path in [*new.parts(ROOT), *map(ROOT.joinpath, PRIVATE)]:
        (theirs / path.relative_to(ROOT)).parent.mkdir(parents=True, exist_ok=True)
        (theirs / path.relative_to(ROOT)).write_text("anything", encoding="utf-8")
    new.make(theirs, tmp_path / "ours")
    copied = {path.relative_to(tmp_path / "ours") for path in (tmp_path / "ours").rglob("*.*")}
    assert copied == {path.relative_to(ROOT) for path in new.parts(ROOT)}


def test_new_leaves_a_folder_alone_that_holds_something(tmp_path: Path) -> None:
    from mentor_cpd.cli import new
    from mentor_cpd.errors import CpdError

    (tmp_path / "plan.md").touch()
    with pytest.raises(CpdError, match="not empty"):
        new.make(ROOT, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["plan.md"]
    (tmp_path / "empty").mkdir()
    new.make(ROOT, tmp_path / "empty")
    assert (tmp_path / "empty" / "scenarios" / "FORMAT.md").is_file()


def run(command: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(command), *words], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
