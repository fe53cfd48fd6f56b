"""Pictures of any origin brought into the form in which they are kept, within bounds of time and memory."""
