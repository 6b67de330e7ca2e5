"""What a drill is once it has been read: quick moments, each with one question about it."""

from __future__ import annotations

import msgspec

from ..errors import CpdError
from ..language import _
from .model import Choice, Evidence, Passage, Person, Scenario, Scene, Value


class Answer(Value, frozen=True):
    """One thing that a mentor could do or say. ``then`` is what comes of it, in the story;
    ``because`` is the reasoning, which is shown after that."""

    id: str
    text: str
    right: bool
    then: str
    because: str


class Question(Value, frozen=True):
    """A moment, and what is asked about it. ``decides`` names the key feature in words."""

    id: str
    title: str
    passages: tuple[Passage, ...]
    ask: str
    decides: str
    competency: str
    answers: tuple[Answer, ...]
    cites: tuple[str, ...] = ()

    @property
    def right(self) -> frozenset[str]:
        """The answers that a mentor who knows would give: one or more, never all."""
        return frozenset(answer.id for answer in self.answers if answer.right)


class Drill(Value, frozen=True, tag_field="kind", tag="drill"):
    """A whole drill. Its questions are met in this order."""

    id: str
    title: str
    module: str
    edition: int
    minutes: int
    content_note: str
    cast: tuple[Person, ...]
    competencies: tuple[str, ...]
    cites: tuple[str, ...]
    questions: tuple[Question, ...]

    def question(self, id: str) -> Question:
        """The question of that id; ``KeyError`` when there is none."""
        for question in self.questions:
            if question.id == id:
                return question
        raise KeyError(id)


def as_scenes(drill: Drill) -> Scenario:
    """The drill as the words of a case, so that one set of rules reads them both.

    It leads nowhere and is not for playing: each question is a scene, each answer a
    choice that earns a point when it is right.
    """
    return Scenario(
        id=drill.id,
        title=drill.title,
        module=drill.module,
        edition=drill.edition,
        use="practice",
        minutes=drill.minutes,
        content_note=drill.content_note,
        cast=drill.cast,
        meters=(),
        facts=(),
        competencies=drill.competencies,
        key_features=(),
        rules=(),
        debrief=(),
        cites=drill.cites,
        scenes=tuple(_as_scene(question) for question in drill.questions),
    )


def _as_scene(question: Question) -> Scene:
    return Scene(
        question.id,
        question.title,
        (*question.passages, Passage(question.ask)),
        tuple(
            Choice(
                answer.id,
                answer.text,
                "",
                evidence=(Evidence(question.competency, int(answer.right)),),
                because=f"{answer.then} {answer.because}",
            )
            for answer in question.answers
        ),
        expert=question.decides,
        cites=question.cites,
    )


def decode(canonical: bytes) -> Drill:
    """The drill of its canonical JSON, strictly: an unknown key or a wrong type is refused."""
    try:
        return msgspec.json.decode(canonical, type=Drill)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CpdError(
            _("This is no drill: {error}.").format(error=error),
            _("Make it again from its page with mentor-cpd check."),
        ) from error
