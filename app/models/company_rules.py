"""What an operating company must be: tidied before it is stored, and judged field by field.

Pure: rules that need the other companies (a code in use, the last one that is active) are the service's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.errors import Problem
from app.models.codes import MOST_DIGITS, CodeFormat, format_code
from app.models.company import COMPANY
from app.models.listed import not_listed
from app.models.tidying import clean, missing, too_long, unfit_numbers
from app.models.values import Content, Values

_COUNTING = frozenset("A9X")
_EXAMPLE_PATTERN = "AA-9999"


def tidied(content: Content) -> Content:
    """The content as it is stored: clean text, nothing for what is blank."""
    return Content({field.name: clean(field, content.values.get(field.name)) for field in COMPANY.value_fields})


def problems(content: Content) -> tuple[Problem, ...]:
    """Everything that is wrong with tidied content."""
    values = content.values
    return (
        *missing(COMPANY, values),
        *too_long(COMPANY, values),
        *_unknown(values),
        *_wrong_numbers(values),
        *unfit_numbers(COMPANY, values),
        *_wrong_pattern(values),
    )


def _unknown(values: Values) -> Iterator[Problem]:
    """The rules of a company's customers stand on its country and currency, so nothing unknown is taken."""
    return (replace(problem, blocking=True) for problem in not_listed(COMPANY, values))


def _wrong_numbers(values: Values) -> Iterator[Problem]:
    for name, most in (("code_start", 10**MOST_DIGITS - 1), ("code_length", MOST_DIGITS)):
        number = values.get(name)
        if isinstance(number, int) and number < 0:
            yield Problem(name, "negative")
        elif isinstance(number, int) and number > most:
            yield Problem(name, "number_too_large")


def _wrong_pattern(values: Values) -> Iterator[Problem]:
    """A pattern must leave room to count, and hold the first code."""
    pattern = values.get("code_pattern")
    if not isinstance(pattern, str):
        return
    if not _COUNTING & set(pattern):
        yield Problem("code_pattern", "pattern", _EXAMPLE_PATTERN)
        return
    start = values.get("code_start")
    first = CodeFormat(pattern=pattern, prefix=str(values.get("code_prefix") or ""))
    try:
        format_code(first, start if isinstance(start, int) and start >= 0 else 0)
    except OverflowError:
        yield Problem("code_start", "number_too_large")
