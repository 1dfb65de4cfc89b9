"""Tests of core.videos."""
