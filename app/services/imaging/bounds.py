"""What bounds a process that reads files of any origin: so much memory and no more, and none kept that is free."""

from __future__ import annotations

import ctypes
from contextlib import suppress

_DATA = 180 * 1024 * 1024
_LARGE = 256 * 1024
_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
"""What the C library calls these settings."""


def give_memory_back() -> None:
    """Have whatever is large go back to the system as soon as it is free: the other process may need it then."""
    with suppress(OSError, TypeError, AttributeError):  # not every system's library has this
        library = ctypes.CDLL(None)
        library.mallopt(_MMAP_THRESHOLD, _LARGE)
        library.mallopt(_ARENA_MAX, 1)


def bound_memory() -> None:
    """Where the system can refuse memory, a decoder is refused it rather than stopped once it has it."""
    try:
        import resource
    except ImportError:
        return
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (_DATA, _DATA))
