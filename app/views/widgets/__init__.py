"""Controls used by several views."""
