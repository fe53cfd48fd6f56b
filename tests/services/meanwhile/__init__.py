"""Two people on a server at the same moment."""
