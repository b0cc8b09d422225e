"""Ranges for exclusion constraints, out of core PostgreSQL alone."""

from django.contrib.postgres.fields import DateRangeField
from django.db.models import Func


class Span(Func):
    """One UUID as a range, so that a core GiST index can hold it without an extension."""

    function = "uuidrange"
    template = "uuidrange(%(expressions)s, %(expressions)s, '[]')"


class Days(Func):
    """From reception up to release: leaving and coming back on one day is two periods."""

    function = "daterange"
    output_field = DateRangeField()
