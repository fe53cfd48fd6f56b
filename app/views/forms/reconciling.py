"""What two people made of one record brought together, with a question about the fields that both of them changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app import services
from app.models.catalogue import RECORD_TYPES
from app.models.merge import merge
from app.models.values import Content, Record
from app.views.forms.conflict_dialog import ConflictDialog

if TYPE_CHECKING:
    from app.services.forms import Basis, Sheet
    from app.services.taking_back import Sides


def reconcile(
    sides: Sides,
    then: Callable[[Content], None],
    window: QWidget,
    *,
    given_up: Callable[[], None] | None = None,
    intro: str = "",
    back: str = "",
) -> ConflictDialog | None:
    """Go on with what shall stand on top of the record as it is now: at once, or when somebody has chosen.

    Args:
        window: that the question belongs to.
        given_up: what follows if nothing is chosen.
        intro, back: as of the question.

    Returns:
        The question, if there is one.
    """
    record_type = RECORD_TYPES[sides.base.type_name]
    merged = merge(record_type, sides.base.content, sides.stored.content, sides.mine)
    if not merged.conflicts:
        then(merged.content)
        return None
    about = (sides.changed_by, sides.basis, sides.names)
    dialog = ConflictDialog(record_type, merged.conflicts, *about, window, intro=intro, back=back)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: then(dialog.chosen(merged.content)))
    if given_up is not None:
        dialog.rejected.connect(given_up)
    dialog.open()
    return dialog


def sides_with(
    sheet: Sheet, base: Record, mine: Content, changed_by: str, basis: Basis, names: Mapping[tuple[str, int], str]
) -> Sides:
    """The sides of a save that somebody else's came before.

    Args:
        sheet: the record as it is now.
        names: what people call the records that the form refers to.
    """
    return services.taking_back.Sides(base, mine, sheet.record, changed_by, basis, {**names, **_names_of(sheet)})


def _names_of(sheet: Sheet) -> dict[tuple[str, int], str]:
    record_type = RECORD_TYPES[sheet.record.type_name]
    own = {
        (record_type.by_name[name].refers_to, reference.id): reference.label
        for name, reference in sheet.references.items()
    }
    return own | {key: reference.label for key, reference in sheet.row_references.items()}
