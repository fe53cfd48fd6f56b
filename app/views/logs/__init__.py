"""What a tab that tells from a log of a record is made of, whichever log it is."""
