"""What a model tells of a set: `python -m training.study`."""
