"""Explorer: faces of a set as a grid, a map and checks, and how they are fixed."""
