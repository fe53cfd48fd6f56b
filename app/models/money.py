"""What the lines of an invoice come to: exact, and rounded the same way wherever it is reckoned.

Pure. Each line is rounded by itself, half to even, to the digits of its currency: so the sum of what people read is what
stands below it, and a copy of the invoice comes to the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from functools import cache

from app.models.values import Values

MONEY_PLACES = 3
"""So many digits the smallest unit of a currency has at most, as amounts are stored."""

LINE_HALF_EVEN = "line_half_even"
"""The rule by which an invoice was rounded, which is stored with it."""

NONE, ALL, STATE, COUNTRY = "none", "all", "state", "country"
"""Of which taxes a customer is exempt."""

_HUNDRED = Decimal(100)
_EXACT = Context(prec=100)
"""More digits than the product of a quantity, a price and two rates can have."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is typed: a discount and both taxes are in percent, the taxes of what is left after the discount."""

    quantity: Decimal = Decimal(1)
    unit_price: Decimal = Decimal(0)
    discount: Decimal = Decimal(0)
    country_rate: Decimal = Decimal(0)
    state_rate: Decimal = Decimal(0)

    @classmethod
    def of(cls, values: Values) -> Line:
        """As a child row says it; what is blank counts as nothing, but for the quantity, which is one."""
        names = ("quantity", "unit_price", "discount", "tax_rate", "state_tax_rate")
        quantity, *others = (value if isinstance(value := values.get(name), Decimal) else None for name in names)
        return cls(Decimal(1) if quantity is None else quantity, *(other or Decimal(0) for other in others))


@dataclass(frozen=True, slots=True)
class Amounts:
    """What a line comes to, or an invoice as the sum of its lines."""

    net: Decimal
    country_tax: Decimal
    state_tax: Decimal

    @property
    def total(self) -> Decimal:
        """With the taxes."""
        return self.net + self.country_tax + self.state_tax


@cache
def currency_digits(currency: str) -> int:
    """How many digits the smallest unit of a currency has; two where nobody knows it."""
    from babel.numbers import get_currency_precision

    return min(int(get_currency_precision(currency)), MONEY_PLACES)


def amounts_of(line: Line, digits: int, exempt: str = NONE) -> Amounts:
    """What a line comes to, without the taxes of which the customer is exempt."""
    with localcontext(_EXACT):
        net = _rounded(line.quantity * line.unit_price * (1 - line.discount / _HUNDRED), digits)
        country = Decimal(0) if exempt in (ALL, COUNTRY) else line.country_rate
        state = Decimal(0) if exempt in (ALL, STATE) else line.state_rate
        taxes = (_rounded(net * rate / _HUNDRED, digits) for rate in (country, state))
        return Amounts(net, *taxes)


def sum_of(lines: Iterable[Amounts]) -> Amounts:
    """What an invoice comes to."""
    zero = Decimal(0)
    every = tuple(lines)
    with localcontext(_EXACT):
        return Amounts(
            sum((line.net for line in every), zero),
            sum((line.country_tax for line in every), zero),
            sum((line.state_tax for line in every), zero),
        )


def exemption_of(customer: Values, on: date) -> str:
    """Of which taxes a customer is exempt on a day: a certificate that has expired counts no more."""
    expires = customer.get("tax_certificate_expires")
    if isinstance(expires, date) and expires < on:
        return NONE
    return str(customer.get("tax_exempt") or NONE)


def _rounded(amount: Decimal, digits: int) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)
