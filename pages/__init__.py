"""The app's pages: widgets, layout and wording; what they show is made in core and training."""
