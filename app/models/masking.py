"""What people read of a value that is masked for them: its last characters, if it is long enough to keep a secret."""

HIDDEN_PART = "••••"

SHOWN = 4
LEAST_HIDDEN = 4


def masked(text: str) -> str:
    """The text with all but its last characters hidden; of a short one none is shown, and how long it is never."""
    text = "".join(text.split())  # how a number is written takes no place among the few that are shown
    is_long = len(text) >= SHOWN + LEAST_HIDDEN
    return HIDDEN_PART + text[-SHOWN:] if is_long else HIDDEN_PART
