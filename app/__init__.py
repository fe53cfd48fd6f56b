"""Deskbook: customer records for a service desk, on a local file or a shared server."""

__version__ = "0.1.0"
