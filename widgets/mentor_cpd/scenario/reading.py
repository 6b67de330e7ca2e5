"""How hard English prose is to read: words, syllables, and the Flesch-Kincaid grade.

The grade is 0.39 x words per sentence + 11.8 x syllables per word - 15.59, from
J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, "Derivation of new
readability formulas for Navy enlisted personnel", Research Branch Report 8-75, Naval
Technical Training Command, 1975.

Syllables are counted by spelling and a short list of words that are not said as they
are spelt. A word in some fifty is one out, which moves a page's grade by a tenth or two.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)*_]*(?:\s+|$)|\n+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_END = re.compile(
    r"(?:(?<=[^aeiouy])e"  # like; whole
    r"|(?<=[^aeiouytd])ed"  # asked, but not wanted
    r"|(?<=[^aeiouysxzcg])(?<![cs]h)es"  # makes, but not houses or watches
    r")$"
)
_SAID_END = re.compile(r"[^aeiouyl]les?$|(?:[^aeiouy]r|[bcdfgkpstz]l)ed$")  # table, not whole
_SILENT_INSIDE = re.compile(
    r"(?<=[aeiouy][^aeiouywx])e(?=(?:ly|less|ments?|ful|ness|ty|times?|fore?|wher|thing|body|work|day)$)"
)
# Two vowels side by side that are said apart.
_APART = re.compile(
    r"[aeiouy](?=ing)|i(?=a(?!ge?$)|et|en[ct]|or|od|u[ms])|(?<![gtscx])i(?=ous|on)"
    r"|(?<=[bcdlnprv])i(?=o$|os$)|e(?=o$|os$|um|or[iy]|og)|(?<!g)e(?=on$)|u(?=al|at|el$|ou)"
    r"|y(?=i)|(?<=cr)e(?=at)|(?<=p)o(?=em|et)|(?<=r)e(?=act)|(?<=u)i(?=ty)|(?<=r)u(?=in)"
)
_TOGETHER = re.compile(r"[ct]ia(?=l|n)|[ctsx]iou|[gsc]io(?=n)|[ct]ie(?=n)|lli[ao]|[bg]ui")
_BEATS = re.compile(r"(?:s|th)m$|(?<=[ds])n't$")  # prism, rhythm; didn't
_SILENT_U = re.compile(r"(?<=q)u|(?<=[aeioun]g)ue(?=[ds]?$)")  # quite; league
_IRREGULAR = {
    "anyone": 3,
    "area": 3,
    "aren't": 1,
    "being": 2,
    "business": 2,
    "chaos": 2,
    "eleven": 3,
    "evening": 2,
    "every": 2,
    "everyone": 3,
    "everything": 3,
    "everywhere": 3,
    "fluid": 2,
    "friend": 1,
    "friends": 1,
    "goes": 1,
    "does": 1,
    "shoes": 1,
    "february": 4,
    "idea": 3,
    "ideal": 3,
    "ideas": 3,
    "maybe": 2,
    "people": 2,
    "nuclear": 3,
    "parliament": 3,
    "queue": 1,
    "quiet": 2,
    "quietly": 3,
    "safeguarding": 3,
    "science": 2,
    "seven": 2,
    "someone": 2,
    "something": 2,
    "sometimes": 2,
    "somewhere": 2,
    "theatre": 3,
    "toward": 2,
    "wednesday": 2,
    "weren't": 1,
}


def words_of(text: str) -> list[str]:
    """The words of the text; an apostrophe or a hyphen inside a word does not end it."""
    return _WORD.findall(text)


def sentences_of(text: str) -> list[str]:
    """The sentences of the text that have words in them; a new line ends a sentence too."""
    return [part for part in _SENTENCE_END.split(text) if words_of(part)]


def syllables(word: str) -> int:
    """How many syllables the word has, by its spelling."""
    word = word.lower().replace("’", "'")
    if "-" in word:
        return sum(syllables(part) for part in word.split("-"))
    word = word.removesuffix("'s")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    letters = re.sub(r"[^a-z]", "", word)
    if not letters:
        return 1
    letters = _SILENT_U.sub("", letters)
    spoken = letters if _SAID_END.search(letters) else _SILENT_END.sub("", letters)
    spoken = _SILENT_INSIDE.sub("", spoken)
    count = len(_VOWELS.findall(spoken))
    apart = sum(1 for found in _APART.finditer(spoken) if not _is_together(spoken, found.start()))
    return max(1, count + apart + len(_BEATS.findall(word)))


def _is_together(spoken: str, at: int) -> bool:
    return any(at in range(*found.span()) for found in _TOGETHER.finditer(spoken))


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of the text: a year of schooling in the United States."""
    words = words_of(text)
    if not words:
        return 0.0
    said = sum(syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences_of(text)) + 11.8 * said / len(words) - 15.59
