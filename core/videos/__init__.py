"""A clip in, a clip with emojis out: faces followed both ways in time, sound kept."""
