"""Tests of many pictures at once."""
