"""Pictures as people see them: all of them in a grid, one with what is known of it, and the tools to change it."""
