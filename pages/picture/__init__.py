"""Photo: results and how they are taken home."""
