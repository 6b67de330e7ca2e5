"""Markdown cells as prose: what trainers write, and nothing that runs or fetches."""

from __future__ import annotations

import pytest

from mentor_cpd.host.prose import Heading, Prose, contents


@pytest.fixture
def prose() -> Prose:
    return Prose("It's Listening")


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "[click](javascript:alert(1))",
        "[click](data:text/html,<script>alert(1)</script>)",
        "<!-- a trainer's remark -->",
        "`<b onclick=alert(1)>`",
    ],
)
def test_raw_html_is_left_out(prose: Prose, source: str) -> None:
    html = prose.render(source)
    for tag in ("<script", "<img", "<b", "<a ", "<!--"):
        assert tag not in html


def test_a_picture_from_elsewhere_becomes_its_words(prose: Prose) -> None:
    html = prose.render("![Two chairs](http://elsewhere.example/x.png)")
    assert html == "<p>Two chairs</p>\n"


def test_a_picture_that_the_notebook_carries_is_shown(prose: Prose) -> None:
    html = prose.render("![Two chairs](attachment:a.png)", {"a.png": {"image/png": "QUJD"}})
    assert 'src="data:image/png;base64,QUJD"' in html
    assert 'alt="Two chairs"' in html


def test_an_attachment_that_is_no_picture_becomes_its_words(prose: Prose) -> None:
    html = prose.render("![Words](attachment:a.html)", {"a.html": {"text/html": "QUJD"}})
    assert html == "<p>Words</p>\n"


def test_the_title_is_said_once_and_other_first_levels_become_second(prose: Prose) -> None:
    html = prose.render("# It's Listening\n\n# Your turn")
    assert "<h1" not in html
    assert html == '<h2 id="on-your-turn">Your turn</h2>\n'


def test_the_list_of_contents_leads_to_the_headings_as_they_are_rendered() -> None:
    cells = [
        {"cell_type": "markdown", "source": "## Again\n\n### Deeper"},
        {"cell_type": "code", "source": "## no heading"},
        {"cell_type": "markdown", "source": "## Again\n\n## ***Élan*** vital!"},
    ]
    listed = contents(cells, "Title")
    prose = Prose("Title")
    html = "".join(prose.render(c["source"]) for c in cells if c["cell_type"] == "markdown")
    assert listed == [
        Heading("on-again", "Again"),
        Heading("on-again-2", "Again"),
        Heading("on-élan-vital", "Élan vital!"),
    ]
    for heading in listed:
        assert f'id="{heading.id}"' in html


def test_a_link_that_leaves_says_so(prose: Prose) -> None:
    html = prose.render("[Guidance](https://www.gov.uk/)")
    assert 'target="_blank" rel="noopener noreferrer"' in html
    assert "(opens in a new tab)" in html
    assert "new tab" not in prose.render("[Help](../help)")
