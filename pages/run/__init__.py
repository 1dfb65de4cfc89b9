"""Training: the form of a run, its curves, comparing and promoting."""
