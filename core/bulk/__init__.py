"""Many pictures: folders worked through by several processes, as often as it takes."""
