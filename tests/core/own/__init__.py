"""Tests of the visitor's own store."""
