"""The work in plain Python. Imports nothing but the standard library."""
