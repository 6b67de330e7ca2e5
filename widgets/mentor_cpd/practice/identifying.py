"""What in a person's writing could tell who somebody real is: a warning, never a bar.

Names, birth dates, addresses, telephone numbers, email addresses, pupil numbers. Found by
pattern, here on the school's own machine: a trained recogniser would be a hundred times
the size of the rest of a kernel. It will miss some and doubt some; the writer decides.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Literal

import msgspec

from ..language import _
from ..scenario.drill import Drill
from ..scenario.model import Scenario
from .allowance import MOST_CHARACTERS
from .name_words import CAPITALS, GIVEN_NAMES, SHORTENED, SPEAKING, TITLES, WORDS_TOO
from .ordinary_words import ORDINARY
from .prose import plain

MOST = 50  # details to look for: a warning names three
Kind = Literal["address", "birth-date", "email", "name", "number", "telephone"]


class Detail(msgspec.Struct, frozen=True):
    """One thing that could identify somebody, and where it stands in the text."""

    kind: Kind
    text: str
    start: int
    end: int


def known_in(stories: Iterable[Scenario | Drill]) -> frozenset[str]:
    """The names that cases and drills use themselves: nobody is found out by them."""
    told = (plain(text) for story in stories for text in _texts(msgspec.to_builtins(story)))
    return frozenset(
        _bare(word[0]) for text in told for word in _WORD.finditer(text) if word[0][0].isupper()
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def details(text: str, known: Collection[str] = (), *, year: int) -> tuple[Detail, ...]:
    """Everything in the text that could identify somebody, in the order in which it stands.

    No more of it is looked at than a box takes: one that looks holds up everybody else.
    ``known`` are names that may stand (:func:`known_in`), case folded; ``year`` is the
    present one: a date a few years old or older may be a birthday.
    """
    text = text[:MOST_CHARACTERS]
    looks: tuple[tuple[Kind, Iterator[tuple[int, int]]], ...] = (
        ("email", _matches(_EMAIL, text)),
        ("number", _matches(_PUPIL_NUMBER, text)),
        ("telephone", _matches(_TELEPHONE, text)),
        ("birth-date", _birth_dates(text, year)),
        ("address", _addresses(text, frozenset(known))),
        ("name", _names(text, frozenset(known))),
    )
    found: list[Detail] = []
    for kind, spans in looks:
        for start, end in spans:
            if len(found) == MOST:
                break
            if all(end <= other.start or start >= other.end for other in found):
                found.append(Detail(kind, text[start:end], start, end))
    return tuple(sorted(found, key=lambda detail: detail.start))


def warning(found: Collection[Detail]) -> str:
    """What to say to the writer; nothing when there is nothing to say."""
    if not found:
        return ""
    quoted = dict.fromkeys(_("“{words}”").format(words=detail.text) for detail in found)
    some, more = list(quoted)[:3], len(quoted) - 3
    listed = _(", ").join(some) + (_(" and {count} more").format(count=more) if more > 0 else "")
    return _(
        "This may tell who somebody is: {details}. If it is somebody real, take it out: "
        "an initial or “the pupil” will do."
    ).format(details=listed)


# Numbers.

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-](?P<n>\d{{4}}|\d{{2}})"
    r"|(?P<iso>(?:19|20)\d{2})-\d{2}-\d{2}"
    rf"|{_DAY}\s+(?:of\s+)?{_MONTH}\.?,?(?:\s+(?P<y>(?:19|20)\d{{2}}|['’]\d{{2}}))?"
    rf"|{_MONTH}\.?\s+{_DAY},?(?:\s+(?P<z>(?:19|20)\d{{2}}))?)\b",
    re.IGNORECASE,
)
_BIRTH = re.compile(
    r"\b(?:born|birthdays?|birth|dob|d\.o\.b\.?|turn(?:s|ed|ing)?\s+(?:\d+|\w+teen|ten|eleven|twelve|"
    r"nine|eight|seven|six|five))\b(?:[\s:,–—-]|\b(?:on|is|was|it|the|date|a|in|back|of|falls|s)\b)*$",
    re.IGNORECASE,
)
_NEAR = 40  # characters before a date in which a word of birth belongs to it
# A school starts at four, and nobody writes of an event so long ago by its day.
_OLD_ENOUGH = 4
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_TELEPHONE = re.compile(
    r"(?<![\d+])(?:\+?44[\s().-]{0,3}(?:\(?0\)?)?|\(?0)(?:[\s().-]{0,2}\d){9,10}(?!\d)"
)
# A unique pupil number is a letter and twelve digits, the last of which may be a letter
# (gov.uk, Unique pupil numbers); a unique learner number has ten digits.
_PUPIL_NUMBER = re.compile(
    r"(?<!\w)[A-HJ-NP-RT-Z](?:[\s-]?\d){11}[\s-]?[\dA-HJ-NP-RT-Z](?!\w)"
    r"|(?<!\d)[1-9]\d{9}(?!\d)"
    r"|(?<![\d ])\d{3}[ -]\d{3}[ -]\d{4}(?!\d)"
    r"|\b(?:upn|uln|(?:pupil|student|adm(?:ission)?|candidate|learner|exam|nhs|unique|case|roll)"
    r"(?:\s+pupil)?\s+(?:number|no\.?|id|ref(?:erence)?))[\s:#]{0,5}(?:(?:is|was|of)[\s:#]{0,5})?[a-z]{0,2}[-/]?\d[\d-]{2,}\w?",
    re.IGNORECASE,
)


def _birth_dates(text: str, year: int) -> Iterator[tuple[int, int]]:
    for match in _DATE.finditer(text):
        written = match["n"] or match["iso"] or match["y"] or match["z"]
        if _BIRTH.search(text[max(0, match.start() - _NEAR) : match.start()]) or (
            written and _full_year(written, year) <= year - _OLD_ENOUGH
        ):
            yield match.span()


def _full_year(written: str, year: int) -> int:
    digits = int(written.lstrip("'’"))
    if digits > 99:
        return digits
    return 2000 + digits if 2000 + digits <= year else 1900 + digits


# Addresses.

_STREET = (
    r"(?:road|rd|street|st|avenue|ave|close|lane|ln|drive|crescent|terrace|grove|gardens|court"
    r"|way|place|square|row|hill|walk|mews|rise|parade|estate|house|towers?)"
)
_ADDRESS = re.compile(
    rf"\b(?i:(?:lives?|living|lived|stays?|staying|moved)\s+(?:at|in|to)\s+(?:(?:number|no\.?|flat|house)\s*)?\d{{1,4}}[a-d]?"
    rf"(?:,?\s+(?:[a-z'’-]+\s+){{1,3}}{_STREET})?)\b"
    rf"|\b(?i:(?:flat\s+\w{{1,4}},?\s+)?\d{{1,4}}[a-d]?,?\s+(?:(?!(?:of|the|and|to|in|at|a)\b)[a-z'’-]+\s+){{1,3}}{_STREET})\b"
    rf"|\b(?:[A-Z][\w'’-]{{1,60}}\s{{1,5}}){{1,2}}(?:{_STREET.title().replace('(?:', '(?:', 1)})\b"
    r"|\b(?i:[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2})\b"
    r"|\b(?i:(?:lives?|living|lived|stays?|staying|moved)\s+(?:at|in|to)\s+(?:number|no\.?|flat|house)\s*\d+\w?)\b"
    r"|\b(?i:(?:lives?|living|lived)\s+at\s+\d+\w?)\b"
    r"|\b(?:F|f)lat\s+\d+\w?\b"
)


def _addresses(text: str, known: frozenset[str]) -> Iterator[tuple[int, int]]:
    for match in _ADDRESS.finditer(text):
        words = [_bare(word) for word in match[0].split()]
        if not any(char.isdigit() for char in match[0]):
            named = words[1:] if _opens(text, match.start()) and _ordinary(words[0]) else words
            if len(named) < 2 or all(word in known for word in named):
                continue
        yield match.span()


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in pattern.finditer(text))


# Names.

_WORD = re.compile(r"[^\W\d_](?:[\w]|['’-](?=\w))*")
_OPENS = re.compile(r"(?:\A|[.!?…:;|•\n“‘\"(\[–—>*]|\s['’-])\s*$")


def _names(text: str, known: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Runs of words that look like somebody's name."""
    words = list(_WORD.finditer(text))
    looks = [_is_name(text, words, place, known) for place in range(len(words))]
    start = -1
    for place, word in enumerate(words):
        if not looks[place]:
            continue
        if start < 0:
            start = word.start()
        joined = place + 1 < len(words) and looks[place + 1]
        if not joined or text[word.end() : words[place + 1].start()] != " ":
            yield start, word.end() - (2 if re.search(r"['’]s$", word[0]) else 0)
            start = -1


def _is_name(text: str, words: list[re.Match[str]], place: int, known: frozenset[str]) -> bool:
    word = words[place][0]
    bare = _bare(word)
    parts = bare.split("-")
    if not bare or any(part in known for part in (bare, *parts)):
        return False
    given = any(part in GIVEN_NAMES and part not in WORDS_TOO for part in parts)
    before = words[place - 1][0] if place else ""
    after = words[place + 1][0] if place + 1 < len(words) else ""
    if _bare(before) in TITLES and len(bare) > 1 and not _ordinary(bare):
        return True
    if not word[0].isupper():
        return given or (len(parts) > 1 and all(part in GIVEN_NAMES for part in parts))
    if _bare(before) in TITLES:
        return False
    if bare in CAPITALS or bare in TITLES or len(bare) == 1:
        return False
    if bare.upper() == re.sub(r"['’]s$", "", word):
        return given  # an acronym, or somebody shouting
    if given:
        return True
    if bare in WORDS_TOO:
        # A word that some are called by: with a capital in the middle of a sentence, or
        # where somebody does something or has something.
        opens = _opens(text, words[place].start())
        return not opens or after in SPEAKING or bool(re.search(r"['’]s$", word))
    return not _ordinary(bare)


_ENDINGS = ("s", "es", "ed", "d", "ing", "er", "ers", "r", "est", "ly", "ness", "n", "y")


def _ordinary(bare: str) -> bool:
    """Whether it is an everyday word, or made of one: plurals, past, contractions."""
    return all(_ordinary_part(part) for part in re.split(r"[-’]", bare) if part)


def _ordinary_part(part: str) -> bool:
    if part in ORDINARY or part in SHORTENED or part in CAPITALS or len(part) < 3:
        return True
    stems = [part.removesuffix(ending) for ending in _ENDINGS if part.endswith(ending)]
    return any(
        len(stem) > 2
        and (stem in ORDINARY or stem + "e" in ORDINARY or _plain_of(stem) in ORDINARY)
        for stem in stems
    )


def _plain_of(stem: str) -> str:
    """stopp(ed) is of stop, tidi(ed) of tidy."""
    if stem.endswith("i"):
        return stem[:-1] + "y"
    return stem[:-1] if stem[-1] == stem[-2] else stem


def _opens(text: str, start: int) -> bool:
    """Whether a sentence begins here, where any word has a capital letter."""
    return bool(_OPENS.search(text[max(0, start - 8) : start]))


def _bare(word: str) -> str:
    """The word folded, without the s of possession."""
    return re.sub(r"['’]s?$", "", word).replace("'", "’").casefold()
