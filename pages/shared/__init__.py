"""What more than one page uses. Folders, caches and the visitor's session are named here only."""
