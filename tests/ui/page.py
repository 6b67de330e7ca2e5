"""A page as a widget's kernel knows it: what it sends, and what it is sent."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from mentor_cpd.records.store import Store
from mentor_cpd.ui.base import Base
from mentor_cpd.ui.player import Player
from tests.practice.playing import RECORD

_numbers = count()


class Sheet:
    """A page with one widget on it: another page is another tab."""

    def __init__(self, widget: Base) -> None:
        self.widget = widget
        self.replies: list[dict[str, Any]] = []
        self.widget.send = self.replies.append

    @property
    def view(self) -> dict[str, Any]:
        view: dict[str, Any] = self.widget.view
        return view

    @property
    def stage(self) -> str:
        return str(self.view["stage"])

    def comm(self, data: Any) -> None:
        """Whatever a browser may put on the line."""
        self.widget._handle_msg({"content": {"data": data}, "buffers": []})

    def send(self, content: Any) -> dict[str, Any]:
        """A custom message, and its reply."""
        self.comm({"method": "custom", "content": content})
        return self.replies[-1]

    def ask(self, do: str, **more: Any) -> dict[str, Any]:
        """A message as the widget's module sends it."""
        message = {
            "do": do,
            "message": f"message-{next(_numbers):04}",
            "attempt": self.view["attempt"],
            "turn": self.view["turn"],
            **more,
        }
        return self.send(message)


class Page(Sheet):
    """One with a Player on it."""

    def __init__(self, store: Store, person: str, case: str) -> None:
        self.player = Player(case, store=store, person=person)
        super().__init__(self.player)
        self.views = [self.view]
        self.player.observe(lambda change: self.views.append(change["new"]), "view")

    def take(self, *choices: str) -> Page:
        """From the content note or a scene: take these choices, and get past what they ask."""
        if self.stage == "note":
            assert self.ask("begin")["state"] == "saved"
        for choice in choices:
            assert self.ask("choose", choice=choice)["state"] == "saved"
            if self.stage == "explain":
                assert self.ask("explain")["state"] == "saved"
            if self.stage == "write":
                record = self.view["write"]["kind"] == "concern-record"
                parts = RECORD if record else {"text": "I would say so."}
                assert self.ask("write", parts=parts)["state"] == "saved"
        return self


def said(view: dict[str, Any]) -> str:
    """Everything in a view, as the page's source would show it."""
    return json.dumps(view, ensure_ascii=False)
