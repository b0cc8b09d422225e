"""The figures, defined as data: what is counted, how, who is left out. A figure carries the version it was counted by.

Change what a figure counts and its version goes up: old sets of figures stay, and say which definition they followed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from throughline.domain.vocabulary import Channel


@dataclass(frozen=True)
class Least:
    """How few people are too few, for what."""

    version: int
    shown: int  # a count below it, 0 aside, is not shown to whoever does not see all of them
    followed: int  # a curve ends where fewer are still followed: beyond it says more of the few than of the many
    told: int  # a set of fewer people tells whoever does not see all of them no number
    compared: int  # two groups are set against each other where each has as many, and a group is named


# Source: domain reference 6.5 (5 by default, and 10 in the strictest rooms), as the national statistics offices' own habit is;
# 20 is ours: in a set of fewer nearly every count is small, and a later set would tell of those few who came since.
LEAST = Least(2, shown=5, followed=10, told=20, compared=10)
NEAREST = 5  # to how many a count is told to whoever does not see all of them
MONTHS = (6, 12, 24)
LANDMARK_DAYS = 30
LANDMARK_MONTHS = (6, 12)
DAYS_IN_A_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Engaged:
    """What 'engaged' means: signed up, and met at least once in the community, in one of these ways."""

    version: int
    channels: tuple[Channel, ...]
    appointments: bool  # an appointment in the community that happened, where the worker went too, is a meeting
    words: str


ENGAGED = Engaged(
    1,
    (Channel.FACE_TO_FACE,),
    True,
    "Engaged: signed up, and met a worker face to face in the community at least once. The meeting at the gate is not "
    "counted, and a phone call is not.",
)


@dataclass(frozen=True)
class Definition:
    """One figure: its code and title, the version of its definition, how it is counted, and why somebody is left out."""

    code: str
    title: str
    version: int
    counted: str
    left_out: Mapping[str, str]
    sees_sex: bool = False  # whether it shows what a list said of somebody's sex


_NOT_OUT = "not out of prison yet"
_OUT_BEFORE = "already out when we first heard of them"
_UNKNOWN_DAY = "back in prison on a day that is not known"
_ONCE = "Each person is counted once."

PROFILE = Definition(
    "profile",
    "Who takes part",
    2,
    f"Everyone who signed up and has come out of prison. {_ONCE} Of somebody with more than one time with us, the last that they signed up for and came out in is the one. "
    f"{ENGAGED.words} Age is on the day of sign-up. Earlier times in prison are those on our records.",
    {"not_signed_up": "did not sign up", "not_out": _NOT_OUT},
    sees_sex=True,
)
OUTCOMES = Definition(
    "outcomes",
    "Work, training and learning",
    2,
    f"Everyone engaged. {_ONCE} Of somebody with more than one time with us, the last that they signed up for and came out in is the one. "
    "Counted is who began a job, their own work, training or education after signing up, with evidence on the record. "
    "Somebody with two kinds stands in both, and once in the last row.",
    {"not_signed_up": "did not sign up", "not_out": _NOT_OUT, "not_met": "not met in the community"},
)
FUNNEL = Definition(
    "funnel",
    "From the list to moving on",
    2,
    f"Everyone we were told of. {_ONCE} Of somebody with more than one time with us, the last is the one. Each stands at the last step that they reached with no step missed before it: "
    "on a list, asked, signed up, came out, first contact outside, moved on as planned. Moved on is an ending that was planned: goals reached, other support, or their own choice. "
    "Any other ending is not a step. Somebody may still go further.",
    {},
)
TIME_OUT = Definition(
    "time_out",
    "Time between times in prison",
    2,
    f"Everyone who came out after we were told of them, with an earlier time out on our records. {_ONCE} Each is compared with their own last time out, "
    "and with the longest of their times out before. Counted are those who came out at least that long ago, back or not: so nobody is counted too early. "
    "Whoever was out for exactly as many days as before was out for as long, not longer.",
    {
        "not_out": _NOT_OUT, "out_before": _OUT_BEFORE, "unknown_day": _UNKNOWN_DAY,
        "no_earlier": "no earlier time out on our records", "too_early": "not out for as long as their last time yet, by the calendar",
    },
)  # fmt: skip
RETURN = Definition(
    "return",
    "Back in prison",
    2,
    f"Everyone who came out after we were told of them, signed up or not. {_ONCE} The first time that we knew them come out is the one. The clock starts on the day they came out and stops on the first day back in prison, "
    "for whatever reason: remand, recall or a new sentence. It runs no further than the data of the prisons. Whoever went straight from one time in prison to another did not come out. The two groups are what was known "
    "when they came out: signed up before that day, or not. A return that nobody told us of is not counted.",
    {"not_out": _NOT_OUT, "out_before": _OUT_BEFORE, "unknown_day": _UNKNOWN_DAY},
)
MET = Definition(
    "met",
    f"Back in prison, by whether met by day {LANDMARK_DAYS}",
    2,
    f"Everyone still out {LANDMARK_DAYS} days after they came out. {_ONCE} That day is the start: who was met face to face in the community by then, and who was not. "
    "From there each is followed, no further than the data of the prisons. Whoever was back before that day is in neither group.",
    {
        "not_out": _NOT_OUT, "out_before": _OUT_BEFORE, "unknown_day": _UNKNOWN_DAY,
        "gone_back": f"back in prison by day {LANDMARK_DAYS}", "not_followed": f"came out less than {LANDMARK_DAYS} days before the last data of the prisons",
        "died": "died before that day",
    },
)  # fmt: skip
DEFINITIONS = {one.code: one for one in (FUNNEL, PROFILE, OUTCOMES, RETURN, MET, TIME_OUT)}

# The fixed paragraph under the landmark's two shares: it stands there whatever they are.
NOT_WHAT_WE_DID = (
    "This does not say what meeting somebody does. Who is met and who is not was never left to chance. Those who are met may have a home to be met in, family who help, or "
    "more wish to meet. Those who are not may have moved away, or be hard to find because life is going badly. Any of these may be why the two shares differ, or why they "
    "do not. Only a comparison of people who are alike can say more, and even that only about what was written down."
)

STEPS = ("listed", "asked", "signed_up", "out", "contact", "moved_on")
STEP_WORDS = {
    "listed": "On a list", "asked": "Asked", "signed_up": "Signed up", "out": "Came out", "contact": "First contact outside", "moved_on": "Moved on as planned",
}  # fmt: skip


def versions() -> str:
    """Return the version of every definition as one word: a fingerprint holds it."""
    return ",".join(
        [f"{code}={one.version}" for code, one in sorted(DEFINITIONS.items())]
        + [f"engaged={ENGAGED.version}", f"least={LEAST.version}"]
    )


def months_after(day: date, months: int) -> date:
    """Return the same day of the month, so many months on: the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    first_of_next = date(day.year + years + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return date(day.year + years, month + 1, min(day.day, last))


def age_on(birth: date, day: date) -> int:
    """Return somebody's age on a day."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


NOT_KNOWN = "not_known"
AGE_BANDS = {
    "16_20": "16 to 20",
    "21_30": "21 to 30",
    "31_40": "31 to 40",
    "41_50": "41 to 50",
    "51_up": "51 and over",
    NOT_KNOWN: "Not known",
}
SENTENCE_BANDS = {
    "to_6": "Up to 6 months", "to_24": "Over 6 months, up to 2 years", "to_48": "Over 2 years, up to 4 years", "over_48": "Over 4 years",
    "none": "No sentence: remand or recall", NOT_KNOWN: "Not known",
}  # fmt: skip
EARLIER_BANDS = {"0": "None on our records", "1": "1", "2_4": "2 to 4", "5_10": "5 to 10", "11_up": "11 or more"}
SEXES = {"male": "Men", "female": "Women", "other": "Written otherwise", NOT_KNOWN: "Not known"}
GAP_BANDS = {
    "to_3": "Less than 3 months",
    "to_6": "3 to 6 months",
    "to_12": "6 to 12 months",
    "over_12": "A year or longer",
}


def age_band(birth: date | None, day: date) -> str:
    """Return the band of an age."""
    if birth is None:
        return NOT_KNOWN
    age = age_on(birth, day)
    return (
        "16_20" if age <= 20 else "21_30" if age <= 30 else "31_40" if age <= 40 else "41_50" if age <= 50 else "51_up"
    )


def sentence_band(days: int | None, *, sentenced: bool | None) -> str:
    """Return the band of a sentence's length, in days as the list gave it."""
    if days is None:
        return "none" if sentenced is False else NOT_KNOWN
    return "to_6" if days <= 183 else "to_24" if days <= 731 else "to_48" if days <= 1461 else "over_48"


def earlier_band(number: int) -> str:
    """Return the band of how many earlier times in prison are known."""
    return "0" if number == 0 else "1" if number == 1 else "2_4" if number <= 4 else "5_10" if number <= 10 else "11_up"


def sex_of(written: str | None) -> str:
    """Return what a list wrote of somebody's sex, as one of few."""
    word = (written or "").strip().lower()
    if not word:
        return NOT_KNOWN
    return "male" if word in ("m", "male", "man") else "female" if word in ("f", "female", "woman") else "other"


def gap_band(days: int) -> str:
    """Return the band of a time out."""
    return "to_3" if days < 91 else "to_6" if days < 183 else "to_12" if days < 365 else "over_12"
