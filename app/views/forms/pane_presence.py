"""What a record pane makes of others who edit its record: it says so, and where that is the rule, it lets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.models.presence import Editing, Standing
from app.models.values import RecordKey
from app.views.words import clock_time, isolated, label_of

if TYPE_CHECKING:
    from app.views.forms.record_pane import RecordPane

_LONGEST_NAME = 40


class PanePresence(QObject):
    """Nothing typed is touched: a form that may not be saved just now keeps it until it may.

    Signals:
        asked: (RecordKey) whoever edits the record is to be asked for it.
        freed: (RecordKey, session) the record is to be taken from the window of that session.
        begun_again: (RecordKey) of the record that was taken from this window.
    """

    asked = Signal(object)
    freed = Signal(object, object)
    begun_again = Signal(object)

    def __init__(self, pane: RecordPane) -> None:
        super().__init__(pane)
        self._pane, self._line = pane, pane.pages.presence
        self._shown = (0, False)
        self._others: tuple[Editing, ...] = ()
        self._line.ask_wanted.connect(lambda: self.asked.emit(self._key()))
        self._line.free_wanted.connect(self._on_free_wanted)
        self._line.hand_over_wanted.connect(lambda: pane.session.leave(pane.stop_editing))
        self._line.again_wanted.connect(lambda: self.begun_again.emit(self._key()))

    def _key(self) -> RecordKey:
        return RecordKey(self._pane.record_type.name, self._pane.record_id())

    def _type_words(self) -> str:
        return label_of(self._pane.record_type).lower()

    def is_outdated(self) -> bool:
        """Whether another record is in the pane than the one that was spoken of, or a form that was not there then."""
        return self._shown != self._state()

    def _state(self) -> tuple[int, bool]:
        return self._pane.record_id(), self._pane.is_editing()

    def show(self, standing: Standing, *, may_free: bool) -> None:
        """Say how the record of the pane stands, and keep to it."""
        self._others = standing.others
        if standing.is_held and self._pane.is_editing() and not self._pane.is_at_risk():
            self._pane.stop_editing()
        self._shown = self._state()
        is_typed = standing.is_held and self._pane.is_editing()
        self._pane.set_held(standing.is_held)
        self._line.say(self._text(standing, is_typed=is_typed), standing.others, self._acts(standing, may_free))

    def _acts(self, standing: Standing, may_free: bool) -> list[str]:
        own, others = standing.own, standing.others
        if own is not None and own.freed_by:
            return [] if others else ["again"]
        if standing.is_held:
            asking = [] if any(each.asked_by for each in others) else ["ask"]
            return [*asking, *(["free"] if may_free else [])]
        return ["hand_over"] if own is not None and own.asked_by else []

    def _text(self, standing: Standing, *, is_typed: bool) -> str:
        own, others = standing.own, standing.others
        kept = self.tr("What you typed is still here.") if is_typed else ""
        if own is not None and own.freed_by:
            sentence = self.tr("{name} has freed this {type} for others to edit.").format(
                type=self._type_words(), name=_short(own.freed_by)
            )
        elif standing.is_held:
            since = clock_time(others[0].since)
            sentence = self._held(others[0]).format(type=self._type_words(), name=_short(others[0].name), time=since)
        elif own is not None and own.asked_by:
            sentence = self.tr("{name} asks for this {type}: save it, or hand it over.")
            sentence = sentence.format(type=self._type_words(), name=_short(own.asked_by))
        elif others:
            one, many = self.tr("{name} is editing this {type}."), self.tr("{name} are editing this {type}.")
            sentence = (one if len(others) == 1 else many).format(type=self._type_words(), name=self._names(others))
        else:
            return ""
        return f"{sentence} {kept}".strip()

    def _held(self, holder: Editing) -> str:
        if holder.asked_by:
            return self.tr("{name} has been editing this {type} since {time}, and was told that it is wanted.")
        return self.tr("{name} has been editing this {type} since {time}, so it can only be read for now.")

    def _names(self, others: tuple[Editing, ...]) -> str:
        names = list(dict.fromkeys(_short(each.name) for each in others))
        if len(names) == 1:
            return names[0]
        return self.tr("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])

    def _on_free_wanted(self) -> None:
        for other in self._others:
            self.freed.emit(self._key(), other.session)


def _short(name: str) -> str:
    return isolated(name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…")
