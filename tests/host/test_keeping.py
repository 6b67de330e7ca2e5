"""A school's night: backed up while it serves, brought back after, and never two hosts at once."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from mentor_cpd.records import backup, swap
from mentor_cpd.records.folder import DataFolder
from tests.serving import MENTOR_CPD, serving


def command(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*MENTOR_CPD, *words], capture_output=True, encoding="utf-8", check=False)


def test_a_backup_is_made_while_it_serves_and_restored_when_it_does_not(
    small_course: Path, tmp_path: Path
) -> None:
    data, file = tmp_path / "data", tmp_path / "night.backup"
    with serving(small_course, data) as host:
        host.set_up("ada")
        host.add("kit", "mentor")
        made = command("backup", str(file), "--data", str(data))
        assert made.returncode == 0, made.stderr
        host.add("too.late", "mentor")
        for words in (["restore", str(file)], ["upgrade"], ["serve", str(small_course)]):
            refused = command(*words, "--data", str(data))
            assert refused.returncode == 2
            assert "Stop the server" in refused.stderr
            assert refused.stderr.count("\n") == 1
        assert host.browser().sign_in("kit").get("").status == 200
    newer = command("restore", str(file), "--data", str(data))
    assert newer.returncode == 2
    assert "--over-newer" in newer.stderr
    back = command("restore", str(file), "--over-newer", "--data", str(data))
    assert back.returncode == 0, back.stderr
    with serving(small_course, data) as host:
        assert not host.set_up_link
        host.browser().sign_in("kit")
        listed = command("account", "list", "--format", "json", "--data", str(data))
        accounts = {person["account"] for person in json.loads(listed.stdout)}
        assert accounts == {"ada", "kit"}


def test_the_host_finishes_what_a_restore_had_begun(small_course: Path, tmp_path: Path) -> None:
    data = DataFolder.find(tmp_path / "data")
    with serving(small_course, data.path) as host:
        host.set_up("ada")
        backup.make(data, tmp_path / "one.backup", lambda _done, _total: None)
    record = data.path / "record.sqlite"
    staged = data.path / ".unpacked-x" / "record.sqlite"
    backup.stage(tmp_path / "one.backup", staged.parent, lambda _done, _total: None)
    record.unlink()  # as far as a power cut let it come
    swap.arm(data.path, [swap.Move(record, data.path / "aside" / record.name, staged)])
    waits = command("account", "list", "--data", str(data.path))
    assert waits.returncode == 2
    assert "Start mentor-cpd serve: it finishes it" in waits.stderr
    with serving(small_course, data.path) as host:
        assert "finished first" in "\n".join(host.said)
        host.browser().sign_in("ada")
