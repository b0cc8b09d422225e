"""The `throughline` command line: one thin file a verb."""
