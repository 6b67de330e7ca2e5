"""Short forms: found once a section, told with the school's own lead, and kept with a case."""

from __future__ import annotations

from mentor_cpd.course import Course
from mentor_cpd.practice import edition, shelf
from mentor_cpd.practice.grounds import Term
from mentor_cpd.practice.prose import spans
from mentor_cpd.practice.school import School
from mentor_cpd.practice.terms import Terms, note_of, terms_in
from mentor_cpd.records.store import Store
from tests.practice import safe_course

DSL = Term("DSL", "designated safeguarding lead", "Whom every worry goes to.", "lead")
SEND = Term("SEND", "special educational needs and disabilities")
SENDCO = Term("SENDCO", "the coordinator of SEND")
KNOWN = {term.short: term for term in (DSL, SEND, SENDCO)}
AMINA = School(
    lead_name="Amina Yusuf", lead_title="designated safeguarding lead", lead_phone="01632 960 001"
)


def test_a_term_is_offered_where_it_stands_first_in_its_section() -> None:
    terms = Terms(KNOWN, School())
    first = [(words, bool(note)) for words, note in terms.pieces("The DSL is the DSL.")]
    assert first == [("The ", False), ("DSL", True), (" is the DSL.", False)]
    assert list(terms.pieces("DSL")) == [("DSL", None)], "said already in this section"
    assert [bool(note) for _words, note in terms.section().pieces("DSL")] == [True]


def test_a_short_form_is_a_whole_word_of_capitals() -> None:
    terms = Terms(KNOWN, School())
    assert terms.beside("He sends it; DSLX; aDSL; dsl") == []
    assert [note["short"] for note in terms.beside("two DSLs, a SENDCO")] == ["DSL", "SENDCO"]
    assert terms.beside("Nothing.", "") == []
    assert Terms({}, School()).beside("DSL") == []


def test_emphasis_stays_around_a_term() -> None:
    (before, term) = spans("Tell *the DSL*", Terms(KNOWN, School()))[0:2]
    assert before == {"text": "Tell "}
    pieces = spans("Tell *the DSL*", Terms(KNOWN, School()))
    assert [(one["text"], one.get("as"), "term" in one) for one in pieces] == [
        ("Tell ", None, False),
        ("the ", "em", False),
        ("DSL", "em", True),
    ]
    assert term["as"] == "em"


def test_the_note_says_who_the_lead_is_in_this_school() -> None:
    said, here = note_of(DSL, AMINA)["says"]
    assert said == "designated safeguarding lead. Whom every worry goes to."
    assert here.replace("\N{NO-BREAK SPACE}", " ") == (
        "In your school: Amina Yusuf, designated safeguarding lead, 01632 960 001."
    )


def test_the_role_has_the_name_that_the_school_gives_it() -> None:
    wales = School(nation="Wales", lead_name="Carys", lead_title="Designated Safeguarding Person")
    assert (
        note_of(DSL, wales)["says"][1] == "In your school: Carys, Designated Safeguarding Person."
    )


def test_where_the_school_has_named_nobody_the_note_says_what_to_do() -> None:
    here = note_of(DSL, School(lead_phone="01632 960 001"))["says"][1]
    assert "Ask the school office today" in here
    assert "01632" not in here, "a number without a name is nobody's"


def test_other_terms_say_nothing_of_the_school() -> None:
    assert note_of(SEND, AMINA)["says"] == ["special educational needs and disabilities."]


def test_terms_are_found_in_plain_data_however_deep() -> None:
    assert list(terms_in([{"a": ("x", ["the SENDCO"])}, 3, None], KNOWN)) == ["SENDCO"]


def test_a_case_is_kept_with_the_terms_that_it_uses_and_no_others(
    store: Store, course: Course
) -> None:
    safe_course.add_to(course.root)
    shelf.stock(course, store)
    kept = edition.load(store, shelf.offered(store)[safe_course.PRACTISED].digest)
    assert kept.grounds.terms["DSL"].in_your_school == "lead"
    assert set(kept.grounds.terms) == {"DSL", "PE"}
    plain = edition.load(store, shelf.offered(store)["second-thoughts"].digest)
    assert plain.grounds.terms == {}


def test_the_whole_glossary_and_all_sources_are_kept_for_prose(
    store: Store, course: Course
) -> None:
    assert shelf.reference(store).terms == {}
    safe_course.add_to(course.root)
    shelf.stock(course, store)
    kept = shelf.reference(store)
    assert set(kept.terms) == {"DSL", "PE"}
    assert set(kept.sources) == {"kcsie-2025", "together-2023", "oars-listening"}
    (course.scenarios / "glossary.yml").write_text("DSL: [", encoding="utf-8")
    shelf.stock(course, store)
    assert shelf.reference(store) == kept, "a register that cannot be read takes nothing away"
