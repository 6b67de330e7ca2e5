"""Our notebooks in somebody's own JupyterLab: no host, their own record, the same work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.own_tools import Own, looks_right, opened, own, work_through

TOKEN = "a-token-for-tests-alone"
REFLECTION = "She had a plan of her own, and I talked over it."


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Own]:
    """As ``jupyter lab`` starts it in the folder of the course."""
    options = {
        "IdentityProvider.token": TOKEN,
        "ServerApp.port_retries": 0,
        "ServerApp.allow_root": True,
        "LabApp.news_url": None,
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    }
    folder = tmp_path_factory.mktemp("own")
    with own(folder, ["jupyterlab"], options, answers_at=f"api?token={TOKEN}") as lab:
        yield lab


def notebook(name: str) -> str:
    return f"lab/tree/{name}?token={TOKEN}&reset"


def run_all(page: Page, which: str = "Run All Cells") -> None:
    """As the menu does; the kernel has to be there before cells can be run."""
    ready = page.get_by_role("button", name="Python 3 (ipykernel) | Idle")
    expect(ready).to_be_visible(timeout=90_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name=which, exact=True).click()


@pytest.mark.parametrize(
    ("module", "width"),
    [
        ("listening", 1280),
        ("negotiation", 768),
        ("safeguarding", 1280),
        ("learning-difficulties", 768),
    ],
)
def test_a_module_is_worked_through_and_kept_as_the_local_users(
    lab: Own, browser: Browser, module: str, width: int
) -> None:
    before = lab.done("answered", "chose", "reflected") if lab.data.exists() else []
    with opened(lab, browser, notebook(f"modules/{module}.ipynb"), width=width) as page:
        run_all(page)
        expect(page.locator(".cpd-journal")).to_be_visible(timeout=60_000)
        cells = page.locator(".jp-Notebook .jp-Cell").count()
        work_through(page, lab, module)
        looks_right(page)
        assert page.locator(".jp-Notebook .jp-Cell").count() == cells
    done = lab.done("answered", "chose", "reflected")[len(before) :]
    assert done == ["answered", "chose", "chose", "reflected"]
