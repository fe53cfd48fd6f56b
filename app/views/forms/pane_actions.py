"""Everything that can be done with the record that a pane shows, as actions for menu, buttons, keys and toolbars."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app.models.contract import CONTRACT, SERVICE
from app.models.customer import CUSTOMER
from app.models.fields import RecordType
from app.models.rights import Act
from app.views.words import label_of, tip


class PaneActions(QObject):
    """The actions. The window around the pane has the keys, Esc alone is the pane's own: it means what has the focus."""

    def __init__(self, record_type: RecordType, pane: QWidget) -> None:
        super().__init__(pane)
        code = label_of(record_type.by_name[record_type.code]) if record_type.code else ""
        self._pane, self._type = pane, record_type
        self.edit = self.make(self.tr("&Edit"), "F2")
        self.save = self.make(self.tr("&Save"), QKeySequence.StandardKey.Save)
        self.save_and_close = self.make(self.tr("Save and &close"), "Ctrl+Return")
        self.save_as_draft = self.make(self.tr("Save as &draft"), "Ctrl+Shift+S")
        self.revert = self.make(self.tr("&Revert"))
        self.back = self.make(self.tr("Cancel"), "Esc")
        self.back.setShortcut("Esc")
        self.back.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.previous = self.make(self.tr("&Previous"), "Ctrl+Up")
        self.next = self.make(self.tr("&Next"), "Ctrl+Down")
        self.copy_code = self.make(self.tr("Copy {code}").format(code=code.lower()))
        self.copy_code.setVisible(bool(code))
        self.copy_text = self.make(self.tr("Copy as &text"))
        self.trash = self.make(self.tr("&Move to trash…"))
        self.chart = self.make(self.tr("Or&ganisation chart"), "Ctrl+Shift+G")
        self.add_services = self.make(self.tr("Add &services and products…"), "Ctrl+Shift+A")
        self.explain = self.make(self.tr("E&xplain rights…"))
        self.restore = self.make(self.tr("&Restore from the trash"))
        self.open_window = self.make(self.tr("Open in &own window"), "Ctrl+Shift+O")
        self.chart.setVisible(record_type is CUSTOMER)
        self.review = self.make(self.tr("Mark as re&viewed"))
        self.review.setVisible(False)
        self._takes_services = record_type in (CUSTOMER, CONTRACT)
        self.menu = QMenu(pane)
        self.menu.setAccessibleName(self.tr("Actions"))
        begin = (self.edit, self.review, self.add_services, None, self.previous, self.next)
        for action in (*begin, None, self.copy_code, self.copy_text, None):
            self._add_to_menu(action)
        for action in (self.chart, self.open_window, self.explain, None, self.trash, self.restore):
            self._add_to_menu(action)

    def make(self, text: str, key: str | QKeySequence.StandardKey | None = None) -> QAction:
        """An action that tells its key in the tooltip."""
        action = QAction(text, self._pane)
        shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) if key is not None else ""
        plain = text.replace("&", "")
        action.setToolTip(tip(f"{plain} ({shown})" if shown else plain))
        self._pane.addAction(action)
        return action

    def _add_to_menu(self, action: QAction | None) -> None:
        if action is None:
            self.menu.addSeparator()
        else:
            self.menu.addAction(action)

    def show_state(
        self,
        *,
        is_editing: bool,
        is_stored: bool,
        is_trashed: bool,
        is_read_only: bool,
        can_save: bool,
        is_dirty: bool,
        acts: frozenset[Act] = frozenset(Act),
        addable: frozenset[str] = frozenset(),
    ) -> None:
        """Light what makes sense now, and leave out what doesn't.

        Args:
            is_stored: the record is in the database, not only in the form.
            is_trashed: it is in the trash.
            is_read_only: nothing can be changed in the database.
            can_save: there is something to save.
            acts: what the person may do to it; what they may not is left out.
            addable: the types of which they may make more that belong to it.
        """
        self.edit.setVisible(not is_editing and self._type.by_hand and (Act.EDIT in acts or is_read_only))
        can_change = is_stored and not is_trashed and not is_read_only
        self.edit.setEnabled(can_change and Act.EDIT in acts)
        for action in (self.save, self.save_and_close):
            action.setEnabled(is_editing and can_save)
        self.save_as_draft.setVisible(is_editing and not is_stored)
        self.save_as_draft.setEnabled(can_save)
        self.revert.setEnabled(is_editing and is_dirty)
        self.back.setText(self.tr("Done") if is_stored and not is_dirty else self.tr("Cancel"))
        for action in (self.previous, self.next, self.copy_code, self.copy_text, self.chart, self.open_window):
            action.setEnabled(is_stored)
        self.explain.setEnabled(is_stored)
        self.add_services.setVisible(self._takes_services and (not is_stored or SERVICE.name in addable))
        self.add_services.setEnabled(can_change)
        may_move = Act.DELETE in acts or is_read_only
        self.trash.setEnabled(can_change and may_move)
        self.trash.setVisible(not is_trashed and may_move)
        self.restore.setVisible(is_trashed and may_move)
        self.restore.setEnabled(not is_read_only)
