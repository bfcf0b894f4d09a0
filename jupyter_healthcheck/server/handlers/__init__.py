"""Thin: decode, call one service, encode."""
