"""Deskbook: customer records for a service desk, on a local file or a shared server."""

__version__ = "0.1.0"

HOME_VARIABLE = "DESKBOOK_HOME"
"""The environment variable that puts all folders of this person into one (`paths.py`)."""
