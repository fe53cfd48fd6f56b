"""What is typed is kept within a second, until it is stored or let go."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app import services
from app.models.note import NOTE
from app.overriding import override
from app.views.forms.form_session import FormSession
from app.views.forms.quick_note import QuickNote
from app.views.keeper import Keeper

if TYPE_CHECKING:
    from app.store.recovery import Kept

KEEP_MS = 400
"""How long after a keystroke the text is sent to be kept, however fast the next one follows."""

_AGAIN_MS = 3_000
"""How long after a failure it is tried again without a keystroke."""


class TextKeeping(QObject):
    """Follows what is typed somewhere. The next text is sent when the one before is on the disk, so that none queue up."""

    def __init__(self, where: QObject, keeper: Keeper) -> None:
        super().__init__(where)
        self._keeper = keeper
        self._token = secrets.token_hex(6)
        self._kept: object = None
        self._is_busy = False
        self._timer = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._timer.timeout.connect(self._on_time)

    def _is_dirty(self) -> bool:
        """Whether something stands there that is not stored."""
        raise NotImplementedError

    def _text(self) -> Kept:
        """What stands there."""
        raise NotImplementedError

    def adopt(self, token: str) -> None:
        """Go on under the token of the text that the form was opened with."""
        self._token, self._kept = token, ()

    def _on_begun(self) -> None:
        self._token, self._kept = secrets.token_hex(6), None

    def _on_changed(self) -> None:
        is_soon = self._timer.isActive() and self._timer.remainingTime() <= KEEP_MS
        if not is_soon:
            self._timer.start(KEEP_MS)

    def _on_settled(self) -> None:
        """What is stored needs no keeping, from this moment on."""
        if not self._is_dirty():
            self._drop()

    def _on_time(self) -> None:
        if not self._is_dirty():
            self._drop()
        elif self._is_busy or not self._keeper.is_ready():
            self._timer.start(KEEP_MS)
        else:
            self._keep(self._text())

    def _on_leaving(self) -> None:
        self._timer.stop()
        if self._is_dirty():
            self._keeper.discard(self._token, self._text())
        else:
            self._drop()
        self._on_begun()

    def _keep(self, kept: Kept) -> None:
        content = (kept.texts, kept.record_id, kept.version, kept.draft_id, kept.mark)
        if content != self._kept:
            self._kept = content
            self._is_busy = True
            self._keeper.keep(self._token, kept, self._on_kept)

    def _on_kept(self, is_kept: bool) -> None:
        self._is_busy = False
        if not is_kept:
            self._kept = ()
            if not self._timer.isActive():
                self._timer.start(_AGAIN_MS)

    def _drop(self) -> None:
        if self._kept is not None:
            self._kept = None
            self._keeper.drop(self._token)


class Keeping(TextKeeping):
    """Follows a form session."""

    def __init__(self, session: FormSession, keeper: Keeper) -> None:
        super().__init__(session, keeper)
        self._session = session
        session.begun.connect(self._on_begun)
        session.changed.connect(self._on_form_changed)
        session.stored.connect(self._on_settled)
        session.draft_saved.connect(self._on_settled)
        session.leaving.connect(self._on_leaving)

    def _on_form_changed(self) -> None:
        if self._session.form is not None:
            self._on_changed()

    @override
    def _is_dirty(self) -> bool:
        return self._session.is_dirty()

    @override
    def _text(self) -> Kept:
        session, form = self._session, self._session.form
        if form is None:
            raise RuntimeError("no form is open")
        stored = session.sheet.record if session.sheet else None
        return services.recovery.Kept(
            record_type=session.record_type.name,
            kind=form.kind,
            company_id=form.basis.company_id,
            record_id=stored.id if stored else 0,
            version=stored.version if stored else 0,
            draft_id=session.draft_id,
            title=form.display_name(),
            path=str(self._keeper.place),
            at=datetime.now(UTC),
            texts=form.texts(),
            changed=form.changed_fields(),
            mark=session.mark,
        )


class NoteKeeping(TextKeeping):
    """Follows a note that is written where the others stand; it comes back in the form of a new one."""

    def __init__(self, note: QuickNote, keeper: Keeper) -> None:
        super().__init__(note, keeper)
        self._note = note
        note.changed.connect(self._on_changed)
        note.added.connect(self._on_settled)
        note.leaving.connect(self._on_leaving)

    @override
    def _is_dirty(self) -> bool:
        return self._note.is_dirty()

    @override
    def _text(self) -> Kept:
        texts = self._note.texts()
        return services.recovery.Kept(
            record_type=NOTE.name,
            kind=NOTE.first_kind,
            company_id=self._note.company_id() or 0,
            record_id=0,
            version=0,
            draft_id=0,
            title=NOTE.title(texts),
            path=str(self._keeper.place),
            at=datetime.now(UTC),
            texts=texts,
            changed=tuple(texts),
        )
