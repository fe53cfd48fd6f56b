"""Pages of a PDF document drawn. Meant for a process of its own: what is drawn may be made to hurt whoever draws it.

Nothing in a document is run: the library is built without scripts, and links and commands are never followed.
"""

from __future__ import annotations

import ctypes
import logging
import math

import pypdfium2

from app.errors import DocumentError, DocumentProblem

MOST_PIXELS = 8_000_000
_LONGEST_SIDE = 32_000
"""What a window can paint of a picture."""

_PASSWORD = 4
"""What the library calls a missing password."""

Drawn = tuple[int, int, "ctypes.Array[ctypes.c_ubyte]"]
"""Width, height, and for each pixel blue, green, red and a byte of nothing."""


class Document:
    """An open document.

    Raises:
        DocumentError: it can't be opened.
    """

    def __init__(self, content: ctypes.Array[ctypes.c_char]) -> None:
        logging.getLogger("pypdfium2").setLevel(logging.CRITICAL)  # nobody reads it there
        try:
            self._document = pypdfium2.PdfDocument(content)
            self._document.init_forms()  # else what was filled in isn't drawn
        except pypdfium2.PdfiumError as error:
            is_protected = error.err_code == _PASSWORD
            raise DocumentError(DocumentProblem.PROTECTED if is_protected else DocumentProblem.DAMAGED) from None
        self.pages = len(self._document)
        if not self.pages:
            raise DocumentError(DocumentProblem.EMPTY)

    def draw(self, number: int, width: int) -> Drawn:
        """A page so many pixels wide, or narrower if it would be too large.

        Raises:
            DocumentError: it can't be drawn.
        """
        try:
            page = self._document[number]
            try:
                across, down = page.get_size()
                scale = scale_for(across, down, width)
                bitmap = page.render(
                    scale=scale, force_bitmap_format=pypdfium2.raw.FPDFBitmap_BGRx, limit_image_cache=True
                )
            finally:
                page.close()
        except (pypdfium2.PdfiumError, ValueError, OverflowError):
            raise DocumentError(DocumentProblem.PAGE) from None
        if bitmap.stride != bitmap.width * 4:
            raise DocumentError(DocumentProblem.PAGE)
        return bitmap.width, bitmap.height, bitmap.buffer


def scale_for(across: float, down: float, width: int) -> float:
    """How many pixels a point is to have, so that the page fits the width, and is nowhere too large.

    Raises:
        ValueError: it is no size that a page can have.
    """
    if not (math.isfinite(across) and math.isfinite(down) and across > 0 and down > 0):
        raise ValueError("no page is of this size")
    fitting = width / across
    bounded = math.sqrt(MOST_PIXELS / (across * down))
    return min(fitting, bounded, (_LONGEST_SIDE - 1) / max(across, down))
