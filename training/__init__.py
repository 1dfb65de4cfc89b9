"""A config in, a model folder out."""
