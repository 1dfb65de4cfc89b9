"""Tests of what hosts need: the very files under deploy/, run here."""
