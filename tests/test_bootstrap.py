"""The way in, walked for real: a small checkout whose one package lies in a folder beside it."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import chromium, everything
from tests.checkouts import ROOT, SOURCE, Checkout, make_checkout, make_wheel
from tests.promises.ordinary import powerless

ELSEWHERE = pytest.mark.skipif(os.name == "nt", reason="Windows has other rights and locales")


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return make_checkout(tmp_path)


def test_the_first_run_installs_and_the_second_goes_straight_to_the_job(checkout: Checkout) -> None:
    first = checkout.run("check", "scenarios/", "--format", "json")
    assert first.returncode == 0, first.stderr
    assert "Making .venv" in first.stdout
    assert "Installing 1 packages" in first.stdout
    assert checkout.installed() == {"alpha", "small"}

    second = checkout.run("check", "scenarios/", "--format", "json")
    told = json.loads(second.stdout)  # nothing else was printed
    assert told["words"] == ["check", "scenarios/", "--format", "json"]
    # Started from a folder that is no course: the checkout's own is found.
    assert Path(told["course"]) == checkout.folder.resolve()
    assert checkout.run("fail").returncode == 3
    if os.name != "nt":  # which has no exec: there, bootstrap waits for the command
        assert told["pid"] == second.pid  # it turned into the command, so signals reach it

    # The scripts in .venv hold their own path, so a folder that was moved gets a new one.
    moved = checkout.folder.rename(checkout.folder.parent / "elsewhere")
    third = Checkout(moved, checkout.shelf).run("serve")
    assert "Making .venv" in third.stdout
    assert third.returncode == 0, third.stderr


def test_test_extends_the_environment_of_serve_and_serve_leaves_it_alone(
    checkout: Checkout,
) -> None:
    checkout.run("serve")
    tested = checkout.run("test")
    assert "Making .venv" not in tested.stdout
    assert checkout.installed() == {"alpha", "beta", "small"}
    served = checkout.run("serve")
    assert json.loads(served.stdout)["words"] == ["serve"]
    assert checkout.installed() == {"alpha", "beta", "small"}


def test_a_changed_lock_is_installed_and_what_it_dropped_is_taken_away(checkout: Checkout) -> None:
    checkout.run("serve")
    gamma = make_wheel(checkout.shelf, "gamma")
    checkout.lock("run", gamma)
    checkout.lock("test", gamma)
    again = checkout.run("serve")
    assert again.returncode == 0, again.stderr
    assert checkout.installed() == {"gamma", "small"}


def test_screenshots_come_from_the_same_environment_and_lie_where_they_were_asked_for(
    checkout: Checkout,
) -> None:
    pictures = checkout.folder / "tests" / "screenshots.py"
    pictures.parent.mkdir()
    pictures.write_text("import os, sys; print(os.getcwd(), *sys.argv[1:])", encoding="utf-8")
    ran = checkout.run("screenshots", "pictures", "--only", "help")
    folder = checkout.folder.resolve()
    told = f"{folder} --under {folder.parent} pictures --only help"
    assert ran.stdout.splitlines()[-1] == told, ran.stderr


def test_an_install_that_was_cut_short_is_begun_again(checkout: Checkout) -> None:
    """As a power cut leaves it: a folder half filled, and a stamp that says so."""
    venv = checkout.folder / ".venv"
    half = venv / "lib" / "half-a-package"
    half.mkdir(parents=True)
    (venv / "mentor-cpd.json").write_text('{"state": "installing"}', encoding="utf-8")
    again = checkout.run("serve")
    assert json.loads(again.stdout.splitlines()[-1])["words"] == ["serve"]
    assert not half.exists()


@pytest.mark.skipif(os.name == "nt", reason="there, a child has no part in the lock")
def test_what_a_killed_run_had_started_is_waited_for_and_never_built_upon(
    checkout: Checkout,
) -> None:
    venv = checkout.folder / ".venv"
    # As a run leaves it that could not even write a stamp.
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    with checkout.start("serve") as first:
        while first.poll() is None and not any(venv.glob("lib/*/site-packages/pip")):
            time.sleep(0.01)
        first.kill()  # it alone, as when memory runs out
    with checkout.start("serve") as second:
        assert second.stdout
        assert "waiting for it" in second.stdout.readline()
        assert "Making .venv" in second.stdout.readline()
        second.terminate()  # and not SIGINT, which whoever runs the tests may have them ignore
        second.communicate()
    assert second.returncode in {143, -signal.SIGTERM}
    assert json.loads((venv / "mentor-cpd.json").read_bytes()) == {"state": "installing"}


def test_a_package_that_is_not_the_pinned_one_is_refused(checkout: Checkout) -> None:
    checkout.lock("run", "alpha==1.0 --hash=sha256:" + "0" * 64 + "\n")
    refused = checkout.run("serve")
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "not the one that the lock file names" in refused.stderr
    assert checkout.installed() == set()
    # Mended, the next run goes on with the environment that is there.
    checkout.lock("run", make_wheel(checkout.shelf, "alpha"))
    mended = checkout.run("serve")
    assert mended.returncode == 0
    assert "Making .venv" not in mended.stdout


def test_without_a_network_one_line_says_what_to_do(checkout: Checkout) -> None:
    nowhere = {"PIP_NO_INDEX": "", "PIP_FIND_LINKS": "", "PIP_INDEX_URL": "http://127.0.0.1:9/"}
    cut_off = checkout.run("serve", **nowhere)
    assert cut_off.returncode == 2
    assert cut_off.stderr.count("\n") == 1
    assert "Check the network" in cut_off.stderr


def run_faked(fake: str) -> subprocess.CompletedProcess[str]:
    """bootstrap.py in an interpreter that `fake` has changed first."""
    code = f"import runpy, sys; {fake}; sys.argv = ['bootstrap.py', 'serve']; "
    code += f"runpy.run_path({str(SOURCE)!r}, run_name='__main__')"
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False
    )


def test_an_old_python_is_told_so_in_one_line() -> None:
    told = run_faked("sys.version_info = (3, 9, 2, 'final', 0)")
    assert told.returncode == 2
    assert told.stderr.startswith("bootstrap: mentor-cpd needs Python 3.11 or later")
    assert told.stderr.count("\n") == 1


def test_an_old_python_can_read_the_file_at_all() -> None:
    ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_it_needs_nothing_but_the_standard_library() -> None:
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    names = {
        (node.module or "" if isinstance(node, ast.ImportFrom) else alias.name).split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert names <= sys.stdlib_module_names


def test_a_debian_without_venv_is_told_which_package_to_install(tmp_path: Path) -> None:
    copy = tmp_path / "bootstrap.py"
    copy.write_bytes(SOURCE.read_bytes())
    for name in ("requirements/run.txt", "requirements/test.txt", "pyproject.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    code = "import runpy, sys; sys.modules['ensurepip'] = None; sys.argv = ['b', 'serve']; "
    code += f"runpy.run_path({str(copy)!r}, run_name='__main__')"
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False
    )
    assert told.returncode == 2
    version = "{}.{}".format(*sys.version_info)
    assert f"sudo apt install python{version}-venv" in told.stderr
    assert told.stderr.count("\n") == 1


def test_half_a_checkout_is_told_so(tmp_path: Path) -> None:
    copy = tmp_path / "bootstrap.py"
    copy.write_bytes(SOURCE.read_bytes())
    told = subprocess.run(
        [sys.executable, str(copy), "serve"], capture_output=True, encoding="utf-8", check=False
    )
    assert told.returncode == 2
    assert "Is this the whole checkout?" in told.stderr
    assert "Traceback" not in told.stderr


# Where it was installed before


def install(checkout: Checkout) -> Path:
    """What an install leaves, without the seconds that pip takes; its .venv."""
    venv, folder = checkout.folder / ".venv", checkout.folder
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    holds = {"run": folder / "requirements" / "run.txt", "project": folder / "pyproject.toml"}
    stamp = {name: hashlib.sha256(file.read_bytes()).hexdigest() for name, file in holds.items()}
    stamp |= {"state": "ready", "home": str(folder.resolve())}
    (venv / "mentor-cpd.json").write_text(json.dumps(stamp), encoding="utf-8")
    packages = next(venv.glob("lib/python*/site-packages"))
    (packages / "small.pth").write_text(str(folder), encoding="utf-8")
    command = venv / "bin" / "mentor-cpd"
    code = "import small; small.main()"
    command.write_text(f"""#!/bin/sh\nexec '{venv}/bin/python' -c '{code}' "$@"\n""", "utf-8")
    command.chmod(0o755)
    return venv


@ELSEWHERE
@pytest.mark.parametrize("then", ["chmod 0 .", "rmdir ../odd"])
def test_started_in_a_folder_that_is_gone_or_closed_it_goes_to_its_own(
    checkout: Checkout, then: str
) -> None:
    """As root's own folder is to another account, after runuser or sudo -u."""
    install(checkout)
    there = ("sh", "-c", f'mkdir odd; cd odd; {then}; exec "$@"', "sh", *powerless())
    ran = checkout.run("account", "list", through=there)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["course"] == str(checkout.folder.resolve())


@ELSEWHERE
@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_a_folder_may_have_any_name_where_the_locale_knows_ascii_only(
    checkout: Checkout, locale: str
) -> None:
    folder = checkout.folder.rename(checkout.folder.with_name("für Schüler"))
    there = Checkout(folder, checkout.shelf)
    install(there)
    ran = there.run("check", LC_ALL=locale)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["course"] == str(folder.resolve())


def refused(checkout: Checkout) -> str:
    """What an account is told that may not install here."""
    (checkout.folder / ".venv.lock").touch(0o444)
    ran = checkout.run("serve", through=powerless())
    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1
    return ran.stderr


@ELSEWHERE
def test_an_account_that_cannot_use_what_another_installed_is_told_why(checkout: Checkout) -> None:
    venv = install(checkout)
    venv.chmod(0)  # as umask 077 leaves it
    assert "chmod -R go+rX .venv" in refused(checkout)
    venv.chmod(0o755)

    python = venv / "bin" / "python"
    python.unlink()
    python.symlink_to(venv.parent / "pyenv" / "python3")  # as one in root's own folder is
    told = refused(checkout)
    assert f"cannot run {python.readlink()}" in told
    assert "Delete .venv, and install again" in told

    python.unlink()
    python.symlink_to(sys.executable)
    moved = Checkout(checkout.folder.rename(checkout.folder.with_name("moved")), checkout.shelf)
    assert f"was installed as {checkout.folder}, and moved" in refused(moved)


# Everything that is checked


def test_the_last_line_counts_tests_and_a_failed_check_is_one_of_them() -> None:
    results = [
        everything.Result("lint", ok=False, seconds=1.0, passed=0, failed=1),
        everything.Result("tests", ok=True, seconds=2.5, passed=41, failed=0),
    ]
    lines = everything.summary(results).splitlines()
    assert lines[-1] == "41 passed, 1 failed"
    assert "FAILED  lint" in lines[1]


def test_a_check_that_fails_does_not_hide_those_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "test_two.py"
    file.write_text("def test_no():\n    assert False\n\ndef test_yes(): ...\n", encoding="utf-8")
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    alone = ["-p", "no:cacheprovider", "-c", os.devnull]
    checks = {"first": ["pytest", *alone, str(file)], "second": ["ruff", "--version"]}
    monkeypatch.setattr(everything, "checks", lambda _words: checks)
    monkeypatch.setattr(everything, "chromium", lambda: Path(sys.executable))
    assert everything.main([]) == 1
    assert capfd.readouterr().out.splitlines()[-1] == "2 passed, 1 failed"


def test_words_after_test_go_to_pytest() -> None:
    commands = everything.checks(["-k", "player"])
    assert commands["tests"][-2:] == ["-k", "player"]
    assert list(commands)[-1] == "tests"  # whose failures are best read last


def test_checks_read_and_touch_nothing_of_the_users_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MENTOR_CPD_DATA", "the/real/one")
    monkeypatch.setenv("MENTOR_CPD_STORE", "postgresql://the-real-one")
    apart = everything.apart(tmp_path)
    assert "the-real-one" not in str(apart)
    for name in ("MENTOR_CPD_DATA", "IPYTHONDIR", "JUPYTER_CONFIG_DIR"):
        assert Path(apart[name]).is_relative_to(tmp_path)


# Chromium


def test_a_named_chromium_is_taken_and_a_wrong_name_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "my-chromium"
    mine.touch()
    monkeypatch.setenv("MENTOR_CPD_CHROMIUM", str(mine))
    assert chromium.find() == mine
    mine.unlink()
    with pytest.raises(chromium.NoChromium, match="which is no file"):
        chromium.find()


def test_playwrights_own_chromium_is_found_newest_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for version in ("1100", "1210"):
        folder = tmp_path / f"chromium-{version}" / "chrome-linux"
        folder.mkdir(parents=True)
        (folder / "chrome").touch()
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    monkeypatch.setenv("PATH", "")
    assert next(chromium.playwrights_own()) == tmp_path / "chromium-1210" / "chrome-linux/chrome"


def test_without_a_chromium_the_command_fails_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(chromium, "find", lambda: None)
    monkeypatch.setattr(chromium, "install", lambda: None)
    assert everything.main([]) == 2
    assert "set MENTOR_CPD_CHROMIUM to the path of one" in capsys.readouterr().err
