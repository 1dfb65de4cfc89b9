"""Tests of core, lying as the code lies."""
