"""Figures: arrays in, frozen results out. Nothing here knows a database, a file or a person."""
