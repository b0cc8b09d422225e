"""Room: outside."""
