"""What one visitor chose to keep: faces, captures, emoji sets, models; listed and deleted."""
