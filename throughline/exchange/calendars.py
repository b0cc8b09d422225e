"""Appointments for a phone's calendar. The words are neutral: a calendar is read over shoulders."""

from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from throughline.domain.calendar import HERE


def invitation(*, uid: str, starts_at: datetime, minutes: int, sequence: int) -> bytes:
    """Return an iCalendar file (RFC 5545) with one event and a reminder an hour before. Times are those of London."""
    calendar = Calendar()
    calendar.add("prodid", "-//Throughline//EN")
    calendar.add("version", "2.0")
    event = Event()
    event.add("uid", f"{uid}@throughline")
    event.add("summary", "Appointment")
    event.add("dtstart", starts_at.astimezone(HERE))
    event.add("dtend", starts_at.astimezone(HERE) + timedelta(minutes=minutes))
    event.add("dtstamp", datetime.now(UTC))
    event.add("sequence", sequence)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "Appointment")
    alarm.add("trigger", timedelta(hours=-1))
    event.add_component(alarm)
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()
