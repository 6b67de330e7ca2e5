"""Reading a case: every part becomes a value with its line, every mistake a sentence."""

from __future__ import annotations

import pytest

from mentor_cpd.scenario import limits
from mentor_cpd.scenario.body import slug
from mentor_cpd.scenario.diagnostic import Findings
from mentor_cpd.scenario.expression import NotUnderstood, read_condition
from mentor_cpd.scenario.model import (
    All,
    AnyOf,
    Ask,
    Detour,
    EndingIs,
    Evidence,
    Holds,
    Level,
    Mark,
    Not,
    Passage,
    Shift,
    Unrepaired,
    Visited,
)
from mentor_cpd.scenario.parse import Parsed, parse, read_text
from tests.scenario.wet_coat import CASE, FILE, line_of


def read(text: str = CASE, file: str = FILE) -> Parsed:
    return parse(text, file)


def said(text: str) -> list[str]:
    """What is found, without the file's name."""
    return [str(found).removeprefix(f"{FILE}:") for found in read(text).diagnostics]


def changed(*pairs: tuple[str, str]) -> str:
    text = CASE
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def test_front_matter_becomes_values() -> None:
    scenario = read().scenario
    assert scenario is not None
    assert (scenario.id, scenario.module, scenario.edition) == ("the-wet-coat", "listening", 1)
    assert [person.name for person in scenario.cast] == ["Maya", "Mr Khan"]
    assert scenario.cast[0].tells == "pulls her sleeves over her hands"
    (trust,) = scenario.meters
    assert (trust.low, trust.high, trust.start, trust.shown) == (0, 4, 2, True)
    assert trust.words[-1] == "steady"
    assert scenario.facts == ("made-room", "told-tutor")
    assert [feature.must for feature in scenario.key_features] == [False, True]
    assert scenario.rules[0].at == "good"
    assert scenario.rules[0].holds == Holds("told-tutor")
    assert scenario.rules[1].never == All((Unrepaired("promise-of-secrecy"), EndingIs("good")))
    assert scenario.start.id == "the-wet-coat"


def test_a_scene_tells_prose_and_speech_and_says_what_it_is_about() -> None:
    scenario = read().scenario
    assert scenario is not None
    scene = scenario.scene("by-the-radiator")
    assert [(passage.speaker, passage.when) for passage in scene.passages] == [
        ("", None),
        ("maya", Level("trust", ">=", 3)),
        ("maya", Level("trust", "<", 3)),
    ]
    assert scene.passages[1].text == "They put it in the pond. All four of them."
    assert (scene.decides, scene.cites) == (("tutor-told",), ("kcsie-2025",))
    assert scenario.start.expert.startswith("She has come to your door.")
    assert [passage.when for passage in scenario.scene("friday").passages] == [
        Holds("told-tutor"),
        Not(Holds("told-tutor")),
        None,
    ]
    assert scenario.scene("a-nod").ending == "mixed"


def test_a_scene_may_ask_why_before_it_shows_what_comes_of_a_choice() -> None:
    plain = "Decides: room-made\n"
    asking = read(changed((plain, f"{plain}\nAsks: why\n"))).scenario
    assert asking is not None
    assert [scene.asks_why for scene in asking.scenes][:2] == [True, False]
    (slip,) = said(changed((plain, f"{plain}\nAsks: when\n")))
    assert 'S126 "Asks:" can only be followed by "why".' in slip


def test_a_choice_knows_all_that_its_bullets_say() -> None:
    scenario = read().scenario
    assert scenario is not None
    choice = scenario.scene("by-the-radiator").choice("say-so")
    assert choice is not None
    assert choice.text == "“Thank you for telling me. Mr Khan has to know today.”"
    assert (choice.to, choice.when) == ("friday", Level("trust", ">=", 3))
    assert choice.effects == (Mark("told-tutor"),)
    assert choice.asks == Ask(
        "free-text", "Write what you say to Mr Khan. Two sentences are enough."
    )
    assert choice.repairs == ("promise-of-secrecy",)
    assert choice.evidence == (Evidence("trust-boundaries", 2),)
    assert choice.because.startswith("She hears it from you, before it happens")
    again = scenario.scene("friday").choice("ask-again")
    assert again is not None
    assert again.detours == (
        Detour(Not(Holds("told-tutor")), "the-pond-again"),
        Detour(Level("trust", "<", 3), "a-nod"),
    )


def test_effects_are_kept_in_the_order_written() -> None:
    text = changed(("  - sets: made-room, trust +1", "  - sets: trust –2, not told-tutor, trust+1"))
    scenario = read(text).scenario
    assert scenario is not None
    choice = scenario.start.choice("make-room")
    assert choice is not None
    assert choice.effects == (Shift("trust", -2), Mark("told-tutor", False), Shift("trust", 1))


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (("rule", "tutor-knows"), "- id: tutor-knows"),
        (("rule", "no-secret-good-ending"), "- id: no-secret-good-ending"),
        (("feature", "room-made"), "- id: room-made"),
        (("meter", "trust"), "  trust: {label"),
        (("cast", "mr-khan"), "  mr-khan: {name"),
        (("fact", "told-tutor"), "facts: [made-room"),
        (("minutes",), "minutes: 5"),
        (("scene", "friday"), "## Friday"),
        (("scene", "friday", "passage", "1"), "*When not told-tutor:*"),
        (("scene", "a-nod", "Ending"), "Ending: mixed"),
        (("scene", "friday", "choice", "wave"), "- [Give her a wave"),
        (("scene", "friday", "choice", "ask-again", "detour", "1"), "  - if trust < 3:"),
        (("scene", "by-the-radiator", "choice", "say-so", "prompt"), "  - prompt:"),
    ],
)
def test_every_part_has_the_line_where_it_stands(place: tuple[str, ...], words: str) -> None:
    assert read().lines.of(*place) == line_of(CASE, words)


def test_a_part_without_a_line_has_the_line_of_what_is_around_it() -> None:
    lines = read().lines
    assert lines.of("scene", "friday", "choice", "wave", "error") == lines.of(
        "scene", "friday", "choice", "wave"
    )
    assert lines.of("nowhere") == 1


def test_all_problems_of_a_file_are_told_at_once_and_in_order() -> None:
    text = changed(
        ("edition: 1", "edition: one"),
        ("tells: pulls", "tell: pulls"),
        ("    holds: made-room", "    holds: made-rom"),
        ("> **Maya:** I fell.", "> **Mya:** I fell."),
        ('(#by-the-radiator "ask-who")', '(#by-the-radiater "ask-who")'),
        ("  - because: It works at once.", "  - becuase: It works at once."),
        ("Ending: poor", "Ending: pour"),
    )
    found = read(text).diagnostics
    assert [one.code for one in found] == ["S109", "S107", "S115", "S117", "S104", "S120", "S125"]
    assert [one.line for one in found] == sorted(one.line for one in found)
    remedies = [one.remedy for one in found]
    assert 'Did you mean "the-wet-coat"?' not in remedies
    for meant in ("tells", "made-room", "Maya", "by-the-radiator", "because", "poor"):
        assert f'Did you mean "{meant}"?' in remedies


def test_a_problem_is_one_line_with_place_code_sentence_and_remedy() -> None:
    text = changed(('(#by-the-radiator "ask-who")', '(#by-the-radiater "ask-who")'))
    line = line_of(CASE, '"ask-who"')
    assert [str(one) for one in read(text).diagnostics] == [
        f'{FILE}:{line}: S104 choice "ask-who" leads to "by-the-radiater", which is no scene. '
        'Did you mean "by-the-radiator"?'
    ]


def test_a_typewriters_stroke_in_a_word_is_set_as_an_apostrophe_everywhere() -> None:
    """In what is told as in the front matter; what stands between words stays as it is."""
    text = CASE.replace(
        "Her coat drips", "'Course it's her coat, after two hours' rain. It drips"
    ).replace("Maya", "O'Maya")
    scenario = read(text).scenario
    assert scenario is not None
    assert scenario.cast[0].name == "O’Maya"
    assert "'Course it’s her coat, after two hours’ rain." in scenario.start.passages[0].text


def test_what_could_be_read_is_kept_as_a_draft_and_never_as_a_scenario() -> None:
    parsed = read(changed(("Ending: poor", "Ending: pour")))
    assert parsed.scenario is None
    assert parsed.draft is not None
    assert len(parsed.draft.scenes) == 6


@pytest.mark.parametrize(
    "text",
    [
        CASE.replace("\n", "\r\n"),
        CASE.replace("\n", "\r"),
        "\ufeff" + CASE,
        CASE.replace("---\n", "---  \n"),
        CASE.replace("# The wet coat\n", "", 1),
        CASE.replace("Decides: room-made\n\nCites: oars", "Decides: room-made\nCites: oars"),
        CASE.replace("\n- [", "\n\n- ["),
        CASE.replace("Maya stands in the doorway.", "Maya stands\nin the   doorway."),
        CASE.replace("Maya stands in the doorway.", "Maya\tstands in the doorway."),
        CASE.replace("Maya stands in the doorway.", "Maya stands\\\nin the doorway."),
        CASE.replace("Maya stands in the doorway.", "Maya stands  \nin the doorway."),
        CASE.replace("[Give her a wave, and", "[Give her\n  a wave,\\\n  and"),
        CASE.replace("## Friday", "<!-- Ask Jo whether Friday is too late. -->\n\n## Friday"),
        CASE.replace("  - sets: trust -1", "  - Sets:  trust - 1"),
        CASE.replace("  - if trust < 3:", "  - If trust < 3:"),
        CASE.replace("  - if trust < 3:", "  - if trust &lt; 3:"),
        CASE.replace("  - if trust < 3:", "  - if trust\n    < 3:"),
        CASE.replace("when: trust >= 3", "when: trust ≥ 3"),
    ],
    ids=[
        "line ends of Windows",
        "line ends of old Macs",
        "a byte order mark",
        "spaces after the hyphens",
        "no title",
        "no line between",
        "lines between choices",
        "a paragraph over two lines",
        "a tab between words",
        "a line that a backslash ends",
        "a line that two spaces end",
        "words of a choice over three lines",
        "a note between authors",
        "capitals and spaces",
        "a capital If",
        "a sign as HTML writes it",
        "a condition over two lines",
        "a sign from a word processor",
    ],
)
def test_what_makes_no_difference_to_a_reader_makes_none(text: str) -> None:
    assert read(text).scenario == read().scenario


def test_an_accent_typed_in_two_ways_is_one_text() -> None:
    one = read(changed(("Maya stands", "Zoe\u0308 stands"))).scenario
    other = read(changed(("Maya stands", "Zo\u00eb stands"))).scenario
    assert one is not None
    assert one == other


def test_a_heading_can_keep_an_old_id() -> None:
    text = CASE.replace("## Friday", "## The day after {#friday}")
    scenario = read(text).scenario
    assert scenario is not None
    assert scenario.scene("friday").title == "The day after"


@pytest.mark.parametrize(
    ("heading", "id"),
    [
        ("By the radiator", "by-the-radiator"),
        ("Sam's desk", "sams-desk"),
        ("Ten o'clock, sharp!", "ten-oclock-sharp"),
        ("10 minutes", "10-minutes"),
        ("Tea & cake", "tea--cake"),
    ],
)
def test_a_heading_gives_the_id_that_github_gives_it(heading: str, id: str) -> None:
    assert slug(heading) == id


def test_a_heading_that_makes_no_id_is_told_the_one_to_write() -> None:
    (found,) = said(CASE.replace("## A nod", "## Tea & cake").replace("#a-nod", "#tea--cake"))
    assert "S110" in found
    assert found.endswith("after its heading: {#tea-cake}")


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        ("## Friday\n", "## {#friday}\n", 0, "S127 a scene has no heading. Write its title"),
        ("## Friday\n", "## *Friday*\n", 0, "S118 the format has no place for emphasis here."),
        (
            "## A nod\n",
            "## Friday {#a-nod}\n\nEnding: poor\n\nTold.\n\n## Friday\n",
            6,
            'S111 two scenes have the id "friday" (the other is in line 91). '
            "Change one heading, or give one an id of its own: {#friday-again}",
        ),
        (
            "## A nod\n",
            "## Mixed\n\nEnding: poor\n\nTold.\n\n## A nod\n",
            0,
            'S110 "mixed" is a kind of ending, and no id. '
            "Give the scene an id of its own after its heading: {#a-mixed-ending}",
        ),
        (
            "## A nod\n",
            "## …\n\nEnding: poor\n\nTold.\n\n## A nod\n",
            0,
            "Give the scene an id of its own after its heading: {#here}",
        ),
        ("## Friday\n", "# The wet coat\n\n## Friday\n", 0, "S118 the # heading"),
        ("# The wet coat\n\n## The", "Before.\n\n## The", 0, "S128 there are words before"),
        ("# The wet coat\n\n## The", "- One.\n\n## The", 0, "S128 there are words before"),
        (
            "Mr Khan has moved two seats",
            "Mr Khan  \nhas moved\n`two` seats",
            2,
            "S118 the format has no place for code.",
        ),
    ],
)
def test_a_slip_of_a_heading_or_between_scenes_is_told_where_it_stands(
    old: str, new: str, at: int, says: str
) -> None:
    (found,) = said(changed((old, new)))
    assert says in found
    assert found.startswith(f"{line_of(CASE, old) + at}: S1")


def test_speech_goes_on_in_the_next_paragraph_of_its_quote() -> None:
    text = changed(("> **Maya:** I fell.", "> **Maya:** I fell.\n>\n> It is nothing."))
    scenario = read(text).scenario
    assert scenario is not None
    assert scenario.start.passages[-2:] == (
        Passage("I fell.", "maya"),
        Passage("It is nothing.", "maya"),
    )


def test_a_sign_that_would_be_markdown_can_be_written() -> None:
    scenario = read(changed(("Give her a wave, and", "Give her a \\*wave\\* &lt;3, and"))).scenario
    assert scenario is not None
    wave = scenario.scene("friday").choice("wave")
    assert wave is not None
    assert wave.text == "Give her a *wave* <3, and leave it to her to stop."


def test_what_has_no_place_in_a_quote_hides_no_other_slip() -> None:
    quote = "> ```\n> wet\n> ```\n>\n> **Mya:** I fell."
    assert [one.split()[1] for one in said(changed(("> **Maya:** I fell.", quote)))] == [
        "S118",
        "S117",
    ]


def test_the_lists_of_a_scene_are_one() -> None:
    line = "- [“Thank you for telling me."
    scenario = read(changed((line, f"She waits.\n\n{line}"))).scenario
    assert scenario is not None
    assert [one.id for one in scenario.scene("by-the-radiator").choices] == [
        *("leave-it", "say-so", "go-behind")
    ]
    again = changed((line, f"She waits.\n\n{line}"), ('"say-so"', '"leave-it"'))
    assert [one.code for one in read(again).diagnostics] == ["S111"]


def test_code_in_a_choice_is_refused_and_its_words_are_quoted() -> None:
    found = said(
        changed(
            ('[Give her a wave, and leave it to her to stop.](#a-nod "wave")', "[`Wave`.](#a-nod)")
        )
    )
    assert "S118 the format has no place for code." in found[0]
    assert 'S119 the choice "Wave." has no id.' in found[1]


def test_too_many_passages_are_told_once() -> None:
    old, new, more, at = FULL["passages"]
    text = changed((old, new + more + more.replace("One", "Two") + "\n\n## Friday"))
    assert [one.line for one in read(text).diagnostics] == [line_of(text, at)]


def test_you_is_the_mentor() -> None:
    scenario = read(changed(("> **Maya:** I fell.", "> **You:** Come in."))).scenario
    assert scenario is not None
    assert scenario.start.passages[-1] == Passage("Come in.", "you")


def test_emphasis_stays_in_what_is_told_and_is_refused_elsewhere() -> None:
    scenario = read(changed(("Maya stands", "Maya *stands*"))).scenario
    assert scenario is not None
    assert "Maya *stands* in the doorway." in scenario.start.passages[0].text
    (found,) = said(changed(("Hang up the coat, and", "*Hang up* the coat, and")))
    assert "S118 the format has no place for emphasis here." in found


@pytest.mark.parametrize(
    ("piece", "what"),
    [
        ("![a coat](coat.png)", "an image"),
        ("<b>wet</b>", "HTML"),
        ("<div>\nwet\n</div>", "HTML"),
        ("| a | b |\n|---|---|\n| c | d |", "a table"),
        ("`wet`", "code"),
        ("```\nwet\n```", "code"),
        ("    wet", "code"),
        ("1. wet", "a numbered list"),
        ("wet\n\n---\n\nwet", "a line across the page"),
        ("[wet](#friday)", "a link outside a choice"),
        ("> > wet", "a quote inside a quote"),
        ("~~wet~~", "struck-out text"),
        ("<https://example.org>", "a link outside a choice"),
    ],
)
def test_what_has_no_place_in_the_format_is_named(piece: str, what: str) -> None:
    found = said(changed(("Maya passes you on the stairs.", piece)))
    assert any(f"S118 the format has no place for {what}." in one for one in found)


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        ("*When told-tutor:* Mr", "*When told-tutor*: Mr", "S114", "not understood"),
        ("> **Maya:** I fell.", "> **Maya**: I fell.", "S117", "nobody is named"),
        ("> **Maya:** I fell.", "**Maya:** I fell.", "S117", "outside a quote"),
        ("> **Maya:** I fell.", "> I fell.", "S117", "nobody is named"),
        ('(#friday "leave-it")', '(friday "leave-it")', "S104", "which is no scene"),
        (
            "- [Let her eat her lunch",
            "- Let her [eat her lunch",
            "S119",
            'this bullet is no choice: "Let her eat her lunch, and see how it goes."',
        ),
        ("  - when: trust >= 3", "  - when: trust", "S115", "is a meter"),
        ("  - when: trust >= 3", "  - when: told-tutor > 1", "S115", "is a fact"),
        ("  - when: trust >= 3", "  - when:", "S121", "not understood"),
        ("  - asks: free-text", "  - asks: an-essay", "S121", "not understood"),
        ("  - asks: free-text\n", "", "S121", '"asks: " is not understood'),
        ("  - error: promise-of-secrecy", "  - error: A promise", "S110", "is not an id"),
        ("  - sets: trust -1", "  - sets: trust = 1", "S121", '"sets: trust = 1" is not under'),
        ("  - sets: trust -1\n", "  - sets: trust -1\n  -\n", "S120", '"" is no bullet'),
        ("  - because: It works", "  - because: It *works*", "S118", "emphasis here"),
        (
            "*When told-tutor:* Mr Khan has moved two seats, and has rung home.",
            "*When told-tutor:*",
            "S127",
            "this paragraph tells nothing",
        ),
        ("[She nods, and walks on.]", "[She *nods*.]", "S118", "emphasis here"),
        (
            "  - if trust < 3: [She nods, and walks on.]",
            "  - if trust < 3: [She nods.](#a-nod) [Or not.]",
            "S121",
            '"if: trust < 3: She nods. Or not." is not understood',
        ),
        ("  - if trust < 3: [", "  - if: trust < 3 [", "S121", '"if: : trust < 3 She nods'),
        (
            '(#friday "leave-it")',
            '(#friday "leave-it") Or not.',
            "S119",
            "is no choice",
        ),
        (
            "  - repairs: promise-of-secrecy\n  - evidence: trust-boundaries 1",
            "  - repairs: delay",
            "S115",
            "no choice of this case makes",
        ),
        (
            "  - if trust < 3: [She nods, and walks on.](#a-nod)",
            "  - if trust < 3: a-nod",
            "S121",
            "not understood",
        ),
        (
            "  - evidence: trust-boundaries 2",
            "  - evidence: trust-boundaries 4",
            "S121",
            '"evidence: trust-boundaries 4" is not understood',
        ),
        (
            "  - evidence: trust-boundaries 2",
            "  - evidence: record-share 2",
            "S115",
            "no competency of this case",
        ),
        (
            "shown: true, words: [gone, thin, wary, growing, steady]",
            "shown: true",
            "S109",
            "has 0 words",
        ),
        ("start: 2", "start: 7", "S109", "from 0 to 4"),
        ("    at: good", "    at: god", "S115", "neither a kind of ending nor a scene"),
        (
            "facts: [made-room, told-tutor]",
            "facts: [made-room, told-tutor, not]",
            "S110",
            "a word of conditions",
        ),
        (
            "facts: [made-room, told-tutor]",
            "facts: [made-room, told-tutor, trust]",
            "S111",
            "both a meter and a fact",
        ),
        ("mr-khan: {name: Mr Khan", "mr-khan: {name: You", "S111", "which is taken"),
        ("id: the-wet-coat", "id: a-wet-coat", "S112", 'the file is called "the-wet-coat"'),
        ("use: practice", "use: practise", "S109", "must be one of practice, assessed"),
        ("must: false", "must: perhaps", "S109", "must be true or false"),
        ("debrief:\n  - What", "debrief:\n  - Well: what", "S109", "not plain words"),
        ("cites: [kcsie-2025]", "cites: {kcsie: 2025}", "S109", "must be a list"),
        ("content_note: A pupil", "content_note: &a A pupil", "S106", "an anchor or alias"),
        ("## Friday", "### Friday", "S118", "a heading inside a scene"),
        (
            "# The wet coat\n\n## The",
            "# The dry coat\n\n## The",
            "S118",
            "not the title of the case",
        ),
    ],
)
def test_a_slip_is_named_for_what_it_is(old: str, new: str, code: str, says: str) -> None:
    text = changed((old, new))
    (found, *_others) = [one for one in read(text).diagnostics if one.code == code]
    assert says in found.sentence
    lines = zip(CASE.split("\n"), text.split("\n"), strict=False)
    differs = next(number for number, (one, other) in enumerate(lines, 1) if one != other)
    assert found.line == differs


def test_a_bullet_that_is_no_choice_hides_no_other() -> None:
    text = changed(
        ("- [Let her eat her lunch", "-\n- [Let her eat her lunch"),
        ('(#friday "leave-it")', "(#friday)"),
    )
    first, other = said(text)
    assert first.startswith(f'{line_of(CASE, "- [Let her")}: S119 this bullet is no choice: "".')
    assert 'S119 the choice "Let her eat her lunch, and see how it goes." has no id.' in other


def test_what_stands_between_a_choice_and_its_bullets_hides_none_of_them() -> None:
    text = changed(
        ("  - sets: trust -1\n", "\n  She looks away.\n\n  - sets: trst -1\n"),
    )
    assert [one.partition(": ")[2][:4] for one in said(text)] == ["S118", "S115"]


def test_a_bullet_that_is_said_twice_is_told_at_the_second() -> None:
    (found,) = said(changed(("  - sets: trust -1\n", "  - sets: trust -1\n  - sets: made-room\n")))
    at = line_of(CASE, "  - sets: trust -1\n") + 1
    assert found.startswith(f'{at}: S111 choice "ask-who" says "sets" twice.')
    twice = "  - evidence: active-listening 2, active-listening 1\n"
    (found,) = said(changed(("  - evidence: active-listening 2\n", twice)))
    assert 'S111 the choice gives evidence of "active-listening" twice.' in found


def test_writing_that_is_asked_for_without_a_prompt_is_told() -> None:
    line = "  - prompt: Write what you say to Mr Khan. Two sentences are enough.\n"
    (found,) = said(changed((line, "")))
    assert found == (
        f'{line_of(CASE, line) - 1}: S121 "asks: free-text" has no prompt. '
        "Add a bullet: - prompt: what the mentor is to write."
    )


def test_a_bullet_may_hold_a_colon_and_evidence_of_several_competencies() -> None:
    both = "  - evidence: active-listening 2, trust-boundaries 1"
    scenario = read(
        changed(
            ("  - evidence: active-listening 2", both),
            ("  - because: You did something", "  - because: Well: you did something"),
        )
    ).scenario
    assert scenario is not None
    choice = scenario.start.choice("make-room")
    assert choice is not None
    assert choice.because.startswith("Well: you did something")
    assert choice.evidence == (Evidence("active-listening", 2), Evidence("trust-boundaries", 1))


def test_a_bullet_is_one_line_of_words() -> None:
    more = said(changed(("  - sets: trust -1\n", "  - sets: trust -1\n\n    And more.\n")))
    assert any("S118" in one for one in more)
    (code,) = said(changed(("  - sets: trust -1\n", "  -     sets: trust -1\n")))
    assert 'S120 "" is no bullet that a choice ("ask-who") can have.' in code


def test_a_choice_gives_three_points_at_most() -> None:
    text = changed(("  - evidence: trust-boundaries 2", "  - evidence: trust-boundaries 3"))
    assert said(text) == []


def test_a_file_is_known_by_the_name_that_is_given() -> None:
    assert parse("").file == "case.md"
    assert parse("").draft is None
    assert parse(CASE, "the-wet-coat.md").diagnostics == ()


def test_yaml_guesses_nothing() -> None:
    """``no`` and a date stay the words that they are."""
    scenario = read(
        changed(("title: The wet coat", "title: No"), ("# The wet coat\n\n## The", "## The"))
    ).scenario
    assert scenario is not None
    assert scenario.title == "No"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("---\nid:", "id:"),
        ("---\nid:", "\n---\nid:"),
        ("---\nid:", "A case.\n---\nid:"),
        ("]\n---\n", "]\n"),
    ],
    ids=["none before", "a blank line before", "words before", "none after"],
)
def test_missing_hyphens_do_not_hide_other_problems(old: str, new: str) -> None:
    text = changed(("edition: 1", "edition: one"), ("Ending: poor", "Ending: pour"))
    text = text.replace(old, new, 1)
    found = [(one.code, one.line) for one in read(text).diagnostics]
    assert found == [
        ("S102", 1),
        ("S109", line_of(text, "edition: one")),
        ("S125", line_of(text, "Ending: pour")),
    ]


def test_without_any_hyphens_the_scenes_are_read_all_the_same() -> None:
    text = changed(("Ending: poor", "Ending: pour")).replace("---\n", "")
    found = [(one.code, one.line) for one in read(text).diagnostics]
    assert found == [("S102", 1), ("S125", line_of(text, "Ending: pour"))]


# Conditions


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("told", Holds("told")),
        ("trust>=3", Level("trust", ">=", 3)),
        ("trust = -1", Level("trust", "=", -1)),
        ("visited the-stamps", Visited("the-stamps")),
        ("ending is good", EndingIs("good")),
        ("unrepaired promise", Unrepaired("promise")),
        ("not a and b or c", AnyOf((All((Not(Holds("a")), Holds("b"))), Holds("c")))),
        ("a or b and c", AnyOf((Holds("a"), All((Holds("b"), Holds("c")))))),
        ("not (a or b)", Not(AnyOf((Holds("a"), Holds("b"))))),
        ("(a and b) and c", All((All((Holds("a"), Holds("b"))), Holds("c")))),
        ("not not a", Not(Not(Holds("a")))),
        ("a AND b", All((Holds("a"), Holds("b")))),
    ],
)
def test_conditions_read_as_they_are_said(text: str, condition: object) -> None:
    assert read_condition(text) == condition


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("trust >> 3", 8, "whole number"),
        ("a and", 6, "stops too soon"),
        ("(a or b", 8, "is not closed"),
        ("a b", 3, '"b" was not expected'),
        ("trust is 3", 7, '"is" was not expected'),
        ("visited", 8, "A scene's id is missing"),
        ("ending good", 8, '"ending" needs "is"'),
        ("ending is nice", 11, "no kind of ending"),
        ("a; b", 2, '";" was not expected'),
        ("__import__('os')", 11, '"(" was not expected'),
        ("or a", 1, '"or" was not expected'),
        ("not " * 13 + "a", 49, "nested more than 12 deep"),
        ("a or " * 100 + "a", limits.CONDITION_CHARACTERS + 1, "is the most"),
    ],
)
def test_a_condition_that_is_none_says_where_reading_stopped(
    text: str, column: int, says: str
) -> None:
    with pytest.raises(NotUnderstood) as stopped:
        read_condition(text)
    assert says in stopped.value.what
    assert stopped.value.column == column


# Limits


def many(count: int, line: str) -> str:
    return "\n".join(line.replace("N", str(n)) for n in range(count))


@pytest.mark.parametrize(
    "text",
    [
        CASE + "x" * limits.FILE_BYTES,
        changed(("title: The wet coat", f"title: {'x' * limits.LINE_CHARACTERS}")),
        changed(("**Maya:** I fell.", "**Maya:** " + ("word " * 700 + "\n") * 3)),
        changed(("**Maya:** I fell.", "word " * limits.LINE_CHARACTERS)),
        changed(("cites: [kcsie-2025]", f"cites: [{', '.join(f'c-{n}' for n in range(300))}]")),
        changed(("cites: [kcsie-2025]", "cites:\n" + many(300, "  - c-N"))),
        changed(("cites: [kcsie-2025]", f"cites: {'[' * 20}a{']' * 20}")),
        changed(("cites: [kcsie-2025]", "x:\n" + many(30_000, "  - N"))),
        CASE + many(limits.SCENES, "\n## Scene N\n\nEnding: poor\n\nTold.\n"),
        changed(("## Friday", many(limits.PASSAGES, "Told.\n") + "\n## Friday")),
        changed(
            ("## Friday", many(12, '- [Do N.](#friday "do-N")\n  - because: N') + "\n\n## Friday")
        ),
        changed(("  - prompt: Write", many(30, "  - note: N") + "\n  - prompt: Write")),
        changed(("  - when: trust >= 3", "  - when: " + "(" * 30 + "told-tutor" + ")" * 30)),
        CASE + "\n" + "> x\n\n" * 600,
    ],
    ids=[
        "bytes",
        "line",
        "paragraph",
        "long line",
        "entries in one line",
        "entries",
        "depth",
        "front matter",
        "scenes",
        "passages",
        "choices",
        "bullets",
        "condition",
        "problems",
    ],
)
def test_every_limit_is_a_diagnostic_that_says_so(text: str) -> None:
    parsed = read(text)
    assert parsed.scenario is None
    codes = {one.code for one in parsed.diagnostics}
    assert codes & {"S103", "S114"}
    assert len(parsed.diagnostics) <= 510
    assert any("most" in str(one) or "more than" in str(one) for one in parsed.diagnostics)


def scenes(*titles: str) -> str:
    return "".join(f"\n\n## {title}\n\nEnding: poor\n\nTold." for title in titles)


# What stands in the case, as much as there may be instead, one more of it, and where that is told.
FULL = {
    "line": (
        "content_note: A pupil has been picked on. Nobody is hurt.",
        "content_note: ".ljust(limits.LINE_CHARACTERS, "x"),
        "y",
        "content_note: ",
    ),
    "paragraph": (
        "> **Maya:** I fell.",
        "\n".join(["x" * limits.LINE_CHARACTERS] * 2),
        "\nToo much.",
        "Too much.",
    ),
    "entries": (
        "cites: [kcsie-2025]",
        "cites:\n" + many(limits.ENTRIES, "  - c-N"),
        "\n  - one-more",
        "cites:",
    ),
    "scenes": (
        "She has come without one.",
        "Told." + scenes(*(f"Scene {number}" for number in range(limits.SCENES - 6))),
        scenes("One more"),
        "## One more",
    ),
    "passages": (
        "\n## Friday",
        "\n" + many(limits.PASSAGES - 3, "Told.\n"),
        "\nOne more.\n",
        "One more.",
    ),
    "choices": (
        "\n## Friday",
        many(limits.CHOICES - 3, '- [Do N.](#friday "do-N")\n  - because: N'),
        '\n- [Do more.](#friday "more")\n  - because: N',
        '"more"',
    ),
    "bullets": (
        "  - when: trust >= 3",
        "  - when: trust >= 3\n" + many(limits.BULLETS - 7, "  - if made-room: [N](#a-nod)"),
        "\n  - if made-room: [More](#a-nod)",
        "  - when: trust >= 3",
    ),
}


@pytest.mark.parametrize("name", FULL)
def test_what_is_at_a_limit_is_read_and_one_more_is_told_where_it_stands(name: str) -> None:
    old, new, more, at = FULL[name]
    rest = f"\n\n{old.lstrip()}" if old.startswith("\n") else ""
    assert read(changed((old, new + rest))).diagnostics == ()
    text = changed((old, new + more + rest))
    found = read(text).diagnostics
    told = [(one.code, one.line) for one in found if name != "bullets" or one.code == "S103"]
    assert told == [("S103", line_of(text, at))]


def test_all_that_a_limit_allows_is_kept() -> None:
    for name in ("choices", "passages"):
        old, new, _more, _at = FULL[name]
        scenario = read(changed((old, f"{new}\n\n{old.lstrip()}"))).scenario
        assert scenario is not None
        scene = scenario.scene("by-the-radiator")
        kept = {"choices": len(scene.choices), "passages": len(scene.passages)}
        assert kept[name] == {"choices": limits.CHOICES, "passages": limits.PASSAGES}[name]


@pytest.mark.parametrize("more", [0, 1])
def test_front_matter_and_file_may_be_as_long_as_their_limits(more: int) -> None:
    front = CASE.split("\n---\n")[0] + "\n"
    notes = limits.FRONT_BYTES + more - (len(front) - len("---\n") + 1)
    text = ("#" * 98 + "\n\n") * (notes // 100) + "#" * (notes % 100 - 1) + "\n"
    told = read(changed(("meters:\n", f"{text}meters:\n"))).diagnostics
    assert [(one.code, one.line) for one in told] == [("S103", 1)] * more
    findings = Findings(FILE)
    words = read_text((b" " * 127 + b"\n") * (limits.FILE_BYTES // 128) + b" " * more, findings)
    assert (words is None) is bool(more)
    assert [(one.code, one.line) for one in findings.found] == [("S103", 1)] * more


def test_the_first_paragraph_may_be_as_long_as_any_and_past_a_limit_nothing_is_read() -> None:
    long = "x" * limits.LINE_CHARACTERS
    assert read_text(f"{long}\n{long}", Findings(FILE)) is not None
    assert read_text(f"{long}\n{long}\nx", Findings(FILE)) is None
    assert read_text(f"{long}x", Findings(FILE)) is None


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"---\nid: caf\xe9\n", "---\nid: a\x00b\n"])
def test_what_is_not_text_is_a_diagnostic(data: bytes | str) -> None:
    parsed = parse(data, FILE)
    assert [one.code for one in parsed.diagnostics] == ["S101"]
    assert parsed.draft is None


def test_what_is_not_text_is_told_at_its_line() -> None:
    for text in (b"---\nid: a\nid: caf\xe9\n", "---\nid: a\nid: \x0b\n"):
        assert [one.line for one in parse(text, FILE).diagnostics] == [3]


def test_half_a_character_is_not_text() -> None:
    assert [one.code for one in parse("\ud800", FILE).diagnostics] == ["S101"]
