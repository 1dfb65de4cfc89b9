"""Tests of what runs the camera."""
