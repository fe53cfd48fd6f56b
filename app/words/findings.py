"""What is said of a file that opens, and is not sound."""

from __future__ import annotations

from app.words.marking import QT_TRANSLATE_NOOP, Translate

FINDING_SENTENCES = {
    "pages": QT_TRANSLATE_NOOP("words", "The file itself is damaged; places: {count}, such as: {examples}."),
    "reference": QT_TRANSLATE_NOOP(
        "words", "Rows of {table} that refer to something that is not there: {count} (such as {examples})."
    ),
    "node": QT_TRANSLATE_NOOP("words", "The number that marks the ids of new records is missing, doubled or wrong."),
    "counter": QT_TRANSLATE_NOOP(
        "words", "The next record of {table} would get a number that is taken: the highest is {examples}."
    ),
    "unreadable": QT_TRANSLATE_NOOP(
        "words", "Records of {table} that hold something unreadable: {count} (such as {examples})."
    ),
    "columns": QT_TRANSLATE_NOOP(
        "words",
        "Records of {table} that would be sorted or shown by something they don't say: {count} (such as {examples}).",
    ),
    "search_text": QT_TRANSLATE_NOOP(
        "words", "Records of {table} that can't be found by all they say: {count} (such as {examples})."
    ),
    "search_index": QT_TRANSLATE_NOOP("words", "The search index of {table} does not agree with its records."),
    "content": QT_TRANSLATE_NOOP(
        "words",
        "Attachments whose files are missing, cut off or altered: {count} ({examples}). Attach them again, or get them from a backup.",
    ),
}
"""One for each `app.store.checks.Fault`."""


def describe_finding(fault: str, table: str, count: int, examples: tuple[str, ...], translate: Translate = str) -> str:
    """What is wrong with a file that opens, in a sentence."""
    return translate(FINDING_SENTENCES[fault]).format(table=table, count=f"{count:,}", examples=", ".join(examples))
