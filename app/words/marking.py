"""Sentences that are English in the program, and marked so that translators find them."""

from __future__ import annotations

from collections.abc import Callable

CONTEXT = "words"
"""Under which translators find the sentences."""

Translate = Callable[[str], str]
"""Gives a sentence, with its placeholders, in the person's language."""


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Mark a text for Qt's collector of texts, which knows this name."""
    return text
