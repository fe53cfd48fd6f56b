"""What is special about invoices in the window: their lines, their acts, and how they are printed."""
