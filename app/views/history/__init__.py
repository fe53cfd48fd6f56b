"""What happened to a record: its tab, and the record as it was."""
