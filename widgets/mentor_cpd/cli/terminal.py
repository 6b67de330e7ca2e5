"""A case in the terminal: told, chosen from, and looked back on at its ending.

Before the ending nothing is shown that a mentor would not see: no scores, no conditions.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..errors import CpdError
from ..language import _, ngettext
from ..practice import writing
from ..practice.debrief import Debrief
from ..practice.prose import spans
from ..practice.words import level_in_words
from ..scenario.model import Ask, Passage, Scenario
from ..scenario.play import Game, Playthrough
from ..scenario.transcript import Chose, Replay, WentBack, Wrote, advance, begin


class Left(Exception):
    """The player has left before the ending."""


class Telling:
    """A case that is being told to somebody at a console."""

    def __init__(self, console: Console, scenario: Scenario) -> None:
        self.console, self.scenario = console, scenario
        self.names = {person.id: person for person in scenario.cast}
        self.met: set[str] = set()

    def play(self) -> Replay:
        """The story, from the content note to its ending."""
        self._begin()
        played = begin(Game(self.scenario))
        while played.here.ending is None:
            self._tell(played.here)
            if not played.here.choices:
                raise CpdError(
                    _('Nothing can be chosen in "{scene}" now.').format(scene=played.here.scene.id),
                    _("Run mentor-cpd check: it names the way to this dead end."),
                )
            played = self._choose(played)
        self._tell(played.here)
        return played

    def _begin(self) -> None:
        print_, scenario = self.console.print, self.scenario
        print_()
        print_(Text(scenario.title, "bold"))
        if scenario.content_note:
            print_(Text(scenario.content_note))
        minutes = ngettext("About {n} minute.", "About {n} minutes.", scenario.minutes)
        print_(Text(minutes.format(n=scenario.minutes), "dim"))
        self._ask(_("Press Enter to start, or q to leave: "))

    def _tell(self, here: Playthrough) -> None:
        print_ = self.console.print
        print_()
        print_(Text(here.scene.title, "bold cyan"))
        for passage in here.passages:
            print_()
            print_(self._passage(passage))
        shown = [meter for meter in self.scenario.meters if meter.shown]
        if shown:
            print_()
        for meter in shown:
            level = level_in_words(meter, here.state.level(meter.id))
            print_(Text.assemble((f"{meter.label}: ", "dim"), level))

    def _passage(self, passage: Passage) -> Text | Padding:
        words = prose(passage.text)
        if not passage.speaker:
            return words
        if passage.speaker == "you":
            name, who = _("You"), ""
        else:
            person = self.names[passage.speaker]
            name = person.name
            who = "" if person.id in self.met else f" ({person.who})"
            self.met.add(person.id)
        return Padding(Text.assemble((name, "bold"), (who, "dim"), ": ", words), (0, 0, 0, 2))

    def _choose(self, played: Replay) -> Replay:
        choices = played.here.choices
        self.console.print()
        for number, choice in enumerate(choices, start=1):
            self.console.print(_listed(f"{number}.", Text(choice.text)))
        back = self.scenario.use == "practice" and bool(played.decisions)
        ways = [_("{first} to {last}").format(first=1, last=len(choices))]
        ways += [_("b to go back")] if back else []
        ways += [_("q to leave")]
        self.console.print()
        while True:
            said = self._ask(_("What do you do? ({ways}) ").format(ways=", ".join(ways)))
            if said == "b" and back:
                return advance(played, WentBack(played.decisions[-1].turn))
            if said.isdecimal() and 1 <= int(said) <= len(choices):
                choice = choices[int(said) - 1]
                played = advance(played, Chose(played.here.scene.id, choice.id))
                return self._write(played, choice.asks) if choice.asks else played
            self.console.print(Text(_("Type {ways}.").format(ways=", ".join(ways)), "yellow"))

    def _write(self, played: Replay, asks: Ask) -> Replay:
        print_ = self.console.print
        print_()
        print_(prose(asks.prompt))
        print_(
            Text(_("Practice only: this is not how to report a concern."), "yellow"),
        )
        texts = {}
        for part in writing.parts_of(asks.kind):
            print_(Text.assemble((part.label, "bold"), f"  {part.hint}" if part.hint else ""))
            texts[part.name] = self.console.input("> ")
        return advance(played, Wrote(asks.kind, texts))

    def _ask(self, prompt: str) -> str:
        said = self.console.input(Text(prompt, "bold")).strip().lower()
        if said in ("q", "quit"):
            raise Left
        return said


class LookingBack:
    """The debrief, told: consequence first, then what the path shows."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def tell(self, told: Debrief) -> None:
        self.console.print()
        self.console.print(Text(told.kind_says, "bold"))
        self._part(_("What your path shows"), self._evidence(told))
        self._part(
            _("Key decisions"),
            (
                _listed(_("yes") if feature.met else _("no"), Text(feature.says))
                for feature in told.features
            ),
        )
        self._part(_("Critical errors"), self._errors(told))
        self._part(
            _("Safety rules"), (_listed("-", Text(f"{r.says} {r.words}")) for r in told.rules)
        )
        self._part(_("To think about"), (_listed("-", prose(q)) for q in told.questions))

    def _part(self, heading: str, lines: Iterator[Table | Text]) -> None:
        drawn = list(lines)
        if not drawn:
            return
        self.console.print()
        self.console.print(Text(heading, "bold cyan"))
        for line in drawn:
            self.console.print(line)

    def _evidence(self, told: Debrief) -> Iterator[Table | Text]:
        for one in told.evidence:
            yield Text.assemble((one.label, "bold"), "  ", one.says)
            yield Text(f"  {_scale(one.lowest, one.earned, one.highest)}", "cyan")

    def _errors(self, told: Debrief) -> Iterator[Table | Text]:
        if not told.errors:
            yield Text(_("None was made."))
        for error in told.errors:
            repaired = _("made, and repaired") if error.repaired else _("made, and not repaired")
            yield _listed("-", Text(f"{error.label}: {repaired}. {error.means}".strip()))


def prose(text: str) -> Text:
    """Words with their emphasis. Never rich's own markup: a case is outside text."""
    return Text.assemble(
        *(
            (s["text"], {"em": "italic", "strong": "bold"}.get(s.get("as", ""), ""))
            for s in spans(text)
        )
    )


def _listed(mark: str, words: Text) -> Table:
    """Words that hang behind their mark."""
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", width=max(4, len(mark)), no_wrap=True)
    table.add_column(ratio=1)
    table.add_row(Text(mark, "bold"), words)
    return table


def _scale(lowest: int, earned: int, highest: int, length: int = 30) -> str:
    """A line from the least to the most that a path can earn, with a mark where this one is."""
    place = round((earned - lowest) / (highest - lowest) * length) if highest > lowest else 0
    line = "".join("●" if at == place else "─" for at in range(length + 1))
    return f"{lowest} {line} {highest}"
