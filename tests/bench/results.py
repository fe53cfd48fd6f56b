"""What a case found out, and how it is told to people and to programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Result:
    """One figure of ours beside its floor.

    Attributes:
        bar: what the ratio may be at most or, where there is no floor, what ours may be; None for a figure that is
            only shown.
        note: for people: what else was seen, or how the bar came about.
    """

    case: str
    rows: int
    ours: float
    floor: float | None
    unit: str
    bar: float | None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours in floors."""
        return self.ours / self.floor if self.floor else None

    @property
    def met(self) -> bool | None:
        """Whether the bar is met, None where there is none."""
        if self.bar is None:
            return None
        judged = self.ours if self.ratio is None else self.ratio
        return judged <= self.bar

    def as_json(self) -> str:
        """One object on one line."""
        known = {"case": self.case, "rows": self.rows, "ours": self.ours, "floor": self.floor, "unit": self.unit}
        return json.dumps({**known, "ratio": self.ratio, "bar": self.bar, "met": self.met, "note": self.note})


def with_note(result: Result, note: str) -> Result:
    """The result with something more said about it."""
    return replace(result, note="; ".join(filter(None, (result.note, note))))


def p95(values: Sequence[float]) -> float:
    """What 95 of 100 stay below."""
    return percentile(values, 95)


def percentile(values: Sequence[float], part: int) -> float:
    """What that many of 100 stay below."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, part * len(ordered) // 100)]


def tell(text: str) -> None:
    """Say what is being done, beside the results."""
    print(text, file=sys.stderr, flush=True)


_HEADS = ("case", "customers", "ours", "floor", "unit", "ratio", "at most", "met", "")


def as_table(results: Sequence[Result]) -> str:
    """All results in columns."""
    lines = [_HEADS, *(_cells(result) for result in results)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEADS) - 1)]
    return "\n".join(_line(line, widths) for line in lines)


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    first, *middle = (cell.rjust(width) for cell, width in zip(cells, widths, strict=False))
    return "  ".join((first.strip().ljust(widths[0]), *middle, cells[-1])).rstrip()


def _cells(result: Result) -> tuple[str, ...]:
    met = {True: "yes", False: "MISSED", None: ""}[result.met]
    return (
        result.case,
        f"{result.rows:,}",
        _number(result.ours),
        _number(result.floor),
        result.unit,
        _number(result.ratio),
        _number(result.bar),
        met,
        result.note,
    )


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
