"""The base of every widget: nothing that a browser sends is believed unless its contract names it.

What a browser sets is ignored; what it asks is decoded strictly or refused; what goes
wrong here is logged here, and the page gets one calm sentence.
"""

from __future__ import annotations

import base64
import logging
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import comm
import msgspec
import traitlets
from ipywidgets import Widget

from ..errors import CpdError
from ..language import _
from ..practice.sitting import not_saved
from ..records.store import NotSaved, Unreadable
from .wishes import MessageId

_UI = Path(__file__).parent
_IMPORT = re.compile(r'(?<=from )"\./([\w-]+\.js)"')
_log = logging.getLogger("mentor_cpd.ui")


def hosted() -> bool:
    """Whether this kernel belongs to a page of the host, and not to somebody's notebook."""
    return os.environ.get("MENTOR_CPD_HOSTED") == "1"


def close_the_door() -> None:
    """Let no browser make widgets in this kernel.

    ipywidgets lets whoever speaks to a kernel create any widget that it knows; the
    pages of the host never need to.
    """
    with suppress(KeyError):
        comm.get_comm_manager().unregister_target("jupyter.widget", Widget.handle_comm_opened)


class Base(anywidget.AnyWidget):
    """A widget that draws what Python says, and asks for what people wish.

    A subclass names its ``files`` (``player`` for ``player.js`` and ``player.css``) and
    its ``wishes``, a tagged union of structs, and answers them in :meth:`wished`.
    """

    # The hosted page serves module and stylesheet as files, under a strict policy; over
    # the line they would be text to run. JupyterLab knows no such files.
    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    # Nothing of ours is laid out by ipywidgets, and a model less is a door less.
    layout = traitlets.Any(None, allow_none=True).tag(sync=True)

    files: str
    wishes: Any

    def __init__(self, **traits: Any) -> None:
        if hosted():
            close_the_door()
        super().__init__(**traits)

    @traitlets.default("_esm")
    def _own_module(self) -> str:
        return "" if hosted() else module(self.files)

    @traitlets.default("_css")
    def _own_style(self) -> str:
        return "" if hosted() else style("tokens") + style("base") + style(self.files)

    def set_state(self, sync_data: Mapping[str, Any]) -> None:
        """What a browser sets is never believed."""

    def wished(self, wish: Any) -> tuple[str, str]:
        """Do what was asked; the state of the answer and a sentence to say."""
        raise NotImplementedError

    def _handle_msg(self, msg: Mapping[str, Any]) -> None:
        """Everything that arrives from a browser. Whatever it is, nothing is raised."""
        try:
            data = msg["content"]["data"]
            if data["method"] == "request_state":
                self.send_state()
            elif data["method"] == "custom":
                self._answer(data["content"])
        except (KeyError, TypeError):
            _log.warning("a message that no page of ours sends was dropped")

    def _answer(self, content: Any) -> None:
        state, say = self._try(content)
        self.send({"re": _named(content), "state": state, "say": say})

    def _try(self, content: Any) -> tuple[str, str]:
        try:
            return self.wished(msgspec.convert(content, type=self.wishes))
        except msgspec.ValidationError as error:
            _log.warning("a message was refused: %s", error)
            return "refused", _("The page asked for something that this widget does not do.")
        except (NotSaved, Unreadable) as error:
            return not_saved(error)
        except CpdError as error:
            _log.warning("not done: %s", error)
            return "not-saved", str(error)
        except Exception:
            _log.exception("a mistake in mentor-cpd")
            return "not-saved", _("Something went wrong on our side. Reload the page to go on.")


def _named(content: Any) -> str:
    """The id of a message, to answer it by, also where it was refused; none that is no id."""
    message = content.get("message") if isinstance(content, dict) else None
    try:
        return msgspec.convert(message, MessageId)
    except msgspec.ValidationError:
        return ""


@cache
def module(name: str) -> str:
    """The widget's module as one text, the modules it imports folded in.

    JupyterLab runs it from a ``blob:`` address, from where no relative import leads
    anywhere; so each becomes a ``data:`` address.
    """

    def fold(match: re.Match[str]) -> str:
        inner = module(match[1].removesuffix(".js"))
        return f'"data:text/javascript;base64,{base64.b64encode(inner.encode()).decode()}"'

    return _IMPORT.sub(fold, (_UI / f"{name}.js").read_text(encoding="utf-8"))


@cache
def style(name: str) -> str:
    return (_UI / f"{name}.css").read_text(encoding="utf-8")
