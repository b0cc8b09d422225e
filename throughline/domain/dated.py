"""Rows that hold from one day until another."""

from datetime import date, timedelta

from throughline.domain.objections import Objection


def day_before(day: date) -> date:
    """Return the day before."""
    return day - timedelta(days=1)


def last_day_before(earlier_from: date, *, on: date) -> date:
    """Return the last day of a row that another replaces from a day on.

    One that began that very day, or later, is put right by the other: its last day comes before its first, so it holds on none.
    """
    return day_before(max(earlier_from, on))


def objection_to_ending(from_on: date, until_on: date | None, *, on: date, resting_on_it: int = 0) -> Objection | None:
    """Return why a dated row cannot end on that day, or None. `resting_on_it` counts what would be left behind."""
    if until_on is not None and until_on <= on:
        return Objection("ended_already", "This has already ended.")
    if on < from_on:
        return Objection("ends_before_it_starts", "The last day is before the first. Choose a later day.", "until_on")
    if resting_on_it:
        return Objection("still_in_use", f"{resting_on_it} still in use. Move or end those first.")
    return None


def objection_to_overlapping(until_on: date | None, *, on: date) -> Objection | None:
    """Return why a new row cannot begin on a day on which another of its kind still holds, or None.

    One that ends that very day gives the day up: what is ended and begun again on one day follows itself.
    """
    if until_on == on:
        return None
    until = "" if until_on is None else f" until {until_on.day} {until_on:%B %Y}"
    return Objection("held_on_that_day", f"What is there already holds{until}. Choose a day after that.", "on")


def objection_to_following(earlier_from: date, *, on: date) -> Objection | None:
    """Return why a new row cannot follow the one in force on that day, or None."""
    if on < earlier_from:
        return Objection(
            "before_the_one_in_force",
            f"What is there already starts later, on {earlier_from.day} {earlier_from:%B %Y}. Choose that day or a later one.",
            "on",
        )
    return None
