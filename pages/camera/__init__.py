"""Live: the stream between browser and server."""
