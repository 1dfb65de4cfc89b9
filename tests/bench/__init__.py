"""Measurements, each a command of its own; pytest does not run them."""
