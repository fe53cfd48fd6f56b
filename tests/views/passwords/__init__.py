"""The window while its server is gone, silent or far away."""
