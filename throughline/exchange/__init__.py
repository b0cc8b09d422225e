"""Files in and out: lists as prisons export them, workbooks, calendars, documents."""
