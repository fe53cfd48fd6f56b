"""The editor of a picture: chosen from all, dropped or pasted onto the field, or taken away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app import services
from app.background import DatabaseTasks
from app.models.fields import Field
from app.models.image import PictureSource
from app.models.values import Value
from app.overriding import override
from app.views.forms.editors import Editor, Raw, text_of
from app.views.picture_receiver import PictureReceiver, holds_pictures
from app.views.picture_wanted import PictureWanted
from app.views.widgets.avatar import Avatar
from app.views.widgets.elided_label import ElidedLabel
from app.views.widgets.message_line import Level, MessageLine
from app.views.words import label_of

if TYPE_CHECKING:
    from app.services.pictures import Tile

_AVATAR_LINES = 3.2


class ImageEditor(Editor):
    """A face with its name, and what can be done with it."""

    def __init__(self, field: Field, tasks: DatabaseTasks, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._tasks, self._ticket = tasks, 0
        self._id: int | None = None
        self._record_id, self._called = 0, ""
        self._wish = object()  # another one once the form goes on with something else
        self.avatar = Avatar(_AVATAR_LINES, self)
        self.name_label = ElidedLabel(self)
        self.message = MessageLine(self)
        self.choose_button = QPushButton(self.tr("Choose…"), self)
        self.remove_button = QPushButton(self.tr("Remove"), self)
        self._receiver = PictureReceiver(self)
        self._receiver.received.connect(self._on_received)
        self._lay_out()
        self._connect()
        self._show_none()

    def _lay_out(self) -> None:
        label = label_of(self.field)
        self.choose_button.setAccessibleName(self.tr("{field}: choose").format(field=label))
        self.remove_button.setAccessibleName(self.tr("{field}: remove").format(field=label))
        self.choose_button.setToolTip(self.tr("Or drop a picture onto the field, or paste one"))
        buttons = QHBoxLayout()
        for button in (self.choose_button, self.remove_button):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.name_label)
        texts.addLayout(buttons)
        texts.addWidget(self.message)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(texts, 1)
        self.setFocusProxy(self.choose_button)
        self.setAcceptDrops(True)

    def _connect(self) -> None:
        self.choose_button.clicked.connect(self.choose)
        self.remove_button.clicked.connect(self.remove)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(lambda: self._receiver.take(QGuiApplication.clipboard().mimeData()))

    def choose(self) -> None:
        """Have one chosen from all pictures."""
        self._want(None)

    def remove(self) -> None:
        """Be without a picture."""
        self._set(None)
        self.choose_button.setFocus()

    def _on_received(self, sources: tuple[PictureSource, ...]) -> None:
        self.message.show_message(self.tr("Reading the picture…"), Level.HINT)
        self._want(sources[0])

    def _want(self, source: PictureSource | None) -> None:
        taken, refused = partial(self._on_taken, self._wish), partial(self._on_refused, self._wish)
        wanted = PictureWanted(self, taken, refused, source=source, current=self._id or 0)
        if not wanted.ask():
            refused(self.tr("No picture can be taken here."))

    def forget_wishes(self) -> None:
        """What was wanted so far and is still on its way is not for what comes next."""
        self._wish = object()

    def _on_taken(self, wish: object, image_id: int) -> None:
        if wish is self._wish:
            self._set(image_id)

    def _on_refused(self, wish: object, sentence: str) -> None:
        if wish is self._wish:
            self.message.say(sentence, Level.ERROR)

    def _set(self, image_id: int | None) -> None:
        self.message.show_message("", Level.HINT)
        self._show(image_id)
        self.edited.emit()
        self.committed.emit()

    @override
    def controls(self) -> Sequence[QWidget]:
        return (self.choose_button, self.remove_button)

    @override
    def value(self) -> Value:
        return self._id

    @override
    def show_value(self, value: Value) -> None:
        self.message.show_message("", Level.HINT)
        self._show(value if isinstance(value, int) else None)

    @override
    def raw(self) -> Raw:
        return str(self._id or "")

    @override
    def show_raw(self, raw: Raw) -> None:
        number = text_of(raw)
        self._show(int(number) if number.isdecimal() else None)

    def show_initials(self, record_id: int, name: str) -> None:
        """Know whose picture it is: without one, their initials stand there, as they do elsewhere."""
        if (record_id, name) != (self._record_id, self._called):
            self._record_id, self._called = record_id, name
            if self._id is None:
                self.avatar.show_record(record_id, name, None)

    def name(self) -> str:
        """What people call the picture that is shown, "" for none."""
        return self.name_label.full_text() if self._id else ""

    def _show(self, image_id: int | None) -> None:
        self._tasks.cancel(self._ticket)
        before, self._id = self._id, image_id
        if before or image_id:
            self._show_none()
        if image_id:
            self.name_label.show_text("")
            read = partial(services.pictures.read_tiles, ids=(image_id,))
            self._ticket = self._tasks.read(self, read, partial(self._on_read, image_id))

    def _show_none(self) -> None:
        self.avatar.show_record(self._record_id, self._called, None)
        self.name_label.show_text(self.tr("None: initials are shown"))
        self.remove_button.setEnabled(self._id is not None)

    def _on_read(self, image_id: int, tiles: tuple[Tile, ...]) -> None:
        if image_id != self._id:
            return
        name = tiles[0].name if tiles else self.tr("(deleted)")
        if tiles and tiles[0].is_trashed:
            name = self.tr("{name} (in the trash)").format(name=name)
        self.avatar.show_record(0, name, tiles[0].thumbnail if tiles and not tiles[0].is_trashed else None)
        self.name_label.show_text(name)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if holds_pictures(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        if self._receiver.take(event.mimeData()):
            event.acceptProposedAction()
