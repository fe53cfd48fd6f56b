"""The backups of the open database: when each was made, whether it is sound, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSpinBox,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.models.formatting import format_moment, own_date_order
from app.models.retention import DAYS, WEEKS
from app.views.widgets.colors import error_color
from app.views.widgets.elided_label import ElidedLabel
from app.views.widgets.wrapped_label import WrappedLabel
from app.views.words import tip

if TYPE_CHECKING:
    from app.services.automatic_backups import Backup

_WHEN, _SIZE, _STATE, _WHERE = range(4)


class BackupsDialog(QDialog):
    """A list, the latest first.

    Signals:
        made_wanted: a backup is to be made now.
        browse_wanted: (Backup) is to be looked at.
        new_file_wanted: (Backup) is to be restored into a new file.
        in_place_wanted: (Backup) is to be put in place of today's file.
    """

    made_wanted = Signal()
    browse_wanted = Signal(object)
    new_file_wanted = Signal(object)
    in_place_wanted = Signal(object)

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Backups"))
        self.backups: tuple[Backup, ...] = ()
        self.path_label = ElidedLabel(self)
        self.path_label.show_text(self.tr("Backups of {path}").format(path=path))
        self.tree = QTreeWidget(self)
        self.none_label = QLabel(self.tr("There is no backup yet. Press “Back up now” to make the first."), self)
        self.make_button = QPushButton(self.tr("Back up &now"), self)
        self.browse_button = QPushButton(self.tr("B&rowse"), self)
        self.restore_button = QPushButton(self.tr("Restore &all"), self)
        self.share_box = QSpinBox(self)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self._fill_menu()
        self._arrange()
        self._connect()
        self.show_backups(())

    def _fill_menu(self) -> None:
        menu = QMenu(self.restore_button)
        self.new_file_action = menu.addAction(self.tr("Into a &new file…"))
        self.in_place_action = menu.addAction(self.tr("In &place of today's file…"))
        self.restore_button.setMenu(menu)

    def _arrange(self) -> None:
        self.tree.setAccessibleName(self.tr("Backups"))
        self.tree.setHeaderLabels([self.tr("When"), self.tr("Size"), self.tr("State"), self.tr("Where")])
        self.tree.setRootIsDecorated(False)
        self.tree.setAlternatingRowColors(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.tree.header().setStretchLastSection(True)
        self.none_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.none_label.setWordWrap(True)
        acts = QHBoxLayout()
        for button in (self.make_button, self.browse_button, self.restore_button):
            button.setAutoDefault(False)
            button.setAccessibleName(button.text().replace("&", ""))
            acts.addWidget(button)
        acts.addStretch(1)
        acts.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.addWidget(self.path_label)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.none_label, 1)
        layout.addLayout(self._share_line())
        layout.addLayout(acts)
        self.resize(self.fontMetrics().averageCharWidth() * 110, self.fontMetrics().height() * 24)

    def _share_line(self) -> QHBoxLayout:
        self.share_box.setSuffix(self.tr(" % of the free disk"))
        self.share_box.setAccessibleName(self.tr("Share of the free disk for automatic backups"))
        kept = self.tr("One is made a day; those of {days} days and {weeks} weeks are kept, as far as they fit.")
        hint = WrappedLabel(self)
        hint.setText(kept.format(days=DAYS, weeks=WEEKS))
        label = QLabel(self.tr("Automatic backups may take"), self)
        label.setBuddy(self.share_box)
        line = QHBoxLayout()
        line.addWidget(label)
        line.addWidget(self.share_box)
        line.addSpacing(self.fontMetrics().averageCharWidth() * 2)
        line.addWidget(hint, 1)
        return line

    def show_share(self, percent: int, possible: range) -> None:
        """Show how much automatic backups may take."""
        self.share_box.setRange(possible[0], possible[-1])
        self.share_box.setValue(percent)

    def _connect(self) -> None:
        self.make_button.clicked.connect(self.made_wanted)
        self.browse_button.clicked.connect(lambda: self._emit(self.browse_wanted.emit))
        self.tree.itemActivated.connect(lambda: self._emit(self.browse_wanted.emit))
        self.new_file_action.triggered.connect(lambda: self._emit(self.new_file_wanted.emit))
        self.in_place_action.triggered.connect(lambda: self._emit(self.in_place_wanted.emit))
        self.tree.currentItemChanged.connect(self._on_current_changed)
        self.buttons.rejected.connect(self.reject)

    def show_backups(self, backups: Sequence[Backup]) -> None:
        """Show what there is; what was found of each has to be said anew. The one chosen stays chosen."""
        chosen = self._current()
        self.backups = tuple(backups)
        self.tree.clear()
        for backup in self.backups:
            texts = [
                format_moment(backup.at.astimezone(), own_date_order()),
                QLocale().formattedDataSize(backup.size),
                self.tr("being checked…"),
                self._where(backup),
            ]
            item = QTreeWidgetItem(texts)
            item.setTextAlignment(_SIZE, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(_WHERE, tip(str(backup.path)))
            self.tree.addTopLevelItem(item)
        self.tree.setVisible(bool(self.backups))
        self.none_label.setVisible(not self.backups)
        self._fit_columns()
        row = self.backups.index(chosen) if chosen in self.backups else 0
        if current := self.tree.topLevelItem(row):
            self.tree.setCurrentItem(current)
        self._on_current_changed()

    def show_found(self, sound: dict[Path, bool]) -> None:
        """Say of each backup whether it is as it was written."""
        for row, backup in enumerate(self.backups):
            item = self.tree.topLevelItem(row)
            is_sound = sound.get(backup.path)
            if item is None or is_sound is None:
                continue
            item.setText(_STATE, self.tr("sound") if is_sound else self.tr("damaged"))
            if not is_sound:
                item.setForeground(_STATE, error_color(self.palette()))
        self._fit_columns()

    def _fit_columns(self) -> None:
        room = 2 * self.fontMetrics().averageCharWidth()
        for column in (_WHEN, _SIZE, _STATE):
            self.tree.resizeColumnToContents(column)
            self.tree.setColumnWidth(column, self.tree.columnWidth(column) + room)

    def show_unchecked(self) -> None:
        """The check did not come to its end."""
        for row in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(row)
            if item is not None:
                item.setText(_STATE, self.tr("not checked"))

    def _where(self, backup: Backup) -> str:
        sort = self.tr("automatic") if backup.is_automatic else self.tr("beside the file")
        return f"{sort} · {backup.path.name}"

    def _on_current_changed(self) -> None:
        has_one = self._current() is not None
        self.browse_button.setEnabled(has_one)
        self.restore_button.setEnabled(has_one)

    def _current(self) -> Backup | None:
        item = self.tree.currentItem()
        row = self.tree.indexOfTopLevelItem(item) if item is not None else -1
        return self.backups[row] if 0 <= row < len(self.backups) else None

    def _emit(self, emit: Callable[[Backup], None]) -> None:
        backup = self._current()
        if backup is not None:
            emit(backup)
