"""Whether somebody asks for a file alone, as windows that have it open look again and again; light to import."""

from __future__ import annotations

from app.store import requests

is_wanted = requests.is_wanted
note_waiting = requests.note_waiting
withdraw = requests.withdraw
