"""Installing without a network: one file is made where there is one, and carried over."""

from __future__ import annotations

import functools
import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.checkouts import SOURCE, Checkout, make_checkout, make_wheel

# Where the network was not cut off by the system itself, everything that pip could ask
# leads nowhere.
NOWHERE = {
    "PIP_NO_INDEX": "",
    "PIP_FIND_LINKS": "http://127.0.0.1:9/",
    "PIP_INDEX_URL": "http://127.0.0.1:9/",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "HTTP_PROXY": "http://127.0.0.1:9",
}


@functools.cache
def cut_off() -> tuple[str, ...]:
    """The words before a command that take its network away; none where that is not allowed."""
    words = ("unshare", "--map-root-user", "--net")
    if not shutil.which("unshare"):
        return ()
    tried = subprocess.run([*words, "true"], capture_output=True, check=False)
    return () if tried.returncode else words


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    made = make_checkout(tmp_path)
    for name in ("modules/listening.ipynb", "record.sqlite", "widgets/notes.txt", "docs/deploy.md"):
        (made.folder / name).parent.mkdir(exist_ok=True)
        (made.folder / name).write_text(name, encoding="utf-8")
    return made


@pytest.fixture
def bundle(checkout: Checkout, tmp_path: Path) -> Path:
    file = tmp_path / "all.bundle"
    made = checkout.run("bundle", str(file))
    assert made.returncode == 0, made.stderr
    assert "SHA-256 " in made.stdout
    return file


def elsewhere(tmp_path: Path) -> Checkout:
    """A folder on a machine without a network: nothing in it but bootstrap.py."""
    folder = tmp_path / "no network"
    folder.mkdir()
    (folder / "bootstrap.py").write_bytes(SOURCE.read_bytes())
    return Checkout(folder, tmp_path / "no shelf")


def test_it_installs_with_bootstrap_alone_and_the_network_cut_off(
    bundle: Path, tmp_path: Path
) -> None:
    there = elsewhere(tmp_path)
    first = there.run("--offline", str(bundle), "serve", through=cut_off(), **NOWHERE)
    assert first.returncode == 0, first.stderr
    assert "Unpacking mentor-cpd" in first.stdout
    assert json.loads(first.stdout.splitlines()[-1])["words"] == ["serve"]
    assert there.installed() == {"alpha", "small"}
    assert (there.folder / "modules" / "listening.ipynb").is_file()
    assert (there.folder / "docs" / "deploy.md").is_file()
    # From then on it needs neither the bundle nor a network.
    bundle.unlink()
    second = there.run("check", through=cut_off(), **NOWHERE)
    assert json.loads(second.stdout)["words"] == ["check"]
    assert not [path for path in there.folder.iterdir() if path.name.startswith(".venv.w")]


def test_a_bundle_holds_the_checkout_and_nothing_that_people_put_beside_it(bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as zipped:
        names = set(zipped.namelist())
    assert names == {
        "bundle.json",
        "wheels/alpha-1.0-py3-none-any.whl",
        *(f"project/{name}" for name in ("small.py", "backend.py", "modules/listening.ipynb")),
        *(f"project/{name}" for name in ("bootstrap.py", "pyproject.toml", "docs/deploy.md")),
        *(f"project/requirements/{name}.txt" for name in ("run", "test")),
    }


def test_what_was_fetched_before_it_was_cut_short_is_kept(
    checkout: Checkout, tmp_path: Path
) -> None:
    """A package that cannot be fetched ends the first run. The second asks for the last ten
    only: of the others there are none on the shelf any more."""
    checkout.run("serve")
    names = [f"package-{number:02}" for number in range(12)]
    lines = [make_wheel(checkout.shelf, name.replace("-", "_")) for name in names]
    checkout.lock("run", *lines)
    checkout.lock("test", *lines)
    last = checkout.shelf / "package_11-1.0-py3-none-any.whl"
    installed = checkout.run("serve")
    assert installed.returncode == 0, installed.stderr
    away = last.rename(tmp_path / last.name)
    failed = checkout.run("bundle", str(tmp_path / "all.bundle"))
    assert failed.returncode == 2
    assert not (tmp_path / "all.bundle").exists()
    away.rename(last)
    for name in names[:10]:
        next(checkout.shelf.glob(f"{name.replace('-', '_')}-*")).unlink()
    again = checkout.run("bundle", str(tmp_path / "all.bundle"))
    assert again.returncode == 0, again.stderr
    assert "Fetching 2 of 12 packages" in again.stdout
    assert not any(path.name.startswith(".all") for path in tmp_path.iterdir())


def test_a_bundle_serves_every_release_of_its_python_and_no_other_system(
    checkout: Checkout, tmp_path: Path
) -> None:
    """As real locks do, this one pins by Python's last number, and for Windows alone; what is
    for another last number would refuse this one."""
    now = ".".join(map(str, sys.version_info[:3]))
    pins = {
        "1.0": f"python_full_version == '{now}'",
        "2.0": f"python_full_version != '{now}' and python_version == '{now.rpartition('.')[0]}'",
        "3.0": "sys_platform == 'plan9'",
    }
    lines = [
        make_wheel(
            checkout.shelf, "alpha", version, f"!={now}" if version == "2.0" else ">=3"
        ).replace(" --hash", f" ; {when} \\\n    --hash")
        for version, when in pins.items()
    ]
    checkout.lock("run", *lines)
    made = checkout.run("bundle", str(tmp_path / "all.bundle"))
    assert made.returncode == 0, made.stderr
    with zipfile.ZipFile(tmp_path / "all.bundle") as zipped:
        wheels = {name for name in zipped.namelist() if name.endswith(".whl")}
    assert wheels == {f"wheels/alpha-{version}-py3-none-any.whl" for version in ("1.0", "2.0")}
    there = elsewhere(tmp_path)
    done = there.run("--offline", str(tmp_path / "all.bundle"), "serve", **NOWHERE)
    assert done.returncode == 0, done.stderr
    assert there.installed() == {"alpha", "small"}


def test_an_install_from_a_bundle_that_was_cut_short_goes_on(bundle: Path, tmp_path: Path) -> None:
    there = elsewhere(tmp_path)
    (there.folder / "modules").mkdir()
    with zipfile.ZipFile(bundle) as zipped:  # as far as it came
        (there.folder / "small.py").write_bytes(zipped.read("project/small.py"))
        (there.folder / "modules" / ".listening.ipynb.half").write_bytes(b"half")
    done = there.run("--offline", str(bundle), "serve", **NOWHERE)
    assert done.returncode == 0, done.stderr


def changed(bundle: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """The same bundle with one member another."""
    other = bundle.with_name("other.bundle")
    with zipfile.ZipFile(bundle) as old, zipfile.ZipFile(other, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            new.writestr(member, change(content) if member == name else content)
    return other


def told(**given: Any) -> Callable[[bytes], bytes]:
    return lambda content: json.dumps({**json.loads(content), **given}).encode()


def test_a_bundle_that_does_not_fit_or_is_not_whole_is_refused_in_a_line(
    bundle: Path, checkout: Checkout, tmp_path: Path
) -> None:
    half = tmp_path / "half.bundle"
    half.write_bytes(bundle.read_bytes()[:-100])
    other = {"python": "3.99", "system": "plan9-vax"}
    wheel = "wheels/alpha-1.0-py3-none-any.whl"
    for given, says in (
        (str(half), "no bundle, or only half of one"),
        (str(tmp_path / "none"), "there is no file"),
        (str(changed(bundle, "bundle.json", told(**{"for": other}))), "for Python 3.99 on plan9"),
    ):
        refused = elsewhere(tmp_path).run("--offline", given, "serve", **NOWHERE)
        shutil.rmtree(tmp_path / "no network")
        assert refused.returncode == 2
        assert says in refused.stderr
        assert refused.stderr.count("\n") == 1
    spoiled = changed(bundle, wheel, lambda content: content + b"?")
    there = elsewhere(tmp_path)
    refused = there.run("--offline", str(spoiled), "serve", **NOWHERE)
    assert f"is damaged ({wheel})" in refused.stderr
    assert there.installed() == set()
    checkout.lock("run", make_wheel(checkout.shelf, "gamma"))
    newer = checkout.run("--offline", str(bundle), "serve", **NOWHERE)
    assert "made from another version" in newer.stderr
    assert "needs a file" in checkout.run("--offline").stderr
    assert "not the tools of the tests" in checkout.run("--offline", str(bundle), "test").stderr


def test_a_wheel_that_the_lock_does_not_name_is_not_installed(bundle: Path, tmp_path: Path) -> None:
    """Somebody who changes a wheel and says so in the bundle still meets the lock's hashes."""
    wheel = "wheels/alpha-1.0-py3-none-any.whl"
    with zipfile.ZipFile(bundle) as zipped:
        files = json.loads(zipped.read("bundle.json"))["files"]
        content = zipped.read(wheel) + b"?"
    forged = changed(bundle, wheel, lambda _content: content)
    files[wheel] = hashlib.sha256(content).hexdigest()
    forged = changed(forged.rename(tmp_path / "forged"), "bundle.json", told(files=files))
    there = elsewhere(tmp_path)
    refused = there.run("--offline", str(forged), "serve", **NOWHERE)
    assert refused.returncode == 2
    assert "not the one that the lock file names" in refused.stderr
    assert there.installed() == set()


def test_a_bundle_is_never_written_over_a_file(checkout: Checkout, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("precious", encoding="utf-8")
    refused = checkout.run("bundle", str(tmp_path / "mine"))
    assert refused.returncode == 2
    assert "is there already" in refused.stderr
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "precious"
    assert not (checkout.folder / ".venv").exists()  # it was said before anything else
