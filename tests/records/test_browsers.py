"""Known browsers: for whom a mark counts."""

from __future__ import annotations

from mentor_cpd.records.browsers import MOST, Browsers

EVERYBODY = [f"p-{number}" for number in range(MOST + 1)]


def test_a_mark_counts_for_the_last_accounts_that_signed_in_there() -> None:
    browsers = Browsers(b"a secret")
    mark = ""
    for person in EVERYBODY:
        mark = browsers.greet(mark, person)
    known = [person for person in EVERYBODY if browsers.known(mark, person)]
    assert known == EVERYBODY[1:], "and who was there longest ago gives way"
    again = browsers.greet(mark, EVERYBODY[1])
    assert again.count(".") == mark.count(".")
    another = browsers.greet(again, "p-another")
    assert browsers.known(another, EVERYBODY[1]), "who came back was not there longest ago"
    assert not browsers.known(another, EVERYBODY[2])


def test_a_browser_keeps_its_name_and_no_two_have_the_same() -> None:
    """Guesses are counted by it: whoever could change it had five more each time."""
    browsers = Browsers(b"a secret")
    mark = browsers.greet("", "p-amina")
    shared = browsers.greet(mark, "p-ben")
    names = {browsers.known(mark, "p-amina"), browsers.known(shared, "p-ben")}
    assert names == {browsers.known(shared, "p-amina")}
    other = browsers.greet("", "p-amina")
    assert browsers.known(other, "p-amina") not in names
    assert not browsers.known(other, "p-ben")


def test_a_mark_that_another_house_gave_is_begun_anew() -> None:
    mark = Browsers(b"another secret").greet("", "p-amina")
    browsers = Browsers(b"a secret")
    assert not browsers.known(mark, "p-amina")
    anew = browsers.greet(mark, "p-amina")
    assert anew.split(".")[0] != mark.split(".")[0]
    assert browsers.known(anew, "p-amina")
