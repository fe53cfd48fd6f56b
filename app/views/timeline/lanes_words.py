"""What a picture of running services says in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.models.contract import SERVICE
from app.models.formatting import format_date, own_date_order
from app.models.spans import Span
from app.views.words import counted, isolated, label_of

if TYPE_CHECKING:
    from app.services.service_lanes import Bar, Lane, Lanes

_MOST = 3


def _tr(text: str) -> str:
    return QCoreApplication.translate("lanes", text)


def span_words(span: Span) -> str:
    """From when to when."""
    order = own_date_order()
    first = format_date(span.first, order) if span.first else ""
    last = format_date(span.last, order) if span.last else ""
    if first and last:
        return _tr("{first} to {last}").format(first=first, last=last)
    if first:
        return _tr("from {first} on").format(first=first)
    return _tr("until {last}").format(last=last) if last else _tr("without dates")


def bar_words(bar: Bar) -> str:
    """A service, when it runs, and how it stands."""
    field = SERVICE.by_name["service_status"]
    status = next((label_of(choice) for choice in field.choices if choice.value == bar.status), "")
    return ", ".join(filter(None, (isolated(bar.name), span_words(bar.span), status.lower())))


def lanes_words(lanes: Lanes, most: int) -> str:
    """Where nothing runs and where two run at once; the first few of them, and how many more there are."""
    found = [words for lane in lanes.lanes for words in _lane_words(lane)]
    if not found:
        found = [_tr("No gaps, and nothing runs twice.")] if lanes.lanes else []
    more = len(found) - _MOST
    told = " ".join(found[:_MOST])
    if more > 0:
        told += " " + counted(more, _tr("And one more."), _tr("And {count} more."))
    if lanes.is_cut:
        told += " " + _tr("Only the {most} services that were added last are drawn.").format(most=most)
    return told


def _lane_words(lane: Lane) -> Iterator[str]:
    name = isolated(lane.name)
    for gap in lane.gaps:
        one, many = _tr("Gap of one day in {name}: {when}."), _tr("Gap of {days} days in {name}: {when}.")
        yield (one if gap.days == 1 else many).format(days=f"{gap.days:,}", name=name, when=span_words(gap))
    for both in lane.overlaps:
        yield _tr("{name} runs twice: {when}.").format(name=name, when=span_words(both))
