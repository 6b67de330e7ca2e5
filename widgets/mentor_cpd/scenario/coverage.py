"""What the course practises: whether the options of each named decision differ on its item.

The difference has to be one that the engine can see. A decision practises an item when
two of its options give different evidence for the item's competency (and one that the
case scores best gives the most of it), make or mend different critical errors, or set
different facts that a key feature decided there hangs on. A drill question practises an
item of its own competency. Whether the options are about that very item is for people to
read; nothing here claims it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

import msgspec

from ..language import _
from .condition import parts_of
from .curriculum import KINDS, NEEDS, Curriculum, Item, Place
from .diagnostic import Diagnostic, nearest
from .drill import Drill, Question
from .model import Choice, Holds, Mark, Not, Scenario, Scene
from .options import best_of

Page = Scenario | Drill
Pages = Mapping[str, Page | None]
"""Every case and drill of the course, by its id; ``None`` for one that cannot be read."""


class Tally(msgspec.Struct, frozen=True):
    """How many of the items are practised."""

    practised: int = 0
    items: int = 0


class Coverage(msgspec.Struct, frozen=True):
    """The curriculum against the course: for every item, the places that do practise it."""

    curriculum: Curriculum
    places: Mapping[str, tuple[Place, ...]]
    modules: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...] = ()

    def of(self, item: Item) -> tuple[Place, ...]:
        return self.places.get(item.id, ())

    def modules_of(self, item: Item) -> dict[str, int]:
        """How many places each module has for the item."""
        counts: dict[str, int] = {}
        for place in self.of(item):
            module = self.modules[place.page]
            counts[module] = counts.get(module, 0) + 1
        return counts

    def tally(self, *, kind: str = "", need: str = "", competency: str = "") -> Tally:
        """How many items of that kind, need and competency are practised; of all, if not said."""
        items = [
            item
            for item in self.curriculum.items
            if kind in ("", item.kind)
            and need in ("", item.need)
            and competency in ("", item.competency)
        ]
        return Tally(sum(bool(self.of(item)) for item in items), len(items))

    def not_yet(self, *, competency: str = "") -> tuple[Item, ...]:
        """The items that nothing practises yet."""
        return tuple(
            item
            for item in self.curriculum.items
            if not self.of(item) and competency in ("", item.competency)
        )

    def competencies(self, known: Iterable[str]) -> tuple[str, ...]:
        """The competencies that have items: the ``known`` ones in their order, others last."""
        used = dict.fromkeys(item.competency for item in self.curriculum.items)
        return tuple(dict.fromkeys((*(one for one in known if one in used), *used)))

    def kinds(self) -> tuple[str, ...]:
        return tuple(kind for kind in KINDS if self.tally(kind=kind).items)

    def needs(self) -> tuple[str, ...]:
        return tuple(need for need in NEEDS if self.tally(need=need).items)


def cover(curriculum: Curriculum, pages: Pages) -> Coverage:
    """The curriculum judged against the course's cases and drills."""
    found: list[Diagnostic] = []
    places: dict[str, tuple[Place, ...]] = {}
    for item in curriculum.items:
        stand = []
        for place, line in item.practised_in:
            amiss = _amiss(item, place, pages)
            if amiss is not None:
                found.append(Diagnostic(amiss[0], curriculum.file, line, *amiss[1:]))
            elif pages[place.page] is not None:
                stand.append(place)
        places[item.id] = tuple(stand)
    modules = {name: page.module for name, page in pages.items() if page is not None}
    return Coverage(curriculum, places, modules, tuple(found))


_Amiss = tuple[str, str, str]  # code, sentence, remedy


def _amiss(item: Item, place: Place, pages: Pages) -> _Amiss | None:
    """What keeps the place from practising the item."""
    if place.page not in pages:
        return _no_such(place, place.page, list(pages), _("There is no case or drill of that id."))
    page = pages[place.page]
    if page is None:
        return None  # its own diagnostics say what is wrong with it
    scenes: dict[str, Scene | Question] = (
        {question.id: question for question in page.questions}
        if isinstance(page, Drill)
        else {scene.id: scene for scene in page.scenes}
    )
    if place.scene not in scenes:
        return _no_such(
            place, place.scene, list(scenes), _("It has no scene or question of that id.")
        )
    scene = scenes[place.scene]
    if isinstance(scene, Question):
        return _amiss_with_question(item, place, scene)
    return _amiss_with_decision(item, place, scene, page)


def _no_such(place: Place, name: str, known: list[str], otherwise: str) -> _Amiss:
    near = nearest(name, known)
    return (
        "S803",
        _('"{place}" names no decision.').format(place=place),
        _('Did you mean "{near}"?').format(near=near) if near else otherwise,
    )


def _amiss_with_question(item: Item, place: Place, question: Question) -> _Amiss | None:
    if question.competency == item.competency:
        return None
    return (
        "S805",
        _('the question "{place}" is about {its}, and {item} belongs to {competency}.').format(
            place=place, its=question.competency, item=item.id, competency=item.competency
        ),
        _("Name a question about {competency}.").format(competency=item.competency),
    )


def _amiss_with_decision(
    item: Item, place: Place, scene: Scene, page: Page | None
) -> _Amiss | None:
    if scene.ending or len(scene.choices) < 2:
        return (
            "S804",
            _('nothing is decided in "{place}": it is an ending.').format(place=place)
            if scene.ending
            else _('nothing is decided in "{place}": it has one choice.').format(place=place),
            _("Name the scene in which mentors choose between doing it well and less well."),
        )
    assert isinstance(page, Scenario)  # noqa: S101 — a drill has questions
    if options_differ(scene, page, item.competency):
        return None
    return (
        "S805",
        _('the options of "{place}" do not differ on {item} ({competency}).').format(
            place=place, item=item.id, competency=item.competency
        ),
        _("Let one give more evidence for it, or name a decision that tells them apart."),
    )


def options_differ(scene: Scene, scenario: Scenario, competency: str) -> bool:
    """Whether two options that can stand side by side differ, as far as the engine can see."""
    watched = frozenset(_facts(scene, scenario))
    points = _points(scene, competency)
    return any(
        points[one.id] != points[other.id] or _does(one, watched) != _does(other, watched)
        for one, other in combinations(scene.choices, 2)
        if not _exclude(one, other)
    )


def _points(scene: Scene, competency: str) -> dict[str, int]:
    """The evidence of each option for the competency.

    Where none of the scene's best options gives the most, it is no measure: whoever does
    well there by the case would do less well by the item.
    """
    points = {
        choice.id: sum(e.points for e in choice.evidence if e.competency == competency)
        for choice in scene.choices
    }
    most = max(points.values())
    best = best_of(scene) or scene.choices
    return points if any(points[choice.id] == most for choice in best) else dict.fromkeys(points, 0)


def _does(choice: Choice, watched: frozenset[str]) -> object:
    """What a choice does, besides giving evidence, that can tell it from another."""
    facts = {e.fact: e.to for e in choice.effects if isinstance(e, Mark) and e.fact in watched}
    return choice.error, frozenset(choice.repairs), facts


def _facts(scene: Scene, scenario: Scenario) -> Iterator[str]:
    """The facts that the key features decided in the scene hang on."""
    for feature in scenario.key_features:
        if feature.id in scene.decides:
            yield from (p.fact for p in parts_of(feature.holds) if isinstance(p, Holds))


def _exclude(one: Choice, other: Choice) -> bool:
    """Whether nobody is ever offered both: ``when x`` here and ``when not x`` there."""
    if one.when is None or other.when is None:
        return False
    return one.when == Not(other.when) or other.when == Not(one.when)
