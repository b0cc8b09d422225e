"""Cohorts, what is wrong with them, the figures made of them, and the report that says both."""
