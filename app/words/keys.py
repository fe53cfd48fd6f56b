"""What is said of a key that does not open a file, and of a keyring that does not keep one."""

from __future__ import annotations

from app.errors import KeyProblem, KeyringError, KeyringProblem, WrongKeyError
from app.words.marking import QT_TRANSLATE_NOOP, Translate

KEY_SENTENCES = {
    KeyProblem.WRONG_PASSPHRASE: QT_TRANSLATE_NOOP(
        "words",
        "This is not its passphrase. Nothing was changed: try again, minding capitals and the keyboard's language, or type "
        "the recovery key instead.",
    ),
    KeyProblem.MISTYPED: QT_TRANSLATE_NOOP(
        "words", "The recovery key is mistyped somewhere. Compare it group by group with what was printed."
    ),
    KeyProblem.INCOMPLETE: QT_TRANSLATE_NOOP(
        "words", "The recovery key is not complete, or too long. It has eleven groups of six letters and digits."
    ),
    KeyProblem.OTHER_FILE: QT_TRANSLATE_NOOP(
        "words",
        "This is the recovery key of another file, or of this one before it was encrypted anew. Look for the one that was "
        "printed last.",
    ),
}
MISTYPED_GROUP = QT_TRANSLATE_NOOP(
    "words", "Group {group} of the recovery key is mistyped. Compare it with what was printed."
)
KEYRING_SENTENCES = {
    KeyringProblem.NONE: QT_TRANSLATE_NOOP(
        "words", "This computer has no keyring that Deskbook can keep keys in. Choose a passphrase instead."
    ),
    KeyringProblem.LOCKED: QT_TRANSLATE_NOOP(
        "words", "This computer's keyring is locked. Unlock it, or sign out and in again, then try once more."
    ),
    KeyringProblem.REFUSED: QT_TRANSLATE_NOOP(
        "words", "This computer's keyring did not take the key. Choose a passphrase instead, or look into its settings."
    ),
}


def describe_key(error: WrongKeyError, translate: Translate) -> str:
    """What is wrong with the key that was typed, and where to look."""
    sentence = MISTYPED_GROUP if error.group else KEY_SENTENCES[error.problem]
    return translate(sentence).format(group=error.group)


def describe_keyring(error: KeyringError, translate: Translate) -> str:
    """What to do about the keyring, or without it."""
    return translate(KEYRING_SENTENCES[error.problem])
