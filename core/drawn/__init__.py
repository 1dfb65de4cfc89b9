"""People drawn by code: faces of seven expressions whose place and landmarks are known."""
