"""Printed sheets, for where no phone goes: short codes, what may be entered on a line, when a sheet must be back."""

from collections.abc import Callable, Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from throughline.domain.calendar import HERE, add_working_days, day_of
from throughline.domain.objections import Objection, Refused, first
from throughline.domain.vocabulary import Channel, ConsentPurpose, Stage, Words

# No two that a hand or a poor printer makes alike (0 O D Q, 1 I L, 2 Z, 5 S, 6 G, 8 B, 9, U V), no vowel, so no word.
# Nineteen, a prime: with the check letter below every single wrong letter and every two that changed places are noticed.
LETTERS = "CDFHJKMNPRTVWXY2347"
LENGTH = 6
MOST_LINES = 150
DAYS_AHEAD = 7  # a sheet that is printed earlier is out of date by its day
MOST_MINUTES = 1440


class Kind(Words):
    """What a sheet is for."""

    PRISON = "prison", "Prison day"
    EMERGENCY = "emergency", "Emergency sheet"


class Purpose(Words):
    """Why somebody stands on a sheet."""

    OFFER = "offer", "Ask if they want to join"
    SIGN_UP = "sign_up", "Sign up"
    PLAN = "plan", "Plan"
    VISIT = "visit", "Visit"
    APPOINTMENT = "appointment", "Appointment"
    GATE = "gate", "Meet at the gate"
    CALL = "call", "Get in touch"


IN_PRISON = (Purpose.OFFER, Purpose.SIGN_UP, Purpose.PLAN, Purpose.VISIT)


class Done(Words):
    """What was done, as it is entered afterwards."""

    YES = "yes", "Said yes"
    LATER = "later", "Is thinking"
    NO = "no", "Said not now"
    SIGNED_UP = "signed_up", "Signed up"
    STEP = "step", "Plan step done"
    SEEN = "seen", "Seen or spoken with"
    NOT_SEEN = "not_seen", "Not seen"


class NotSeen(Words):
    """Why somebody was not seen."""

    NOT_BROUGHT = "not_brought", "They were not brought"
    AWAY = "away", "At court, or out for the day"
    ILL = "ill", "Ill"
    MOVED = "moved", "Moved, or let out"
    SAID_NO = "said_no", "Did not want to"
    NO_WORD = "no_word", "Did not come, no word"
    NO_ANSWER = "no_answer", "No answer"
    NOT_LET_IN = "not_let_in", "We were not let in"
    NO_TIME = "no_time", "We ran out of time"
    OTHER = "other", "Something else (say what)"


class Fate(Words):
    """What became of the paper."""

    DESTROYED = "destroyed", "Destroyed"
    KEPT = "kept", "Kept in a safe place"


# Which boxes are printed for a purpose, to be ticked by hand. "Not seen" stands on every line.
BOXES: dict[Purpose, tuple[Done, ...]] = {
    Purpose.OFFER: (Done.YES, Done.LATER, Done.NO, Done.SIGNED_UP),
    Purpose.SIGN_UP: (Done.SIGNED_UP, Done.LATER, Done.NO),
    Purpose.PLAN: (Done.SEEN, Done.STEP),
    Purpose.VISIT: (Done.SEEN, Done.STEP),
    Purpose.APPOINTMENT: (Done.SEEN,),
    Purpose.GATE: (Done.SEEN,),
    Purpose.CALL: (Done.SEEN,),
}
# What each line's meeting was, where a note is written of it.
CHANNELS: dict[Purpose, Channel] = {
    Purpose.OFFER: Channel.PRISON_VISIT,
    Purpose.SIGN_UP: Channel.PRISON_VISIT,
    Purpose.PLAN: Channel.PRISON_VISIT,
    Purpose.VISIT: Channel.PRISON_VISIT,
    Purpose.APPOINTMENT: Channel.FACE_TO_FACE,
    Purpose.GATE: Channel.GATE,
    Purpose.CALL: Channel.PHONE,
}
# What an appointment's own list of results says to the same. What is not here is left for somebody to say.
_RESULTS: dict[NotSeen, str] = {
    NotSeen.NO_WORD: "no_word",
    NotSeen.NOT_LET_IN: "denied_entry",
    NotSeen.NO_TIME: "we_did_not_come",
}


def check_letter(letters: str) -> str:
    """Return the letter that ends a code: with it the letters, each by its own weight, come to a multiple of nineteen."""
    total = sum(weight * LETTERS.index(letter) for weight, letter in enumerate(letters, start=1))
    # 6 times 16 is one more than a multiple of nineteen: what is divided by six is multiplied by sixteen.
    return LETTERS[-total * 16 % len(LETTERS)]


def new_code(pick: Callable[[str], str]) -> str:
    """Return a code of letters that `pick` chose, with its check letter."""
    letters = "".join(pick(LETTERS) for _ in range(LENGTH - 1))
    return letters + check_letter(letters)


def new_codes(number: int, *, pick: Callable[[str], str], taken: Callable[[Collection[str]], AbstractSet[str]]) -> list[str]:  # fmt: skip
    """Return so many codes, none twice and none of those that `taken` names."""
    found: list[str] = []
    while len(found) < number:
        more = {new_code(pick) for _ in range(number - len(found))} - set(found)
        found += sorted(more - taken(more))
    return found


def written(code: str) -> str:
    """Return a code as it is printed: in two halves."""
    return f"{code[:3]} {code[3:]}"


def read_code(typed: str) -> str:
    """Return a code as it is kept, however it was typed."""
    return "".join(sign for sign in typed.upper() if not sign.isspace() and sign not in "-.–_/")


def objection_to_code(code: str) -> Objection | None:
    """Return what is wrong with the letters of a code, or None. Whose it is, is another question."""
    if not code:
        return Objection("no_code", "Write the code that stands on the sheet.", "code")
    strange = next((sign for sign in code if sign not in LETTERS), "")
    if strange:
        return Objection("strange_letter", f"No code has {strange} in it. Look at the sheet again.", "code")
    if len(code) != LENGTH:
        return Objection("wrong_length", f"A code has {LENGTH} letters. This has {len(code)}.", "code")
    if check_letter(code[:-1]) != code[-1]:
        return Objection("mistyped", "A letter of this code is wrong. Look at the sheet again.", "code")
    return None


@dataclass(frozen=True)
class Planned:
    """One line to be: who is to be seen, what for, when."""

    episode: UUID
    purpose: Purpose
    hall: str = ""
    at: datetime | None = None
    appointment: UUID | None = None
    gate: UUID | None = None
    steps: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Said:
    """One line as somebody entered it. `place` is where it stood on the page, from 1."""

    place: int
    code: str
    what: Done | None
    words: str = ""
    minutes: int | None = None
    steps: tuple[int, ...] = ()
    why: NotSeen | None = None
    agreed: frozenset[ConsentPurpose] = frozenset()
    day: date | None = None


@dataclass(frozen=True)
class Trouble:
    """What is wrong with one line."""

    place: int
    code: str
    objection: Objection

    @property
    def words(self) -> str:
        """The sentence, with the line and its code."""
        return f"Line {self.place}{f', {written(self.code)}' if self.code else ''}: {self.objection.words}"


class NotEntered(Refused):
    """Nothing of a sheet was saved: these lines are wrong."""

    def __init__(self, troubles: Sequence[Trouble]) -> None:
        super().__init__(Objection("lines_wrong", troubles[0].words if troubles else "Nothing was entered."))
        self.troubles = tuple(troubles)


def objection_to_line(said: Said, *, steps: int, days: Sequence[date], today: date) -> Objection | None:
    """Return why what was entered for a line makes no sense, or None. `steps` is how many are printed on it."""
    if said.what is None:
        return Objection("no_answer", "Choose what was done.", "what")
    note = bool(said.words.strip())
    wrong = next((one for one in said.steps if not 1 <= one <= steps), None)
    return first(
        Objection("no_reason", "Choose why they were not seen.", "why")
        if said.what is Done.NOT_SEEN and said.why is None else None,
        Objection("no_reason", "Write a few words on why they were not seen.", "words")
        if said.what is Done.NOT_SEEN and said.why is NotSeen.OTHER and not note else None,
        Objection("seen_and_not", "You say why they were not seen, and also what was done. Choose one.", "why")
        if said.why is not None and said.what is not Done.NOT_SEEN else None,
        Objection("odd_minutes", "Minutes must be between 1 and 1440.", "minutes")
        if said.minutes is not None and not 1 <= said.minutes <= MOST_MINUTES else None,
        Objection("minutes_unseen", "Minutes are for those who were seen.", "minutes")
        if said.minutes is not None and said.what is Done.NOT_SEEN else None,
        Objection("no_words", "Write a few words about what happened.", "words")
        if not note and (said.what is Done.SEEN or said.minutes is not None) else None,
        Objection("no_step", "This line has no steps printed on it. Choose something else.", "what")
        if said.what is Done.STEP and steps == 0 else None,
        Objection("no_step", "Write the number of the step, as it stands on the sheet.", "steps")
        if said.what is Done.STEP and not said.steps else None,
        Objection("step_unasked", "A step’s number goes with “Plan step done”. Choose that, or leave the number out.", "steps")
        if said.steps and said.what is not Done.STEP else None,
        Objection("wrong_step", f"There is no step {wrong} on this line. The last is {steps}.", "steps")
        if wrong is not None else None,
        Objection("agreed_unasked", "What they agreed to goes with “Signed up”. Choose that, or take the ticks away.", "agreed")
        if said.agreed and said.what is not Done.SIGNED_UP else None,
        Objection("not_its_day", "Choose one of the sheet’s days.", "day") if said.day is not None and said.day not in days else None,
        Objection("not_yet", "That day has not come yet.", "day") if (said.day or min(days)) > today else None,
    )  # fmt: skip


def objection_to_entering(*, returned_at: datetime | None) -> Objection | None:
    """Return why nothing can be entered from a sheet any more, or None."""
    if returned_at is None:
        return None
    back = day_of(returned_at)
    return Objection("returned", f"This sheet was given back on {in_words(back)}. Write a note on the person’s page.")


def entered_already(*, by: str, at: datetime) -> Objection:
    """Say that somebody has entered a line."""
    return Objection("entered", f"{by} entered this line on {in_words(day_of(at))}. Look at it before you write more.", "code")  # fmt: skip


def of_another(*, this: int, other: int | None = None, day: date | None = None) -> Objection:
    """Say that a code is of another sheet: which, where whoever asks may know that."""
    if other is None or day is None:
        return Objection("another_sheet", f"That is no code of sheet {this}. Look at the number of your sheet.", "code")
    return Objection(
        "another_sheet", f"That is a code of sheet {other}, {in_words(day)}. This is sheet {this}.", "code"
    )


def out_of_sight() -> Objection:
    """Say that whoever stands on a line is not open any more to the one who enters it. Who it is, is not said."""
    return Objection("out_of_sight", "This person’s record is not open to you any more. Give the sheet to your team lead.", "code")  # fmt: skip


def twice(place: int) -> Objection:
    """Say that the same code stands on an earlier line of the page."""
    return Objection("twice", f"The same code is on line {place}. Each line is entered once.", "code")


def objection_to_issuing(*, people: int, day: date, today: date) -> Objection | None:
    """Return why a prison's sheet cannot be made for a day, or None."""
    if not people:
        return Objection("nobody", "Tick at least one person.", "who")
    if people > MOST_LINES:
        return Objection("too_many", f"A sheet holds {MOST_LINES} people. Make two sheets.", "who")
    return objection_to_day(day, today=today)


def objection_to_day(day: date, *, today: date) -> Objection | None:
    """Return why a sheet is not made for a day, or None: what is printed early is out of date by then."""
    if day < today:
        return Objection("past", "That day is past. Choose today or a day to come.", "day")
    if day > today + timedelta(days=DAYS_AHEAD):
        return Objection("far_off", "That is more than a week away. Print it nearer the day.", "day")
    return None


def objection_to_returning(*, returned_at: datetime | None, issued_at: datetime | None, left: int, rest_empty: bool, fate: Fate | None, kept_where: str) -> Objection | None:  # fmt: skip
    """Return why a sheet cannot be given back, or None. `left` is how many of its lines were not entered."""
    lines = "One line is" if left == 1 else f"{left} lines are"
    return first(
        Objection("returned", "This sheet was given back already.") if returned_at is not None else None,
        Objection("not_printed", "This sheet was never printed, so there is nothing to give back.") if issued_at is None else None,
        Objection("no_fate", "Choose what became of the paper.", "fate") if fate is None else None,
        Objection("no_place", "Write where it is kept.", "kept_where") if fate is Fate.KEPT and not kept_where.strip() else None,
        Objection("lines_left", f"{lines} not entered. Enter them first, or tick that nothing was written there.", "rest_empty")
        if left and not rest_empty else None,
    )  # fmt: skip


def due_back(last: date, *, holidays: AbstractSet[date]) -> date:
    """Return by when a sheet must be entered and given back: the end of the next working day."""
    return add_working_days(last, 1, holidays=holidays)


def purpose_of(stage: Stage, *, said_yes: bool, visit: bool) -> Purpose | None:
    """Return why somebody in prison would be seen, from where they are, or None where there is nothing to do."""
    if stage in (Stage.IDENTIFIED, Stage.OFFERED, Stage.DECLINED):
        return Purpose.SIGN_UP if said_yes else Purpose.OFFER
    if stage is Stage.MOVED_ON:
        return None
    if visit:
        return Purpose.VISIT
    return Purpose.PLAN if stage is Stage.SIGNED_UP else Purpose.VISIT


def result_of(said: Said, *, inside: bool) -> str:
    """Return what came of a line's appointment, as the list of results has it, or "" where somebody must still say."""
    if said.what is not Done.NOT_SEEN:
        return "on_time"
    if said.why is NotSeen.SAID_NO:
        return "said_no_inside" if inside else ""
    return _RESULTS.get(said.why, "") if said.why else ""


def moment_of(day: date, at: datetime | None, *, now: datetime) -> datetime:
    """Return when what is entered happened: at its own time on that day, else at noon; never after now."""
    said = datetime.combine(day, at.astimezone(HERE).timetz() if at else time(12, tzinfo=HERE))
    return min(said, now)


def in_words(day: date) -> str:
    """Return "Thursday 26 November 2026"."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"
