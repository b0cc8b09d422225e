"""A safety statement: for one setting, what to know and what to put in place there. Never a level, never what was done.

Parts as the risk practice has them: who is at risk, what makes it more and less likely (HMPPS, summary of risk of
serious harm); looked at again after 70 days (HMPPS CFO's own practice), unless the partnership sets another length.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from throughline.domain.calendar import Length
from throughline.domain.objections import Objection, first
from throughline.domain.vocabulary import Words

REVIEW = Length(70, "days")
LONGEST_REVIEW = timedelta(days=366)
LOOK_AHEAD = timedelta(days=14)


class Place(Words):
    """What kind of place a statement is for."""

    OUTDOORS = "outdoors", "Outdoor pitch or park"
    HALL = "hall", "Sports hall or gym"
    CLASSROOM = "classroom", "Classroom or group room"
    OFFICE = "office", "Office or meeting room"
    CAFE = "cafe", "Café or drop-in"
    HOUSING = "housing", "Place to live"
    WORK = "work", "Place of work"
    TRANSPORT = "transport", "On the way: car, bus or train"
    VISIT = "visit", "At their home"
    OTHER = "other", "Another kind of place"


class InPlace(Words):
    """A control that is ticked rather than written, so that it is said in the same words each time."""

    ADULTS_ONLY = "adults_only", "Adults only at the session"
    SECOND_WORKER = "second_worker", "A second member of staff in sight"
    HOME_BY = "home_by", "Home by a set time"
    KEEP_APART = "keep_apart", "Keep apart from a named person"
    KEEP_AWAY = "keep_away", "Keep away from an area"


@dataclass(frozen=True)
class Part:
    """One part of a statement: its column, what is asked, what its reader sees above it."""

    name: str
    asks: str
    heading: str
    hint: str = ""
    needed: bool = True


PARTS = (
    Part("pattern", "What might happen there?", "What to know", "The pattern that matters in this place. Not what they were in prison for"),
    Part("at_risk", "Who could be at risk?", "Who could be at risk", "For example: younger people, a former partner, the person"),
    Part("more_likely", "What makes it more likely?", "What makes it more likely", "For example: drink, a crowd, being told off in front of others"),
    Part("less_likely", "What makes it less likely?", "What helps", "For example: a word at the door, a quiet corner"),
    Part("controls", "What else must be in place?", "What to have in place", "One to a line", needed=False),
    Part("if_worried", "If something worries you, what should you do?", "If something worries you", "Say it as an order: give him 5 minutes, then phone"),
)  # fmt: skip
BY_NAME = {part.name: part for part in PARTS}


@dataclass(frozen=True)
class Test:
    """One of the four questions beside the box: the answer that lets a statement stand, and what to do about the other."""

    name: str
    asks: str
    passes: str
    otherwise: str


TESTS = (
    Test("relevant", "Does it matter in this place?", "yes", "Take out what does not matter there, then answer again"),
    Test("necessary", "Do they need all of it to keep people safe?", "yes", "Take out what they can do without, then answer again"),
    Test("harmful", "Could it do harm if others came to know it?", "no", "Say it so that it does no harm if others hear it, then answer again"),
    Test("sayable", "Would you say it like this with the person there?", "yes", "Say it as you would with them in the room, then answer again"),
)  # fmt: skip


# -- A bare level -------------------------------------------------------------------------------------------------

_LEVEL = r"(?:very\s+)?(?:low|lower|medium|moderate|high|higher|med|mod|hi|lo|amber|red|green|minimal|negligible|standard|elevated|significant|serious|vh|l|m|h)"
_LINK = r"\s*(?:to|or|and|[/&,+>-]|\s)\s*"
_LEVELS = rf"{_LEVEL}(?:{_LINK}{_LEVEL})*"
_NOUN = r"(?:risk|risks|rosh|rsr|ogrs|oasys|mappa|level|levels|category|likelihood|harm|rag|score|rating|tier)"
_NAMED = re.compile(
    rf"\b{_LEVELS}\b[\s:,()-]*(?:\w+\s+){{0,2}}?{_NOUN}\b"  # low to medium risk; medium static risk
    rf"|\b{_NOUN}\b(?:\s+(?:of|to)(?:\s+[\w-]+){{1,4}}?)?[\s:=,()-]*(?:(?:is|are|was|as|at|currently|assessed|level|scored|rated|given|be|been|to|overall)\s+)*[\s:=,()-]*{_LEVELS}\b"
    rf"|\bno(?:t\s+a|\s+known|\s+current|\s+identified)?\s+risks?\b|\brisks?\W+(?:is\s+)?(?:none|nil|no|n/a)\b"
    rf"|\b(?:level|category|cat|tier|score|rating|ogrs|rsr|mappa)\W*(?:level\s*|category\s*|cat\s*|of\s*)?\d+\s*%?"
)
_ONLY = re.compile(rf"(?:{_LEVELS}|none|nil|n/?a|unknown|not known|tbc|as above|see file|see above|ok|okay|fine|safe)")
# Words that say nothing of what happens or what to do: what stands around a level, and labels.
_EMPTY = frozenset(
    "a about above all also am an and any are as at be been being but by can could current currently for from generally "
    "had has have he her here hers him his i in is it its itself just known me most mostly my no none not now of off on "
    "only or other others our out overall own probably quite rather said see seem seems seen she should so some still "
    "such than that the their them there these they this those though to too us usual usually very was we were which "
    "will with would you your "
    "risk risks rosh rsr ogrs oasys mappa level levels category cat likelihood harm harms harmful score scored rating "
    "rated assessed assessment assess deemed considered classed graded given tier rag static dynamic reoffending offending "
    "serious seriously person persons people public children child staff adult adults known general self others prison "
    "custody community probation social work nature type kind presents present poses pose posing "
    "mental health physical issue issues problem problems concern concerns needs need drug drugs alcohol drink substance "
    "substances misuse violence violent sexual domestic abuse arson behaviour vulnerable vulnerability "
    "risky between through end ends range band side bit moderately mediumish "
    "low lower medium moderate high higher med mod hi lo amber red green minimal negligible standard elevated significant vh l m h".split()
)
_GRADES = frozenset(
    "low lower medium moderate moderately mediumish high higher med mod amber minimal negligible elevated vh".split()
)
_NAMES_RISK = frozenset("risk risks risky rosh rsr ogrs oasys mappa level levels category score rating tier".split())
_MARKS = re.compile(r"\b\d+\s*(?:out of|of|/)\s*\d+\b")
# Letters of other scripts that look like ours: nobody writes "low" with them by chance.
_ALIKE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0445\u0456\u0455\u043c\u0442\u03bf\u03b1\u03b9", "aeopcxismtoai"
)
# Words that show that something is said of a moment, or to be done.
_SAYS = frozenset(
    "if when whenever unless until till before after while where because then once during between every always never "
    "keep ask phone ring call text tell give let stay sit stand leave meet take bring walk wait stop start avoid make "
    "use check watch show speak say talk listen step move offer sign lock open close go don't dont cannot can't must".split()
)
_FEW = 4
_LONG = 60
_QUOTED = 60


def objection_to_a_bare_level(words: str, *, field: str = "") -> Objection | None:
    """Return why words that give a level in place of what to do cannot be kept, or None.

    Each sentence is looked at by itself. One that is nothing but a level is refused, and one that puts a level to a risk
    and says nothing more of what happens, when, or what to do. A sentence that only holds such a word is not.
    """
    for sentence in _sentences(words):
        if _is_bare(sentence):
            said = sentence if len(sentence) <= _QUOTED else f"{sentence[:_QUOTED].rstrip()}…"
            return Objection(
                "bare_level",
                f"‘{said}’ does not say what to do. Try: ‘If he goes quiet, give him 5 minutes, then phone me.’",
                field,
            )
    return None


def _is_bare(sentence: str) -> bool:
    plain = _plain(sentence)
    if not plain:
        return False
    plain = re.sub(r"(?<=[^\W\d_])(\d)(?=[^\W\d_])", r" \1 ", plain)  # low2medium
    found = re.findall(r"[^\W_]+(?:['-][^\W_]+)*", plain)
    parts = [one for word in found for one in ([word] if "'" in word else word.split("-"))]
    content = [word for word in parts if word not in _EMPTY and word not in _SAYS and not word.isdigit()]
    says = any(word in _SAYS for word in parts)
    grade = any(word in _GRADES for word in parts)
    if not content and (grade or _MARKS.search(plain)):
        return True  # a level or a mark, and not one word of what happens
    if grade and not says and len(content) < _FEW and any(word in _NAMES_RISK for word in parts):
        return True  # who gave the level, and where, says no more than the level
    if len(content) >= _FEW or (says and content):
        return False  # something is said of what happens or what to do
    if len(parts) > _LONG:
        return True  # so many words, and nothing said: looked at no further, for the search would cost their square
    whole = " ".join(word for word in parts if word not in ("he", "she", "they", "is", "are", "currently", "overall", "the", "a"))  # fmt: skip
    if _ONLY.fullmatch(whole) or _ONLY.fullmatch(plain.strip(" -:,/()")):
        return True
    return _NAMED.search(plain) is not None


def _sentences(words: str) -> list[str]:
    """Part words into sentences as they were typed. A lone letter with a stop is not the end of one: L. M. is one thing."""
    parts = re.split(r"(?<=[^\W\d_]{2})[.!?]+(?=\s|$)|(?<=\d)[.!?]+(?=\s|$)|[!?]+|[\r\n\u2022;]+", words)
    return [part.strip(" \t.-–—*•") for part in parts if part and part.strip(" \t.-–—*•")]


def _plain(sentence: str) -> str:
    """Return a sentence in small letters, with one kind of dash and apostrophe, and spelt-out letters joined."""
    text = unicodedata.normalize("NFKC", sentence).casefold()
    if re.search(r"[a-z]", text):
        text = text.translate(_ALIKE)
    text = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cf", "Mn", "Cc") or sign == "\t")
    text = re.sub(r"[\u2010-\u2015\u2212_~=→]+", "-", text)
    text = re.sub(r"[\u2018\u2019\u02bc`]", "'", text)
    text = re.sub(r"[\"\u201c\u201d*#|]", " ", text)
    text = re.sub(r"\b(\w)(?:[ .]\s*(\w)\b){2,}", lambda spelt: re.sub(r"[ .]", "", spelt[0]), text)  # l o w, l.o.w.
    return re.sub(r"\s+", " ", text.replace(".", " ")).strip()


# -- What was done ------------------------------------------------------------------------------------------------

_DONE = re.compile(
    r"\b(?:convict(?:ed|ions?)|(?<!take )(?<!takes )(?<!took )(?<!taking )offen[cs]es?|index offen[cs]e|sentenced (?:for|to)|charged with|found guilty|pleaded guilty|"
    r"pled guilty|(?:sex|violent|child) offen\w+|rap(?:ed|ist)|murder(?:ed|er)?|previous convictions?|rap sheet|"
    r"criminal record|served (?:time|\d+ (?:months|years)) for|in (?:prison|jail|custody) for)\b",
    re.IGNORECASE,
)


def objection_to_what_was_done(words: str, *, field: str = "") -> Objection | None:
    """Return why words that name what somebody was convicted of cannot be kept, or None."""
    found = _DONE.search(unicodedata.normalize("NFKC", words))
    if found is None:
        return None
    return Objection("what_was_done", f"‘{found[0]}’: say what to do, not what they did. Leave it out.", field)


# -- Saving, changing, ending -------------------------------------------------------------------------------------


def objection_to_words(said: Mapping[str, str]) -> Objection | None:
    """Return the first reason why the parts of a statement cannot be kept, or None."""
    for part in PARTS:
        words = said.get(part.name, "")
        if part.needed and not words.strip():
            return Objection("empty_part", f"Write this part: {part.asks.rstrip('?').lower()}.", part.name)
        found = objection_to_a_bare_level(words, field=part.name) or objection_to_what_was_done(words, field=part.name)
        if found is not None:
            return found
    return None


def objection_to_controls(in_place: Sequence[str], controls: str) -> Objection | None:
    """Return why a statement with nothing to put in place cannot be kept, or None."""
    if not in_place and not controls.strip():
        return Objection("no_controls", "Say what must be in place: tick it or write it.", "controls")
    return None


def sense_of(said: Mapping[str, str], in_place: Sequence[str] = ()) -> str:
    """Return a mark of what a statement says: the same while only case, spaces and marks differ, another once words do."""
    whole = " | ".join(said.get(part.name, "") for part in PARTS)
    plain = unicodedata.normalize("NFKC", whole).casefold()
    sense = " ".join(re.findall(r"[^\W_]+|\|", plain)) + " # " + " ".join(sorted(in_place))
    return sha256(sense.encode("utf-8", "replace")).hexdigest()


def failed(answers: Mapping[str, str]) -> list[str]:
    """Return the tests whose answer does not let a statement stand, in their order."""
    return [
        test.name for test in TESTS if answers.get(test.name) in ("yes", "no") and answers[test.name] != test.passes
    ]


def objection_to_answers(answers: Mapping[str, str], *, same_words_failed: Sequence[str] = ()) -> Objection | None:
    """Return why a statement cannot stand on these answers, or None.

    `same_words_failed` are the tests that failed before on words of the same sense: there another answer alone does not
    help, the words must change.
    """
    for test in TESTS:
        if test.name not in answers or answers[test.name] not in ("yes", "no"):
            return Objection("no_answer", f"Answer this: {test.asks}", test.name)
        if answers[test.name] != test.passes:
            return Objection("test_failed", f"{test.otherwise}.", test.name)
    for name in same_words_failed:
        test = next(one for one in TESTS if one.name == name)
        return Objection("same_words", f"The answer changed and the words did not. {test.otherwise}.", test.name)
    return None


def objection_to_source(source: str) -> Objection | None:
    """Return why a statement without a source cannot be kept, or None."""
    return None if source.strip() else Objection("no_source", "Write how this is known, and from whom.", "source")


def objection_to_setting(organisation: object | None, setting: str) -> Objection | None:
    """Return why a statement without a setting cannot be kept, or None."""
    if organisation is None and not setting.strip():
        return Objection("no_setting", "Say who it is for: choose an organisation, or write the place.", "organisation")
    return objection_to_a_bare_level(setting, field="setting") or objection_to_what_was_done(setting, field="setting")


def objection_to_a_second(another: bool) -> Objection | None:
    """Return why another statement for the same setting cannot be begun, or None."""
    if another:
        return Objection("held_already", "There is one for this place already. Change that one.", "organisation")
    return None


def objection_to_dates(*, written_on: date, review_on: date, on: date) -> Objection | None:
    """Return why the days of a statement do not make sense, or None."""
    return first(
        Objection("not_yet", "That day has not come yet. Choose today or a day before.", "written_on") if written_on > on else None,
        Objection("review_past", "The day to look again is past. Choose a day to come.", "review_on") if review_on <= on else None,
        Objection("review_too_late", "Look at it again within a year. Choose an earlier day.", "review_on")
        if review_on > on + LONGEST_REVIEW else None,
    )  # fmt: skip


def objection_to_changing(*, ended_on: date | None) -> Objection | None:
    """Return why a statement cannot be changed, or None."""
    if ended_on is not None:
        return Objection("ended", "This is ended. Write a new one if it is needed again.")
    return None


def objection_to_ending(*, ended_on: date | None, because: str) -> Objection | None:
    """Return why a statement cannot be ended, or None."""
    if ended_on is not None:
        return Objection("ended", "This has ended already.")
    if not because.strip():
        return Objection("no_reason", "Write why it is not needed any more.", "because")
    return None


def review_due(written_on: date, *, after: Length) -> date:
    """Return the day on which a statement is looked at again, where nobody chose another."""
    return written_on + timedelta(days=max(1, after.whole_days))
