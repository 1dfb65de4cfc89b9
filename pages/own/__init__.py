"""My emoji: capture, looks, the set, what the app learns from it, and all that is kept."""
