"""What exploring proves, held against a player who tries everything by hand."""

from __future__ import annotations

from itertools import combinations

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentor_cpd.scenario.explore import Proof, Witness, explore
from mentor_cpd.scenario.model import (
    All,
    Choice,
    Condition,
    Detour,
    EndingIs,
    EndingKind,
    Evidence,
    Holds,
    KeyFeature,
    Level,
    Mark,
    Meter,
    Not,
    Passage,
    Rule,
    Scenario,
    Shift,
    Unrepaired,
    Visited,
)
from mentor_cpd.scenario.play import Playthrough, Step, play
from tests.scenario.brute import Brute, Position, choice, scenario, scenarios, scene

tried = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def follow(scenario: Scenario, witness: Witness) -> Playthrough:
    """Play a witness for real; every step must be open and lead where it says."""
    here = play(scenario)
    for step in witness:
        assert here.scene.id == step.scene
        here = here.choose(step.choice)
        assert here.scene.id == step.to
    return here


def earned(scenario: Scenario, witness: Witness, competency: str) -> int:
    return sum(
        evidence.points
        for step in witness
        for evidence in taken(scenario, step).evidence
        if evidence.competency == competency
    )


def taken(scenario: Scenario, step: Step) -> Choice:
    choice = scenario.scene(step.scene).choice(step.choice)
    assert choice is not None
    return choice


@tried
@given(scenarios())
def test_the_same_places_are_reached_by_the_same_number_of_choices(case: Scenario) -> None:
    brute, found = Brute(case), explore(case)
    assert found.finished
    assert found.positions == len(brute.distance)
    assert set(found.reached) == {scene for scene, _ in brute.distance}
    for name, witness in found.reached.items():
        assert follow(case, witness).scene.id == name
        assert len(witness) == brute.nearest(p for p in brute.distance if p[0] == name)


@tried
@given(scenarios())
def test_dead_ends_and_traps_are_those_that_the_brute_player_meets(case: Scenario) -> None:
    brute, found = Brute(case), explore(case)
    dead = {p[0] for p in brute.distance if brute.is_dead_end(p)}
    assert {f.what for f in found.dead_ends} == dead
    assert len(found.dead_ends) == len(dead)
    for finding in found.dead_ends:
        here = follow(case, finding.witness)
        assert here.scene.id == finding.scene == finding.what
        assert not here.choices
        assert len(finding.witness) == brute.nearest(
            p for p in brute.distance if p[0] == finding.what and brute.is_dead_end(p)
        )

    # A loop that is never left: everything ahead leads back.
    loops: dict[frozenset[str], list[Position]] = {}
    for p in brute.distance:
        if brute.is_trapped(p) and all(p in brute.ahead(there) for there in brute.ahead(p)):
            loops.setdefault(frozenset(there[0] for there in brute.ahead(p)), []).append(p)
    assert len(found.trapped) == len(loops)
    for finding in found.trapped:
        here = follow(case, finding.witness)
        key = here.scene.id, here.state
        assert finding.scene == finding.what == here.scene.id
        assert brute.is_trapped(key)
        # No longer than the way to where everything repeats, facts and all.
        loop = loops[frozenset(there[0] for there in brute.ahead(key))]
        assert len(finding.witness) <= (brute.nearest(loop) or 0)
    assert bool(found.trapped) == any(brute.is_trapped(p) for p in brute.distance)


@tried
@given(scenarios())
def test_what_never_happens_is_what_the_brute_player_never_sees(case: Scenario) -> None:
    brute, found = Brute(case), explore(case)
    met = {scene for scene, _ in brute.distance}
    taken = {(here[0], c.id) for here, exits in brute.exits.items() for c, _ in exits}
    assert (
        set(found.never_open)
        == {(s.id, c.id) for s in case.scenes for c in s.choices if s.id in met} - taken
    )
    told = {
        (p[0], number)
        for p in brute.distance
        for number, passage in enumerate(case.scene(p[0]).passages)
        if passage.when is None or brute.holds(passage.when, p)
    }
    assert set(found.never_told) == {(name, number) for name in met for number in range(2)} - told

    ways = {
        (here[0], c.id, brute.detour(c, here))
        for here, exits in brute.exits.items()
        for c, _ in exits
    }
    written: set[tuple[str, str, int | None]] = {
        (s.id, c.id, detour)
        for s in case.scenes
        for c in s.choices
        for detour in (None, *range(len(c.detours)))
        if (s.id, c.id) in taken
    }
    never = {*found.never_detoured, *((s, c, None) for s, c in found.never_direct)}
    assert never == written - ways


@tried
@given(scenarios())
def test_rules_errors_and_features_agree_with_shortest_witnesses(case: Scenario) -> None:
    brute, found = Brute(case), explore(case)

    def broken(rule: Rule, p: Position) -> bool:
        if rule.never is not None:
            return brute.holds(rule.never, p)
        assert rule.holds is not None
        return rule.at in (p[0], brute.ending(p)) and not brute.holds(rule.holds, p)

    distances = {r.id: brute.nearest(p for p in brute.distance if broken(r, p)) for r in case.rules}
    assert {f.what: len(f.witness) for f in found.broken_rules} == {
        rule: distance for rule, distance in distances.items() if distance is not None
    }
    for finding in found.broken_rules:
        here = follow(case, finding.witness)
        rule = next(r for r in case.rules if r.id == finding.what)
        assert broken(rule, (here.scene.id, here.state))

    open_at_good = {
        error: brute.nearest(
            p for p in brute.distance if brute.ending(p) == "good" and error in p[1].unrepaired
        )
        for error in case.errors()
    }
    assert {f.what: len(f.witness) for f in found.good_with_error} == {
        error: distance for error, distance in open_at_good.items() if distance is not None
    }
    made = {
        c.error: min(
            brute.distance[here] + 1
            for here, exits in brute.exits.items()
            for other, _ in exits
            if other.error == c.error
        )
        for exits in brute.exits.values()
        for c, _ in exits
        if c.error
    }
    assert {error: len(witness) for error, witness in found.errors_made.items()} == made
    for error, witness in found.errors_made.items():
        follow(case, witness)
        assert taken(case, witness[-1]).error == error

    for feature in case.key_features:
        for where, wanted in ((found.features_met, True), (found.features_missed, False)):
            nearest = brute.nearest(
                p
                for p in brute.distance
                if brute.ending(p) and brute.holds(feature.holds, p) == wanted
            )
            assert (len(where[feature.id]) if feature.id in where else None) == nearest
            if feature.id in where:
                assert follow(case, where[feature.id]).ending


@tried
@given(scenarios())
def test_evidence_bounds_are_exact_and_their_paths_earn_them(case: Scenario) -> None:
    brute, found = Brute(case), explore(case)
    assert {f.what for f in found.endless} == {c for c in case.competencies if brute.is_endless(c)}
    for competency in case.competencies:
        if brute.is_endless(competency):
            assert competency not in found.bounds
            continue
        lowest_and_highest = brute.bounds(competency)
        if lowest_and_highest is None:
            assert competency not in found.bounds
            continue
        bounds = found.bounds[competency]
        assert (bounds.lowest, bounds.highest) == lowest_and_highest
        for points, path in (
            (bounds.lowest, bounds.lowest_path),
            (bounds.highest, bounds.highest_path),
        ):
            assert follow(case, path).ending
            assert earned(case, path, competency) == points
    for finding in found.endless:
        here = follow(case, finding.witness)
        again = follow(case, finding.witness + 3 * finding.loop)
        assert here.scene.id == again.scene.id == finding.scene
        assert earned(case, finding.loop, finding.what) > 0
        assert brute.can_end((here.scene.id, here.state))
    assert (found.paths is None) == brute.has_loop_that_ends()


@tried
@given(scenarios(forwards=True))
def test_without_loops_every_complete_path_is_counted_and_none_earns_more(case: Scenario) -> None:
    brute, found = Brute(case), explore(case)
    paths = list(brute.complete_paths())
    assert found.paths == len(paths)
    assert not found.endless
    for competency in case.competencies if paths else ():
        sums = {sum(brute.points(c, competency) for c in path): len(path) for path in paths}
        bounds = found.bounds[competency]
        assert (bounds.lowest, bounds.highest) == (min(sums), max(sums))
        shortest = {
            points: min(
                len(path)
                for path in paths
                if sum(brute.points(c, competency) for c in path) == points
            )
            for points in (bounds.lowest, bounds.highest)
        }
        assert len(bounds.lowest_path) == shortest[bounds.lowest]
        assert len(bounds.highest_path) == shortest[bounds.highest]


@tried
@given(scenarios(), st.integers(1, 40))
def test_with_too_small_a_limit_it_proves_the_same_or_claims_nothing(
    case: Scenario, limit: int
) -> None:
    whole, found = explore(case), explore(case, limit=limit)
    if found.finished:
        assert (
            msgspec.structs.replace(
                found,
                positions=whole.positions,
                proof=found.proof
                and msgspec.structs.replace(found.proof, positions=whole.positions),
            )
            == whole
        )
        return
    assert whole.positions > limit
    assert found.proof is None
    assert found.paths is None
    assert not found.bounds
    assert not (found.never_open or found.never_told or found.never_detoured)
    assert not (found.never_direct or found.trapped or found.endless)
    assert found.reached.items() <= whole.reached.items()
    assert {f.what for f in found.dead_ends} <= {f.what for f in whole.dead_ends}
    assert set(found.broken_rules) <= set(whole.broken_rules)
    assert set(found.good_with_error) <= set(whole.good_with_error)
    assert found.features_met.items() <= whole.features_met.items()
    for finding in (*found.broken_rules, *found.dead_ends, *found.good_with_error):
        follow(case, finding.witness)


# Examples small enough to work out by hand.

GOOD = scene("well", ending="good")
POOR = scene("badly", ending="poor")


def test_the_shortest_of_two_ways_is_the_witness() -> None:
    case = scenario(
        scene("start", choice("round", "yard"), choice("straight", "door")),
        scene("yard", choice("in", "door")),
        scene("door", choice("knock", "well")),
        GOOD,
    )
    found = explore(case)
    assert found.reached["well"] == (
        ("start", "straight", "door"),
        ("door", "knock", "well"),
    )
    assert found.reached["start"] == ()
    assert found.paths == 2


def test_a_scene_that_nothing_leads_to_is_not_reached() -> None:
    case = scenario(scene("start", choice("go", "well")), scene("attic", choice("x", "well")), GOOD)
    found = explore(case)
    assert "attic" not in found.reached
    assert found.never_open == (), "its choices are not reported a second time"


def test_a_choice_may_be_closed_by_what_came_before() -> None:
    case = scenario(
        scene("start", choice("wait", "desk", Mark("waited")), choice("ask", "desk")),
        scene("desk", choice("tell", "well", when=Holds("waited"))),
        GOOD,
        facts=("waited",),
    )
    found = explore(case)
    assert [(f.scene, f.witness) for f in found.dead_ends] == [
        ("desk", (("start", "ask", "desk"),))
    ]


def test_a_loop_without_a_way_out_is_named_by_where_it_is_entered() -> None:
    case = scenario(
        scene("start", choice("home", "well"), choice("in", "porch")),
        scene("porch", choice("on", "hall")),
        scene("hall", choice("up", "stairs")),
        scene("stairs", choice("down", "hall")),
        GOOD,
    )
    (trap,) = explore(case).trapped
    assert trap.what == "hall"
    assert len(trap.witness) == 2


def test_a_scene_that_leads_only_to_itself_is_a_trap() -> None:
    case = scenario(
        scene("start", choice("again", "start"), choice("x", "pit")),
        scene("pit", choice("stay", "pit")),
    )
    assert [trap.what for trap in explore(case).trapped] == ["pit"]


def test_a_loop_that_a_dead_end_closes_is_one_problem_not_two() -> None:
    case = scenario(
        scene("start", choice("go", "hall")),
        scene("hall", choice("round", "hall"), choice("drop", "hole")),
        scene("hole", choice("up", "hall", when=Holds("rope"))),
        facts=("rope",),
    )
    found = explore(case)
    assert [f.what for f in found.dead_ends] == ["hole"]
    assert found.trapped == ()
    assert found.bounds == {}
    assert found.proof == Proof(positions=3, paths=0, bounds={}, endings={})


def test_evidence_on_a_loop_that_can_end_has_no_highest() -> None:
    case = scenario(
        scene("start", choice("ask", "answer", earns=1), choice("stop", "well")),
        scene("answer", choice("back", "start")),
        GOOD,
        competencies=("listening", "boundaries"),
    )
    found = explore(case)
    (endless,) = found.endless
    assert endless.what == "listening"
    assert [step.choice for step in endless.loop] == ["ask", "back"]
    assert set(found.bounds) == {"boundaries"}
    assert found.proof is None


def test_a_loop_that_earns_nothing_is_fine() -> None:
    case = scenario(
        scene("start", choice("think", "start"), choice("go", "well", earns=2)),
        GOOD,
        competencies=("listening",),
    )
    found = explore(case)
    assert found.endless == ()
    assert (found.bounds["listening"].lowest, found.bounds["listening"].highest) == (2, 2)
    assert len(found.bounds["listening"].highest_path) == 1
    assert found.paths is None


def test_a_loop_that_is_closed_after_one_round_has_a_highest() -> None:
    """The scenes go round; the positions do not."""
    once = choice("ask", "answer", Mark("asked"), earns=3, when=Not(Holds("asked")))
    case = scenario(
        scene("start", once, choice("stop", "well")),
        scene("answer", choice("back", "start")),
        GOOD,
        facts=("asked",),
    )
    found = explore(case)
    assert found.endless == ()
    assert (found.bounds["listening"].lowest, found.bounds["listening"].highest) == (0, 3)
    assert found.paths == 2


def test_evidence_that_is_only_earned_on_the_way_to_no_ending_does_not_count() -> None:
    case = scenario(
        scene("start", choice("go", "well", earns=1), choice("stuck", "pit", earns=3)),
        scene("pit", choice("dig", "pit", earns=3)),
        GOOD,
    )
    found = explore(case)
    assert found.endless == ()
    assert (found.bounds["listening"].lowest, found.bounds["listening"].highest) == (1, 1)


def test_effects_of_a_choice_decide_its_own_detour() -> None:
    case = scenario(
        scene(
            "start",
            choice(
                "push",
                "badly",
                Shift("trust", 1),
                detours=(
                    Detour(Level("trust", ">=", 3), "well"),
                    Detour(Level("trust", ">=", 1), "start"),
                ),
            ),
        ),
        GOOD,
        POOR,
        meters=(Meter("trust", "Trust", 0, 5, 1),),
    )
    found = explore(case)
    assert len(found.reached["well"]) == 2
    assert "badly" not in found.reached
    assert found.never_direct == (("start", "push"),)
    assert found.never_detoured == ()


def test_a_detour_that_another_always_wins_over_is_never_taken() -> None:
    case = scenario(
        scene(
            "start",
            choice(
                "go",
                "well",
                detours=(
                    Detour(Level("trust", ">=", 0), "badly"),
                    Detour(Level("trust", ">=", 1), "well"),
                ),
            ),
        ),
        GOOD,
        POOR,
        meters=(Meter("trust", "Trust", 0, 5, 1),),
    )
    found = explore(case)
    assert found.never_detoured == (("start", "go", 1),)
    assert found.never_direct == (("start", "go"),)


def test_a_choice_that_is_never_open_is_not_named_again_for_its_detours() -> None:
    case = scenario(
        scene(
            "start",
            choice("go", "well"),
            choice("fly", "well", when=Holds("wings"), detours=(Detour(Holds("wings"), "well"),)),
        ),
        GOOD,
        facts=("wings",),
    )
    found = explore(case)
    assert found.never_open == (("start", "fly"),)
    assert not found.never_detoured
    assert not found.never_direct


def test_passages_that_nobody_is_told() -> None:
    told = (
        Passage("Always."),
        Passage("At a good ending.", when=EndingIs("good")),
        Passage("At a poor one.", when=EndingIs("poor")),
        Passage("Once asked.", when=Holds("asked")),
    )
    case = scenario(
        scene("start", choice("go", "well", Mark("asked"))),
        scene("well", ending="good", passages=told),
        scene("attic", ending="poor", passages=told),
        facts=("asked",),
    )
    assert explore(case).never_told == (("well", 2),), "unreached scenes are left out"


def test_rules_hold_everywhere_at_a_kind_of_ending_or_in_a_scene() -> None:
    secret = Holds("secret")
    case = scenario(
        scene("start", choice("promise", "talk", Mark("secret")), choice("wait", "talk")),
        scene("talk", choice("end", "well")),
        GOOD,
        facts=("secret",),
        rules=(
            Rule("never-at-all", "", never=secret),
            Rule("never-good", "", never=All((secret, EndingIs("good")))),
            Rule("never-poor", "", never=All((secret, EndingIs("poor")))),
            Rule("good-needs", "", at="good", holds=secret),
            Rule("talk-needs", "", at="talk", holds=Not(secret)),
            Rule("start-needs", "", at="start", holds=Not(secret)),
            Rule("poor-needs", "", at="poor", holds=secret),
        ),
    )
    found = explore(case)
    assert {f.what: [s.choice for s in f.witness] for f in found.broken_rules} == {
        "never-at-all": ["promise"],
        "never-good": ["promise", "end"],
        "good-needs": ["wait", "end"],
        "talk-needs": ["promise"],
    }
    assert [f.what for f in found.broken_rules] == [
        "never-at-all",
        "never-good",
        "good-needs",
        "talk-needs",
    ], "in the order of the rules"


def test_an_error_must_be_repaired_before_a_good_ending() -> None:
    case = scenario(
        scene("start", choice("promise", "talk", error="secrecy"), choice("listen", "talk")),
        scene("talk", choice("mend", "well", repairs=("secrecy",)), choice("hope", "well")),
        GOOD,
    )
    found = explore(case)
    (open_error,) = found.good_with_error
    assert open_error.what == "secrecy"
    assert [s.choice for s in open_error.witness] == ["promise", "hope"]
    assert [s.choice for s in found.errors_made["secrecy"]] == ["promise"]


def test_a_choice_that_mends_and_makes_the_same_error_leaves_it_open() -> None:
    case = scenario(
        scene("start", choice("both", "well", error="secrecy", repairs=("secrecy",))), GOOD
    )
    assert [f.what for f in explore(case).good_with_error] == ["secrecy"]


def test_key_features_are_judged_at_the_end_of_the_path() -> None:
    told = KeyFeature("told", "You told.", Holds("told"))
    never = KeyFeature("never", "You flew.", Unrepaired("flying"))
    case = scenario(
        scene("start", choice("tell", "talk", Mark("told")), choice("wait", "talk")),
        scene("talk", choice("end", "well"), choice("unsay", "well", Mark("told", False))),
        GOOD,
        facts=("told",),
        key_features=(told, never),
    )
    found = explore(case)
    assert [s.choice for s in found.features_met["told"]] == ["tell", "end"]
    assert [s.choice for s in found.features_missed["told"]] == ["tell", "unsay"]
    assert "never" not in found.features_met


def test_only_visits_that_a_condition_asks_about_make_positions_differ() -> None:
    def case(when: Condition | None) -> Scenario:
        return scenario(
            scene("start", choice("left", "hall"), choice("right", "yard")),
            scene("hall", choice("on", "door")),
            scene("yard", choice("on", "door")),
            scene("door", choice("in", "well", when=when), choice("knock", "well")),
            GOOD,
        )

    assert explore(case(None)).positions == 5
    assert explore(case(Visited("hall"))).positions == 7


def test_meters_stop_at_their_ends_also_when_they_start_there() -> None:
    case = scenario(
        scene(
            "start",
            choice("down", "start", Shift("trust", -9), Shift("trust", 1)),
            choice("up", "start", Shift("trust", 9), Shift("trust", -1)),
            choice("go", "well"),
        ),
        GOOD,
        meters=(Meter("trust", "Trust", -2, 5, 5),),
        rules=(Rule("r", "", never=Level("trust", "=", -2)),),
    )
    found = explore(case)
    assert found.positions == 6, "levels 5, -1 and 4, each in two scenes"
    assert found.broken_rules == ()


def corridor(doors: int, *rules: Rule) -> Scenario:
    """Doors to knock at or to pass, each knock remembered and never asked about but by rules."""
    return scenario(
        *(
            scene(
                f"door-{n}",
                choice("knock", f"door-{n + 1}", Mark(f"knocked-{n}"), earns=1),
                choice("pass", f"door-{n + 1}"),
            )
            for n in range(doors)
        ),
        scene(f"door-{doors}", ending="good"),
        facts=tuple(f"knocked-{n}" for n in range(doors)),
        rules=rules,
    )


def test_a_story_with_far_too_many_positions_is_proved_question_by_question() -> None:
    """Forty facts make over a million million positions; no question needs more than two."""
    rules = [
        Rule("both-ends", "", never=All((Holds("knocked-0"), Holds("knocked-39")))),
        Rule("passed", "", never=All((Holds("knocked-7"), Not(Holds("knocked-7"))))),
        Rule("good", "", at="good", holds=Not(Holds("knocked-20"))),
    ]
    found = explore(corridor(40, *rules), limit=1_000)
    assert found.finished
    assert found.positions < 1_000
    assert found.paths == 2**40
    assert found.bounds["listening"].highest == 40
    assert {f.what: len(f.witness) for f in found.broken_rules} == {"both-ends": 40, "good": 40}


def test_a_question_that_needs_too_many_positions_leaves_it_unfinished() -> None:
    every = All(tuple(Holds(f"knocked-{n}") for n in range(40)))
    found = explore(corridor(40, Rule("all-of-them", "", never=every)), limit=1_000)
    assert not found.finished
    assert found.proof is None
    assert found.bounds == {}


def test_unfinished_it_still_shows_what_it_has_met() -> None:
    """Also of what does not steer the story."""
    found = explore(corridor(9, Rule("r", "", never=Not(Holds("knocked-0")))), limit=3)
    assert not found.finished
    assert found.positions == 3
    assert [(f.what, f.witness) for f in found.broken_rules] == [("r", ())]


def test_all_questions_together_may_not_take_for_ever() -> None:
    rules = [
        Rule(f"rule-{n}", "", never=All((Holds(f"knocked-{n}"), Holds(f"knocked-{n + 1}"))))
        for n in range(39)
    ]
    assert not explore(corridor(40, *rules), limit=100).finished
    assert explore(corridor(40, *rules), limit=1_000).finished
    for rule in rules:
        assert explore(corridor(40, rule), limit=200).finished, "one alone would not be too much"
    assert not explore(corridor(40, *rules), limit=200).finished


def test_one_question_too_many_is_not_forgotten_over_the_easy_ones_after_it() -> None:
    every = Rule("all", "", never=All(tuple(Holds(f"knocked-{n}") for n in range(40))))
    easy = [Rule(f"rule-{n}", "", never=Holds(f"knocked-{n}")) for n in range(3)]
    assert explore(corridor(40, *easy), limit=200).finished
    assert not explore(corridor(40, every, *easy), limit=200).finished


def test_what_was_visited_whole_is_not_visited_again_for_every_question() -> None:
    """The questions would take more than five times the limit, if each was looked into alone."""
    rules = [
        Rule(f"rule-{a}-{b}-{c}", "", never=All(tuple(Holds(f"knocked-{n}") for n in (a, b, c))))
        for a, b, c in combinations(range(6), 3)
    ]
    found = explore(corridor(6, *rules), limit=2**7 - 1)
    assert found.finished
    assert found.positions == 2**7 - 1
    assert len(found.broken_rules) == len(rules)


def test_what_no_condition_of_a_choice_asks_about_does_not_steer() -> None:
    case = corridor(3)
    assert explore(case).positions == 1 + 2 + 4 + 8
    assert explore(case, limit=4).finished, "the four scenes are enough"
    assert not explore(case, limit=3).finished


def test_a_story_longer_than_pythons_stack_is_explored() -> None:
    length = 5_000
    case = scenario(
        *(scene(f"s{n}", choice("on", f"s{n + 1}", earns=1)) for n in range(length)),
        scene(f"s{length}", ending="good"),
    )
    found = explore(case)
    assert found.bounds["listening"].highest == length
    assert found.paths == 1


def test_paths_are_counted_without_being_walked_and_the_proof_survives_json() -> None:
    rooms = 200
    case = scenario(
        *(
            scene(f"s{n}", choice("left", f"s{n + 1}", earns=1), choice("right", f"s{n + 1}"))
            for n in range(rooms)
        ),
        scene(f"s{rooms}", ending="good"),
    )
    proof = explore(case).proof
    assert proof is not None
    assert proof.paths == 2**rooms
    assert (proof.bounds["listening"].lowest, proof.bounds["listening"].highest) == (0, rooms)
    assert list(proof.endings) == [f"s{rooms}"]
    assert msgspec.json.decode(msgspec.json.encode(proof), type=Proof) == proof


def test_two_competencies_have_bounds_of_their_own() -> None:
    case = scenario(
        scene(
            "start",
            choice("a", "well", evidence=(Evidence("listening", 3), Evidence("boundaries", 0))),
            choice("b", "well", evidence=(Evidence("listening", 1), Evidence("boundaries", 2))),
        ),
        GOOD,
        competencies=("listening", "boundaries", "unasked"),
    )
    bounds = explore(case).bounds
    assert {c: (b.lowest, b.highest) for c, b in bounds.items()} == {
        "listening": (1, 3),
        "boundaries": (0, 2),
        "unasked": (0, 0),
    }


@pytest.mark.parametrize("start", ["good", "poor"])
def test_a_story_that_ends_where_it_starts(start: EndingKind) -> None:
    found = explore(scenario(scene("only", ending=start), competencies=("listening",)))
    assert found.positions == found.paths == 1
    assert found.bounds["listening"].highest_path == ()
