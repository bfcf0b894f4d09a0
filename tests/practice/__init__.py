"""Tests of the practice environment."""
