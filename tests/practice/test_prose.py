"""Inline Markdown as spans: emphasis and nothing else, and never markup."""

from __future__ import annotations

import pytest

from mentor_cpd.practice.prose import plain, spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Just words.", [("Just words.", "")]),
        ("on *scrap paper* now", [("on ", ""), ("scrap paper", "em"), (" now", "")]),
        ("**No.** Not *that*.", [("No.", "strong"), (" Not ", ""), ("that", "em"), (".", "")]),
        ("_Softly_ and __firmly__", [("Softly", "em"), (" and ", ""), ("firmly", "strong")]),
        ("2 * 3 * 4 and snake_case_word", [("2 * 3 * 4 and snake_case_word", "")]),
        (r"\*not\* emphasised", [("*not* emphasised", "")]),
        ("5 &lt; 6 &amp; *so on*", [("5 < 6 & ", ""), ("so on", "em")]),
        ("*He said &lt;b&gt;*", [("He said <b>", "em")]),
        ("<script>alert(1)</script>", [("<script>alert(1)</script>", "")]),
        ("", []),
    ],
)
def test_spans(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(span["text"], span.get("as", "")) for span in spans(text)] == expected


def test_plain_words_have_no_marks() -> None:
    assert plain("on *scrap* **paper**") == "on scrap paper"
