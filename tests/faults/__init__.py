"""Tests of what happens when the disk fails, a file is damaged, or a process dies."""
