"""Runs as plain Python: what the trainer writes and pages read. Loads no Keras."""
