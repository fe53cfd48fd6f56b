"""Where the records are kept: the only folder that tells one database from another."""
