"""What is said of a file that is not taken as a picture."""

from __future__ import annotations

from app.errors import PictureError, PictureProblem
from app.words.marking import QT_TRANSLATE_NOOP, Translate

PICTURE_SENTENCES = {
    PictureProblem.UNREADABLE: QT_TRANSLATE_NOOP(
        "words", "The file can't be read. It may have been moved, or this computer does not let you use it."
    ),
    PictureProblem.EMPTY: QT_TRANSLATE_NOOP("words", "The file is empty. Choose another one."),
    PictureProblem.TOO_LARGE: QT_TRANSLATE_NOOP(
        "words", "The file is larger than {detail} MB. Save the picture smaller, and try again."
    ),
    PictureProblem.TOO_MANY_PIXELS: QT_TRANSLATE_NOOP(
        "words", "The picture has more than {detail} million pixels. Save it smaller, and try again."
    ),
    PictureProblem.NOT_A_PICTURE: QT_TRANSLATE_NOOP("words", "This is not a picture. Choose a PNG or JPEG file."),
    PictureProblem.VECTORS: QT_TRANSLATE_NOOP(
        "words", "SVG drawings are not taken, since they may hold programs. Save the drawing as PNG, and try again."
    ),
    PictureProblem.UNSUPPORTED: QT_TRANSLATE_NOOP(
        "words", "Pictures of the kind {detail} are not taken. Save it as PNG or JPEG, and try again."
    ),
    PictureProblem.DAMAGED: QT_TRANSLATE_NOOP(
        "words", "The picture is damaged or incomplete. Get it again from where it came, or choose another one."
    ),
    PictureProblem.TOO_DEMANDING: QT_TRANSLATE_NOOP(
        "words", "The picture needs more memory than one may take. Save it smaller or as JPEG, and try again."
    ),
    PictureProblem.TOO_SLOW: QT_TRANSLATE_NOOP(
        "words", "The picture takes too long to open. Save it anew as PNG or JPEG, and try again."
    ),
    PictureProblem.REPLACED: QT_TRANSLATE_NOOP(
        "words", "Somebody replaced the picture meanwhile, so your edit was not stored. Look at it, and edit it again."
    ),
}
"""One for each problem; `{detail}` is a limit or a format."""


def describe_picture(error: PictureError, translate: Translate) -> str:
    """Why it is not taken, and what would be."""
    return translate(PICTURE_SENTENCES[error.problem]).format(detail=error.detail)
