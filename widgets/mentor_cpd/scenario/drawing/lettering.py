"""How wide words are when they are drawn, near enough; and folding them into lines.

A picture is drawn before anybody knows in which typeface it will be shown. Widths are
therefore those of a rather wide sans serif, so that words stay inside their boxes in
all the faces that the pages ask for.
"""

from __future__ import annotations

import re

_WIDTHS = {
    letter: width
    for letters, width in (
        ("ijlI .,'’‘|", 0.32),
        ("f:;-/", 0.38),
        ('rt!()[]"', 0.42),
        ("cszL?“”–_*", 0.54),
        ("ABCRVXZ", 0.7),
        ("wDGHNOQU&", 0.8),
        ("M=<>+#", 0.88),
        ("mW@%—…", 1.0),
    )
    for letter in letters
}
_OTHER = 0.635
_BOLD = 1.14
_FAR = 1.0  # ideographs and other scripts that need the whole square
_BREAKS = re.compile(r"(?<=-)(?=\w)|\s+")


def wide(words: str, size: float, *, bold: bool = False) -> float:
    """The width of ``words`` in type of this size."""
    total = sum(_WIDTHS.get(letter, _OTHER if ord(letter) < 0x2E80 else _FAR) for letter in words)
    return total * size * (_BOLD if bold else 1.0)


def fold(words: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """The words in lines that fit into ``room``: broken at spaces, after hyphens, or anywhere."""
    lines = [""]
    for piece, gap in _pieces(words):
        line = f"{lines[-1]}{gap}{piece}" if lines[-1] else piece
        if wide(line, size, bold=bold) <= room:
            lines[-1] = line
            continue
        if lines[-1]:
            lines.append("")
        for letter in piece:
            if lines[-1] and wide(lines[-1] + letter, size, bold=bold) > room:
                lines.append("")
            lines[-1] += letter
    return lines


def shorten(words: str, size: float, room: float, most: int, *, bold: bool = False) -> list[str]:
    """The words in ``most`` lines; where that is not all of them, the last has an ellipsis."""
    lines = fold(words, size, room, bold=bold)
    if len(lines) <= most:
        return lines
    whole = last = lines[most - 1]
    while last and wide(f"{last} …", size, bold=bold) > room:
        last = last[:-1]
    if " " in last and not whole[len(last) :].startswith(" ") and last != whole:
        last = last.rpartition(" ")[0]  # no half word, where a whole one is left
    return [*lines[: most - 1], f"{last.rstrip()} …"]


def _pieces(words: str) -> list[tuple[str, str]]:
    """What is kept together, each with the space that stands before it."""
    found, end, gap = [], 0, ""
    for match in _BREAKS.finditer(words):
        if match.start() > end:
            found.append((words[end : match.start()], gap))
        gap, end = " " if match.group() else "", match.end()
    if end < len(words):
        found.append((words[end:], gap))
    return found
