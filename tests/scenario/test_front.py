"""The front matter of a case, at its edges: who and what, and every slip where it stands."""

from __future__ import annotations

import pytest

from mentor_cpd.scenario.model import Holds, Meter, Person, Rule
from mentor_cpd.scenario.parse import Parsed, parse
from tests.scenario.waiting_drill import DRILL
from tests.scenario.waiting_drill import FILE as DRILL_FILE
from tests.scenario.wet_coat import CASE, FILE, line_of

MAYA = "  maya: {name: Maya, who: Year 7 pupil, tells: pulls her sleeves over her hands}"
TRUST = CASE[CASE.index("  trust: {") : CASE.index("facts: [")]
RULE = "    at: good\n    holds: told-tutor\n"


def read(old: str, new: str) -> Parsed:
    assert CASE.count(old) == 1, old
    return parse(CASE.replace(old, new), FILE)


def trust(low: int, high: int, start: int, *words: str, shown: bool = True) -> str:
    told = f", shown: true, words: [{', '.join(words)}]" if shown else ""
    return f"  trust: {{label: Maya's trust, from: {low}, to: {high}, start: {start}{told}}}\n"


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        (MAYA, MAYA.replace("maya:", "you:"), 0, 'S111 cast member "you" has the name "Maya"'),
        (
            "mr-khan: {name: Mr Khan",
            "mr-khan: {name: MAYA",
            0,
            'S111 cast member "mr-khan" has the name "MAYA", which is taken. '
            'Speech is told apart by name; "You" is the mentor.',
        ),
        ("  mr-khan: {", "  Mr Khan: {", 0, 'S110 "Mr Khan" is not an id.'),
        (
            "  mr-khan: {",
            "  mr-khan: {age: 40, ",
            0,
            'S107 cast member "mr-khan" has the key "age"',
        ),
        (
            "  mr-khan: {name: Mr Khan, who: Maya's form tutor}",
            "  mr-khan:\n    who: Maya's form tutor\n    name: You",
            2,
            'S111 cast member "mr-khan" has the name "You", which is taken.',
        ),
        (", who: Maya's form tutor", "", 0, 'S108 cast member "mr-khan" has no "who".'),
        (
            TRUST,
            trust(0, 4, 2, "low"),
            0,
            'S109 meter "trust" is shown, and has 1 words for its 5 levels. '
            "Give it words from lowest to highest, two or more, one a level at most.",
        ),
        (
            TRUST,
            "  trust:\n    shown: true\n    label: T\n    from: 0\n    to: 4\n    start: 2\n"
            "    words: [low]\n",
            6,
            'S109 meter "trust" is shown, and has 1 words for its 5 levels.',
        ),
        (TRUST, trust(2, 2, 2, "a", "b"), 0, 'S109 "to" of meter "trust" is "2"; it must be'),
        (TRUST, trust(0, 4, 2, *"abcdef"), 0, 'S109 meter "trust" is shown, and has 6 words for'),
        (TRUST, trust(0, 101, 2, "a", "b"), 0, 'S109 "to" of meter "trust" is "101"; it must be'),
        (TRUST, trust(-101, -99, -100, "a", "b"), 0, 'S109 "from" of meter "trust" is "-101"'),
        (
            TRUST,
            f"{TRUST}  visited: {{label: V, from: 0, to: 2, start: 1}}\n",
            1,
            'S110 "visited" is a word of conditions, so no meter can be called that.',
        ),
        (
            "facts: [made-room, told-tutor]",
            "facts: [made-room, told-tutor, unrepaired]",
            0,
            'S110 "unrepaired" is a word of conditions, so no fact can be called that. '
            "Choose another id.",
        ),
        (
            "facts: [made-room, told-tutor]",
            "facts: [made-room, told-tutor, trust]",
            0,
            'S111 "trust" is both a meter and a fact. Give one of them another id.',
        ),
        (
            "  - id: tutor-told",
            "  - id: room-made\n    says: Again.\n    holds: told-tutor\n  - id: tutor-told",
            0,
            'S111 the id "room-made" is given to two entries of one list. '
            "Give one of them another id.",
        ),
        (
            "  - id: tutor-told\n",
            "  - must: true\n    id: room-made\n",
            1,
            'S111 the id "room-made" is given to two entries of one list. ',
        ),
        ("    must: false", "    most: false", 0, 'S107 a key feature has the key "most"'),
        (
            RULE,
            f"{RULE}    never: made-room\n",
            -2,
            'S129 rule "tutor-knows" is not whole. '
            'A rule has either "never", or both "at" and "holds".',
        ),
        (RULE, "    at: good\n", -2, 'S129 rule "tutor-knows" is not whole.'),
        (RULE, "    holds: told-tutor\n", -2, 'S129 rule "tutor-knows" is not whole.'),
        (RULE, "    never: made-room\n    at: good\n", -2, 'S129 rule "tutor-knows" is not whole.'),
        (RULE, "    never: made-room\n    holds: told-tutor\n", -2, 'S129 rule "tutor-knows" is'),
        (RULE, f"{RULE}    sites: [x]\n", 2, 'S107 a rule has the key "sites"'),
        (RULE, f"{RULE}    cites: [A b]\n", 2, 'S110 "A b" is not an id.'),
        ("minutes: 5", "minutes: 0", 0, 'S109 "minutes" of the front matter is "0"; it must be'),
        ("minutes: 5", "minutes: 241", 0, 'S109 "minutes" of the front matter is "241"'),
        ("edition: 1", "edition: 0", 0, 'S109 "edition" of the front matter is "0"; it must be'),
        ("edition: 1", "edition: 10000", 0, 'S109 "edition" of the front matter is "10000"'),
        ("module: listening", "module: Our module", 0, 'S110 "Our module" is not an id.'),
        (
            "module: listening",
            "module: safety",
            0,
            'S112 module is "safety", but the file lies in the folder "listening". '
            "Make the two the same; records refer to cases by id.",
        ),
        (
            "id: the-wet-coat",
            "id: wet-coat",
            0,
            'S112 id is "wet-coat", but the file is called "the-wet-coat".',
        ),
    ],
)
def test_a_slip_is_told_where_it_stands(old: str, new: str, at: int, says: str) -> None:
    found = [str(one).removeprefix(f"{FILE}:") for one in read(old, new).diagnostics]
    (told,) = [one for one in found if one.partition(": ")[2].startswith(says)]
    assert told.startswith(f"{line_of(CASE, old) + at}: ")


def test_what_is_at_the_ends_of_its_range_is_read() -> None:
    for old, new in (
        ("minutes: 5", "minutes: 1"),
        ("minutes: 5", "minutes: 240"),
        ("edition: 1", "edition: 9999"),
        (TRUST, trust(0, 1, 0, "low", "high")),
        (TRUST, trust(0, 4, 0, "low", "high")),
        (TRUST, trust(0, 4, 4, *"abcde")),
        (TRUST, trust(-100, 0, -50, "low", "high")),
        (TRUST, trust(0, 100, 100, shown=False)),
    ):
        found = [one for one in read(old, new).diagnostics if one.code != "S116"]
        assert found == [], new


def test_the_front_matter_becomes_whole_values() -> None:
    parsed = read(RULE, f"{RULE}    cites: [kcsie-2025]\n")
    scenario = parsed.scenario
    assert scenario is not None
    assert scenario.cast[0] == Person(
        "maya", "Maya", "Year 7 pupil", "pulls her sleeves over her hands"
    )
    assert scenario.cast[1].tells == ""
    words = ("gone", "thin", "wary", "growing", "steady")
    assert scenario.meters == (Meter("trust", "Maya’s trust", 0, 4, 2, True, words),)
    assert scenario.rules[0] == Rule(
        "tutor-knows",
        "Every good ending means that the form tutor knows.",
        at="good",
        holds=Holds("told-tutor"),
        cites=("kcsie-2025",),
    )
    assert (scenario.use, scenario.minutes) == ("practice", 5)
    assert scenario.content_note == "A pupil has been picked on. Nobody is hurt."
    assert scenario.competencies == ("active-listening", "trust-boundaries")
    assert scenario.cites == ("kcsie-2025",)
    assert [one.says for one in scenario.key_features] == [
        "You gave Maya room before you asked her anything.",
        "You told Mr Khan the same day.",
    ]
    assert scenario.debrief == ("What did the coat tell you before Maya told you anything?",)
    assert parsed.lines.of("competency", "trust-boundaries") == line_of(CASE, "competencies: [")
    assert parsed.lines.of("cites", "kcsie-2025") == line_of(CASE, "\ncites: [") + 2


def test_a_meter_is_not_shown_and_a_feature_counts_unless_they_say_otherwise() -> None:
    scenario = read(TRUST, trust(0, 4, 2, shown=False)).scenario
    assert scenario is not None
    assert not scenario.meters[0].shown
    assert [feature.must for feature in scenario.key_features] == [False, True]


def test_what_cannot_be_read_is_as_usual_so_that_the_words_can_be_checked() -> None:
    meter = TRUST.replace("from: 0, to: 4", "from: none, to: many")
    for old, new in (("minutes: 5", "minutes: few"), ("use: practice", "use: us"), (TRUST, meter)):
        draft = read(old, new).draft
        assert draft is not None
        assert draft.minutes == (15 if "few" in new else 5)
        assert draft.use == "practice"
        assert (draft.meters[0].low, draft.meters[0].high) == (0, 5 if new == meter else 4)


def test_each_entry_of_a_list_has_its_own_line() -> None:
    lines = read("\ncites: [kcsie-2025]", "\ncites:\n  - kcsie-2025\n  - oars").lines
    at = line_of(CASE, "\ncites: [") + 1
    assert [lines.of("cites", name) for name in ("kcsie-2025", "oars")] == [at + 1, at + 2]


def test_the_folder_that_is_given_is_the_modules() -> None:
    assert parse(CASE, "the-wet-coat.md", folder="listening").diagnostics == ()
    (found,) = parse(CASE, "the-wet-coat.md", folder="safety").diagnostics
    assert 'the file lies in the folder "safety"' in found.sentence


def test_a_name_of_a_file_or_folder_that_is_no_id_is_held_against_nobody() -> None:
    assert parse(CASE, "My cases/The wet coat.md").diagnostics == ()


def test_only_the_ids_of_drills_end_as_drills() -> None:
    (found,) = parse(CASE.replace("id: the-wet-coat", "id: wet-drill"), "wet-drill.md").diagnostics
    assert str(found) == (
        'wet-drill.md:2: S112 the id of a case does not end in "-drill". Call it wet.'
    )
    text = DRILL.replace("id: waiting-drill", "id: waiting")
    (found,) = parse(text, DRILL_FILE.replace("waiting-drill", "waiting")).diagnostics
    assert found.line == line_of(text, "id: waiting")
    assert f"{found.sentence} {found.remedy}" == (
        'the id of a drill ends in "-drill". Call it waiting-drill.'
    )
