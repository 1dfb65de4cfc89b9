"""What app.py serves beside the pages: routes, what stands before every request, and the start."""
