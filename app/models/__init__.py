"""What the records are: declarations, plain values and pure rules; neither Qt nor input and output."""
