"""Who may ask the host for what: one table, whose rows are the app's own routes.

What is in braces is filled in by the school of :mod:`tests.host.test_routes`. A switched-off
account, and one whose person has left, are answered as *nobody* is. ``several`` holds every
role at once; ``named`` is a mentor whom the head has named for sign-off; ``owner`` is the mentor
whose kernel, submission and results they are.

302 leads to sign-in, 303 to the page that follows, 401 is said to a script, 403 is a page that
says whose it is, 404 says that there is no such thing (to whom it is none of their business, too).
400 and 409 mean: may ask, and has not said what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

WHO = (
    "nobody", "mentor", "owner", "trainer", "lead", "head", "admin", "several", "named",
)  # fmt: skip

# An address without its school, how it is asked for, and what each is answered.
TABLE = """
                                        nobody mentor owner trainer lead head admin several named
(home)                           GET       302    200   200     200  200  200   200     200   200
sign-in                          GET       200    302   302     302  302  302   302     302   302
sign-in                          POST      400    400   400     400  400  400   400     400   400
sign-out                         POST      303    303   303     303  303  303   303     303   303
help                             GET       200    200   200     200  200  200   200     200   200
health                           GET       200    200   200     200  200  200   200     200   200
here                             GET       401    200   200     200  200  200   200     200   200
here                             POST      401    204   204     204  204  204   204     204   204
here/line                        GET       401    101   101     101  101  101   101     101   101
{static}                         GET       200    200   200     200  200  200   200     200   200
{static}                         HEAD      200    200   200     200  200  200   200     200   200

# A link opens its page to whoever holds it, and one that is made up to nobody.
set-up/{made-up}                 GET       404    404   404     404  404  404   404     404   404
set-up/{made-up}                 POST      404    404   404     404  404  404   404     404   404
welcome/{made-up}                GET       404    404   404     404  404  404   404     404   404
welcome/{made-up}                POST      404    404   404     404  404  404   404     404   404
welcome/{link}                   GET       200    200   200     200  200  200   200     200   200
welcome/{link}                   POST      400    400   400     400  400  400   400     400   400

# One's own things, whoever one is.
first-steps/1                    GET       302    200   200     200  200  200   200     200   200
first-steps/3                    GET       302    200   200     200  200  200   200     200   200
first-steps/skip                 POST      401    303   303     303  303  303   303     303   303
account                          GET       302    200   200     200  200  200   200     200   200
account                          POST      401    400   400     400  400  400   400     400   400
account/devices                  POST      401    303   303     303  303  303   303     303   303
draft                            POST      401    204   204     204  204  204   204     204   204
module/listening                 GET       302    200   200     200  200  200   200     200   200
module/none                      GET       302    404   404     404  404  404   404     404   404
assessment/listening             GET       302    200   200     200  200  200   200     200   200
assessment/none                  GET       302    404   404     404  404  404   404     404   404
assessment/listening/take        GET       302    200   200     200  200  200   200     200   200
assessment/none/take             GET       302    404   404     404  404  404   404     404   404

# Theirs alone whose they are.
seat/{kernel}                    GET       401    404   204     404  404  404   404     404   404
seat/{no-kernel}                 GET       401    404   404     404  404  404   404     404   404
seat/{no-kernel}                 DELETE    401    404   404     404  404  404   404     404   404
seat/{kernel}/channels           GET       401    404   101     404  404  404   404     404   404
seat/{no-kernel}/channels        GET       401    404   404     404  404  404   404     404   404
assessment/listening/feedback/{released}
                                 GET       302    404   200     404  404  404   404     404   404
assessment/listening/feedback/{none}
                                 GET       302    404   404     404  404  404   404     404   404

# For administrators.
people                           GET       302    403   403     403  403  403   200     200   403
people                           POST      401    403   403     403  403  403   400     400   403
people/import                    GET       302    403   403     403  403  403   200     200   403
people/import                    POST      401    403   403     403  403  403   400     400   403
people/{owner}                   GET       302    403   403     403  403  403   200     200   403
people/{owner}                   POST      401    403   403     403  403  403   400     400   403
people/{nobody-here}             GET       302    403   403     403  403  403   404     404   403
people/{nobody-here}             POST      401    403   403     403  403  403   404     404   403
settings                         GET       302    403   403     403  403  403   200     200   403
settings                         POST      401    403   403     403  403  403   400     400   403

# For the safeguarding lead.
editions                         GET       302    403   403     403  200  403   403     200   403
editions                         POST      401    403   403     403  400  403   403     400   403

# Marking is the trainer's; the head reads; the lead reads what may be real; nobody their own.
desk                             GET       302    403   403     200  200  200   403     200   403
desk/release                     POST      401    403   403     303  403  403   403     303   403
desk/reopen                      POST      401    403   403     404  404  404   403     404   403
desk/{work}                      GET       302    403   403     200  403  200   403     200   403
desk/{work}                      POST      401    403   403     303  403  400   403     303   403
desk/{work}/box                  POST      401    403   403     200  403  400   403     200   403
desk/{work}/hold                 GET       302    403   403     303  403  303   403     303   403
desk/{work}/hold                 POST      401    403   403     303  403  403   403     303   403
desk/{work}/close                POST      401    403   403     403  403  403   403     403   403
desk/{real}                      GET       302    403   403     200  200  200   403     200   403
desk/{real}                      POST      401    403   403     400  400  400   403     400   403
desk/{real}/box                  POST      401    403   403     400  400  400   403     400   403
desk/{real}/hold                 POST      401    403   403     403  403  403   403     403   403
desk/{several's}                 GET       302    403   403     200  403  200   403     403   403
desk/{several's}                 POST      401    403   403     303  403  400   403     403   403
desk/{several's}/hold            POST      401    403   403     303  403  403   403     403   403
desk/{none}                      GET       302    403   403     404  404  404   403     404   403
desk/{none}                      POST      401    403   403     404  404  404   403     404   403
desk/{none}/box                  POST      401    403   403     404  404  404   403     404   403
desk/{none}/hold                 GET       302    403   403     404  404  404   403     404   403

# Signing off is the head's, and theirs whom the head has named; naming is the head's.
sign-off                         GET       302    403   403     403  403  200   403     200   200
sign-off                         POST      401    403   403     403  403  409   403     409   409
sign-off/signers                 GET       302    403   403     403  403  303   403     303   303
sign-off/signers                 POST      401    403   403     403  403  303   403     303   403
"""


class Row(NamedTuple):
    """An address, as it is asked for, and what each of :data:`WHO` is answered."""

    path: str
    method: str
    answers: dict[str, int]


def rows() -> Iterator[Row]:
    """The rows of the table; an address that is too long for its column has a line of its own."""
    told = [line for line in TABLE.splitlines() if line.strip() and not line.startswith("#")]
    assert told.pop(0).split() == list(WHO)
    for path, method, answers in re.findall(
        r"^(\S+)\s+([A-Z]+)((?: +\d{3})+)$", "\n".join(told), re.M
    ):
        given = [int(status) for status in answers.split()]
        yield Row(path.replace("(home)", ""), method, dict(zip(WHO, given, strict=True)))


ROWS = tuple(rows())
