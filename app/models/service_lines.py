"""Services and products that are about to be added to a contract: what is doubtful about them, and what they cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from enum import StrEnum

from app.models.spans import Span, meet

_CENT = Decimal("0.01")
_EXACT = Context(prec=100, rounding=ROUND_HALF_EVEN)
"""However long the quantity is that somebody typed."""


class Doubt(StrEnum):
    """Why somebody should look again; what ends before it begins can't be stored at all."""

    ENDS_BEFORE_START = "ends_before_start"
    OUTSIDE_CONTRACT = "outside_contract"
    RUNS_ALREADY = "runs_already"
    THERE_TWICE = "there_twice"
    NOT_OFFERED = "not_offered"


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A product, how many of it, and when it runs.

    Attributes:
        is_offered: the product is still sold.
        package_id: of the package that it came with.
    """

    product_id: int
    name: str
    price: Decimal | None = None
    currency: str = ""
    is_offered: bool = True
    quantity: Decimal = Decimal(1)
    span: Span = Span(None, None)  # noqa: RUF009 - it is frozen
    package_id: int | None = None

    @property
    def amount(self) -> Decimal | None:
        """What all of them cost; None where nobody said what one costs."""
        if self.price is None:
            return None
        return _EXACT.quantize(_EXACT.multiply(self.price, self.quantity), _CENT)


def doubts(
    lines: Sequence[ServiceLine], contract: Span, running: Mapping[int, Sequence[Span]]
) -> tuple[tuple[Doubt, ...], ...]:
    """What is doubtful about each line.

    Args:
        lines: all that are to be added.
        contract: when it runs.
        running: the customer's services that there are already, by product.
    """
    by_product: dict[int, list[tuple[int, Span]]] = {}
    for number, line in enumerate(lines):
        by_product.setdefault(line.product_id, []).append((number, line.span))
    return tuple(
        tuple(
            _doubts(line, contract, running, [span for other, span in by_product[line.product_id] if other != number])
        )
        for number, line in enumerate(lines)
    )


def _doubts(
    line: ServiceLine, contract: Span, running: Mapping[int, Sequence[Span]], beside: Iterable[Span]
) -> Iterator[Doubt]:
    span = line.span
    if is_backwards(span):
        yield Doubt.ENDS_BEFORE_START
        return
    if any(_is_outside(day, contract) for day in (span.first, span.last)):
        yield Doubt.OUTSIDE_CONTRACT
    if any(meet(span, other) for other in running.get(line.product_id, ())):
        yield Doubt.RUNS_ALREADY
    if any(meet(span, other) for other in beside):
        yield Doubt.THERE_TWICE
    if not line.is_offered:
        yield Doubt.NOT_OFFERED


def is_backwards(span: Span) -> bool:
    """Whether it ends before it begins."""
    return span.first is not None and span.last is not None and span.last < span.first


def _is_outside(day: date | None, contract: Span) -> bool:
    is_before = day is not None and contract.first is not None and day < contract.first
    return is_before or (day is not None and contract.last is not None and day > contract.last)


def totals(lines: Iterable[ServiceLine]) -> dict[str, Decimal]:
    """What they cost together, by currency; lines without a price count as nothing."""
    found: dict[str, Decimal] = {}
    for line in lines:
        if line.amount is not None:
            found[line.currency] = found.get(line.currency, Decimal(0)) + line.amount
    return dict(sorted(found.items()))
