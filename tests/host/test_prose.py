"""Markdown cells as prose: what trainers write, and nothing that runs or fetches."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from mentor_cpd.host.prose import Heading, Prose, contents
from mentor_cpd.practice.grounds import Reference, Source, Term
from mentor_cpd.practice.school import School


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


REFERENCE = Reference(
    terms={
        "DSL": Term("DSL", "designated safeguarding lead", "", "lead"),
        "PE": Term("PE", "physical <b>education</b>"),
    },
    sources={
        "kcsie-2025": Source(
            "Keeping children safe <in> education",
            edition="2025",
            nation="England",
            in_force_from="2025-09-01",
            checked_on="2026-11-22",
            note="For checking.",
        )
    },
)


@pytest.fixture
def telling() -> Prose:
    return Prose("Title", REFERENCE, School(lead_name="Amina Yusuf"))


def offered(html: str) -> list[str]:
    return re.findall(r'<button type="button" class="cpd-term"[^>]*>(\w+)</button>', html)


def test_a_term_is_offered_once_in_each_section_and_never_in_a_heading_or_link(
    telling: Prose,
) -> None:
    html = telling.render(
        "## The DSL\n\nTell the DSL. The DSL, [the DSL](/help).\n\n### After\n\nTwo DSLs.\n"
    )
    assert offered(html) == ["DSL", "DSL"]
    assert '<h2 id="on-the-dsl">The DSL</h2>' in html
    assert offered(telling.render("[PE](/x) and **PE** and `PE`")) == ["PE"]
    assert offered(telling.render("Another cell: DSL")) == ["DSL"]


def test_what_a_term_says_is_text_whatever_it_holds(telling: Prose) -> None:
    html = telling.render("PE and the DSL")
    assert "<b>education" not in html
    told = [json.loads(unescape(one)) for one in re.findall(r'data-term="([^"]*)"', html)]
    assert told[0] == {"short": "PE", "says": ["physical <b>education</b>."]}
    assert told[1]["says"][1] == "In your school: Amina Yusuf."


def test_a_link_to_a_source_becomes_its_title_edition_and_days(telling: Prose) -> None:
    html = telling.render("- [KCSIE, by hand](cite:kcsie-2025). Read *Part One*.")
    assert html == (
        "<ul>\n<li><cite>Keeping children safe &lt;in&gt; education</cite>. 2025; England; in force"
        " from 1 September 2025; looked up 22 November 2026. For checking. Read"
        " <em>Part One</em>.</li>\n</ul>\n"
    )


def test_a_source_that_nobody_knows_keeps_its_words_and_is_no_link(telling: Prose) -> None:
    assert telling.render("[Some *words*](cite:gone) here") == ("<p>Some <em>words</em> here</p>\n")
