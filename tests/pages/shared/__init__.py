"""What pages share, tested without a page."""
