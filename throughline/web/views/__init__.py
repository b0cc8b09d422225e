"""Views: functions read from top to bottom. Fetch through sight, build the form, act, redirect."""
