"""Presenters: all formatting, tags and links, so that templates hold no logic."""
