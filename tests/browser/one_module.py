"""Our course with one module only, which is sooner served than all of it; and one case of it."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.browser.walking import PRACTISED
from tests.house import ROOT

CASE = "the-goal-he-didnt-see"
MODULE = PRACTISED[CASE]


def course_of(folder: Path, module: str) -> Path:
    shutil.copytree(ROOT / "scenarios" / module, folder / "scenarios" / module)
    for register in (ROOT / "scenarios").glob("*.yml"):
        shutil.copy(register, folder / "scenarios")
    (folder / "modules").mkdir()
    shutil.copy(ROOT / "modules" / f"{module}.ipynb", folder / "modules")
    return folder
