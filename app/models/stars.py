"""Ratings as stars. Apart from other values as people read them: lists need it before anything is read."""

STARS = "★☆"


def format_stars(rating: int, most: int) -> str:
    """A rating as stars, and the number for whoever can't see or count them; `without_stars` leaves that."""
    full = min(max(rating, 0), most)
    return f"{STARS[0] * full}{STARS[1] * (most - full)} {rating} of {most}"


def without_stars(text: str) -> str:
    """What a screen reader says of it: each star has a long name."""
    return text.lstrip(f"{STARS} ")
