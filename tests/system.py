"""Programs of the system that tests need: where dev.py installs them tests fail without them, elsewhere they are left out."""

from __future__ import annotations

import shutil

import pytest


def needs(*programs: object, reason: str) -> pytest.MarkDecorator:
    """A mark for tests of these programs, of which one is None if it is not there."""
    can_be_installed = shutil.which("apt-get") is not None
    return pytest.mark.skipif(None in programs and not can_be_installed, reason=reason)
