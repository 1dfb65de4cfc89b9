"""Photo: a video, from its upload to what is taken home."""
