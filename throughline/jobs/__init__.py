"""Room: jobs."""
