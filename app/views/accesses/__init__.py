"""Who opened, exported and unmasked a record: noted while it is shown, and read in a tab of its own."""
