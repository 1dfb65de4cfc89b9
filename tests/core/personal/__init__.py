"""Tests of personal models."""
