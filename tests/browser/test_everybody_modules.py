"""Every state of a module and of an assessment is for everybody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.everybody import hold, views
from tests.gallery.gallery import Gallery, View, opened


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Gallery]:
    with opened(tmp_path_factory.mktemp("gallery"), browser) as gallery:
        yield gallery


# nbgrader's page is none of ours: tests/host/test_feedback.py holds it to account.
OURS = [view for view in views("Practising", "Taking an assessment") if view.name != "feedback"]


@pytest.mark.parametrize("view", OURS, ids=lambda view: view.name)
def test_it_is_for_everybody(gallery: Gallery, view: View) -> None:
    hold(gallery, view)
