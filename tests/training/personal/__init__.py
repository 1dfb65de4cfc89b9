"""Tests of training.personal."""
