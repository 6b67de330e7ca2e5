"""Numbers for people: quantiles, tables, and what machine they were measured on."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence


def quantile(values: Sequence[float], at: float) -> float:
    """The value below which the share `at` of all lies, by linear interpolation."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("there is nothing to take a quantile of")
    place = at * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns in line: the first to the left, the others to the right."""
    lines = [tuple(head), *map(tuple, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    rule = "  ".join("-" * width for width in widths)
    drawn = [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
    return "\n".join([drawn[0], rule, *drawn[1:]])


def seconds(value: float) -> str:
    return f"{value:.2f} s"


def milliseconds(value: float) -> str:
    return f"{value * 1000:.1f} ms"


def ratio(value: float, to: float) -> str:
    return f"{value / to:.2f}"


def machine() -> str:
    """What it was measured on, as far as it matters; never which one."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    system = f"{platform.system()} on {platform.machine()}"
    return f"{os.cpu_count()} cores, {system}, Python {platform.python_version()}{load}"
