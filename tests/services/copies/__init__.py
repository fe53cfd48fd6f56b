"""Copies of databases: whole ones, and those that were stopped and go on."""
