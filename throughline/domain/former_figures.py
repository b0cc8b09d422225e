"""How figures were counted before: each definition as it stood. A set of figures that was kept says which it followed."""

from throughline.domain.figures import ENGAGED, LANDMARK_DAYS, Definition

_NOT_OUT = "not out of prison yet"
_OUT_BEFORE = "already out when we first heard of them"
_UNKNOWN_DAY = "back in prison on a day that is not known"
_AGAIN = "counted already, with the first time we knew them come out"

PROFILE = Definition(
    "profile",
    "Who takes part",
    1,
    f"Everyone who signed up and has come out of prison. {ENGAGED.words} Age is on the day of sign-up. Earlier times in prison are those on our records.",
    {"not_signed_up": "did not sign up", "not_out": _NOT_OUT},
    sees_sex=True,
)
OUTCOMES = Definition(
    "outcomes",
    "Work, training and learning",
    1,
    "Everyone engaged. Counted is who began a job, their own work, training or education after signing up, with evidence on the record. "
    "Somebody with two kinds stands in both, and once in the last row.",
    {"not_signed_up": "did not sign up", "not_out": _NOT_OUT, "not_met": "not met in the community"},
)
FUNNEL = Definition(
    "funnel",
    "From the list to moving on",
    1,
    "Everyone we were told of. Each stands at the last step that they reached with no step missed before it: on a list, asked, signed up, "
    "came out, first contact outside, moved on. Somebody may still go further.",
    {},
)
TIME_OUT = Definition(
    "time_out",
    "Time between times in prison",
    1,
    "Everyone who came out after we were told of them, with an earlier time out on our records. Each is compared with their own last time out, "
    "and with the longest of their times out before. Counted are those who came out at least that long ago, back or not: so nobody is counted too early.",
    {
        "not_out": _NOT_OUT, "out_before": _OUT_BEFORE, "unknown_day": _UNKNOWN_DAY, "again": _AGAIN,
        "no_earlier": "no earlier time out on our records", "too_early": "not out for as long as their last time yet, by the calendar",
    },
)  # fmt: skip
RETURN = Definition(
    "return",
    "Back in prison",
    1,
    "Everyone who came out after we were told of them, signed up or not. The clock starts on the day they came out and stops on the first day back in prison, "
    "for whatever reason: remand, recall or a new sentence. Whoever went straight from one time in prison to another did not come out. The two groups are what was known on "
    "that day: signed up by then, or not. A return that nobody told us of is not counted.",
    {"not_out": _NOT_OUT, "out_before": _OUT_BEFORE, "unknown_day": _UNKNOWN_DAY, "again": _AGAIN},
)
MET = Definition(
    "met",
    f"Back in prison, by whether met by day {LANDMARK_DAYS}",
    1,
    f"Everyone still out {LANDMARK_DAYS} days after they came out. That day is the start: who was met face to face in the community by then, and who was not. "
    "From there each is followed. Whoever was back before that day is in neither group.",
    {
        "not_out": _NOT_OUT, "out_before": _OUT_BEFORE, "unknown_day": _UNKNOWN_DAY, "again": _AGAIN,
        "gone_back": f"back in prison by day {LANDMARK_DAYS}", "not_followed": f"came out less than {LANDMARK_DAYS} days ago",
        "died": "died before that day",
    },
)  # fmt: skip
FORMER = {(one.code, one.version): one for one in (FUNNEL, PROFILE, OUTCOMES, RETURN, MET, TIME_OUT)}
