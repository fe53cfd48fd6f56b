"""Files at records, as people see them: attached, looked at, opened and saved."""
