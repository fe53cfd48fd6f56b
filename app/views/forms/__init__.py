"""Forms that show and change one record."""
