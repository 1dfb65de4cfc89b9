"""Tests of core.dataset."""
