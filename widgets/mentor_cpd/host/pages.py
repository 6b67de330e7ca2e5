"""The pages and answers that need no kernel and no form: straight from the store."""

from __future__ import annotations

import logging
import re

import msgspec
from tornado.web import HTTPError

from .. import __version__
from ..errors import CpdError
from ..practice.settings import missing
from ..records import clock
from .desk_queue import at_a_glance
from .door import Door
from .editions import ROLE, asked
from .headers import FOR_EVER
from .learning import my_learning
from .settings import ADMINISTRATOR
from .sign_off import sign_offs

log = logging.getLogger(__name__)
# More than a box takes: what is too long to be recorded waits here to be shortened.
LONGEST_DRAFT = 50_000


class Home(Door):
    async def get(self) -> None:
        person = self.visitor.person
        learning = await self.house.off(my_learning, self.house, person.id)
        leads = ROLE in person.roles
        asks = await self.house.off(asked, self.house.store) if leads else None
        house = self.house
        administers = ADMINISTRATOR in person.roles
        self.show(
            "home",
            **learning,
            asks=asks,
            missing=await house.off(missing, house.store) if administers else (),
            clock=await house.off(clock.told, house.store) if administers else None,
            desk=await house.off(at_a_glance, house.store, house.people, person),
            awaiting=await house.off(sign_offs, house.store, person),
        )


class Help(Door):
    public = True

    async def get(self) -> None:
        self.show("help")


class Health(Door):
    """For monitoring: whether it answers, whether what people do can be saved, and how full
    it is. Nothing about anybody."""

    public = True
    plain = True
    counts = False

    async def get(self) -> None:
        ledger = self.house.ledger
        trouble = await self.house.off(self.house.fitness.look)
        self.set_status(503 if trouble else 200)
        self.set_header("Content-Type", "application/json")
        seats = {"in_use": len(ledger), "of": ledger.cap, "waiting": len(ledger.waiting())}
        why = {"why": trouble.what} if trouble else {}
        self.write({"ok": not trouble, "version": __version__, "seats": seats, **why})


class Here(Door):
    """Whether somebody is still signed in as who they were, and for how long if they do
    nothing: asked by every page. Said by it as well, when somebody is at work in it."""

    plain = True
    counts = False

    async def get(self) -> None:
        people, visit = self.house.people, self.visitor
        signed_in = await self.house.off(people.who, visit.token, seen=False)
        if signed_in is None:
            raise HTTPError(401)
        self.set_header("Content-Type", "application/json")
        idle, most = await self.house.off(people.left, signed_in.by)
        left = round(min(idle, most).total_seconds())
        who = {"standing": visit.standing, "writer": visit.writer}
        self.write({"left": left, "whatever": most <= idle, **who})

    async def post(self) -> None:
        await self.house.off(self.house.people.who, self.visitor.token)
        self.set_status(204)


class Draft(Door):
    """Keeps what somebody is writing, also while no kernel is there to do it."""

    plain = True

    class Saying(msgspec.Struct, forbid_unknown_fields=True):
        place: str
        text: str

    async def post(self) -> None:
        try:
            saying = msgspec.json.decode(self.request.body, type=self.Saying)
        except msgspec.DecodeError:
            raise HTTPError(400) from None
        if not re.fullmatch(r"[A-Za-z0-9:_-]{1,200}", saying.place):
            raise HTTPError(400)
        if len(saying.text) > LONGEST_DRAFT:
            raise HTTPError(413)
        try:
            person = self.visitor.person.id
            await self.house.off(self.house.store.save_draft, person, saying.place, saying.text)
        except CpdError as error:
            log.warning("a draft was not saved: %s", error)
            raise HTTPError(503) from error
        self.set_status(204)


class Static(Door):
    """A file of the bundle. The list is all that there is: nothing is opened here."""

    public = True
    plain = True

    async def get(self, digest: str, path: str) -> None:
        self.answer(digest, path)

    async def head(self, digest: str, path: str) -> None:
        self.answer(digest, path)

    async def prepare(self) -> None:
        """Whoever asks gets the same, so nobody is looked up."""
        self.check_name()

    def answer(self, digest: str, path: str) -> None:
        bundle = self.house.bundle
        file = bundle.files.get(path) if digest == bundle.digest else None
        if file is None:
            raise HTTPError(404)
        self.set_header("Cache-Control", FOR_EVER)
        self.set_header("Content-Type", file.kind)
        self.set_header("Vary", "Accept-Encoding")
        zipped = "gzip" in self.request.headers.get("Accept-Encoding", "")
        if zipped and file.zipped is not None:
            self.set_header("Content-Encoding", "gzip")
            self.write(file.zipped)
        else:
            self.write(file.plain)
