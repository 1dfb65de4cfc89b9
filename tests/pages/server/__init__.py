"""Tests of what app.py serves beside the pages."""
