"""The closed lists that the rules themselves depend on.

Lists that a partnership may change (needs, reasons, results, outcomes) are code lists in the database;
`domain/codes.py` ships their first version.
"""

from enum import StrEnum


class Words(StrEnum):
    """A closed list whose members carry the words that people read."""

    label: str

    def __new__(cls, value: str, label: str) -> "Words":
        """Make a member from its stored value and the words shown for it."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Return (value, words) pairs in the order of the list."""
        return [(member.value, member.label) for member in cls]


class Stage(Words):
    """Where an episode is. The database derives it from the episode's dates; nobody sets it."""

    IDENTIFIED = "identified", "not asked yet"
    OFFERED = "offered", "asked"
    DECLINED = "declined", "declined for now"
    SIGNED_UP = "signed_up", "signed up"
    PLANNING = "planning", "plan agreed"
    RELEASED = "released", "out of prison"
    ENGAGED = "engaged", "in touch since release"
    IN_CUSTODY = "in_custody", "back in prison"
    MOVED_ON = "moved_on", "moved on"


class Role(Words):
    """What a worker may do. To whom is never said by a role: that is a grant."""

    PRISON_COACH = "prison_coach", "Prison coach"
    MENTOR = "mentor", "Community mentor"
    FAMILY_COORDINATOR = "family_coordinator", "Family coordinator"
    EMPLOYMENT_CONSULTANT = "employment_consultant", "Employment consultant"
    DUTY_WORKER = "duty_worker", "Duty worker"
    TEAM_LEAD = "team_lead", "Team lead"
    COORDINATOR = "coordinator", "Coordinator"
    PARTNER_WORKER = "partner_worker", "Partner worker"
    REFERRER = "referrer", "Referrer"
    EVALUATOR = "evaluator", "Evaluator"
    PARTNERSHIP_MANAGER = "partnership_manager", "Partnership manager"
    SAFEGUARDING_LEAD = "safeguarding_lead", "Safeguarding lead"
    RECORD_STEWARD = "record_steward", "Record steward"
    DATA_PROTECTION_LEAD = "data_protection_lead", "Data protection lead"
    ADMINISTRATOR = "administrator", "Administrator"


class OrganisationKind(Words):
    """What kind of organisation a partner is."""

    LEAD_CHARITY = "lead_charity", "Lead charity"
    CHARITY = "charity", "Charity"
    FAMILY_CHARITY = "family_charity", "Family charity"
    FOOTBALL_TRUST = "football_trust", "Football trust"
    SOCIAL_WORK = "social_work", "Social work"
    PROBATION = "probation", "Probation"
    PRISON_SERVICE = "prison_service", "Prison service"
    HOUSING = "housing", "Housing"
    HEALTH = "health", "Health"
    COUNCIL = "council", "Council"
    OTHER = "other", "Other"


class Nation(Words):
    """The nation whose law, prisons and holidays apply."""

    SCOTLAND = "scotland", "Scotland"
    ENGLAND_AND_WALES = "england-and-wales", "England and Wales"


class Channel(Words):
    """How people were in touch."""

    PHONE = "phone", "Phone"
    FACE_TO_FACE = "face_to_face", "Face to face"
    TEXT = "text", "Text"
    PRISON_VISIT = "prison_visit", "Prison visit"
    VIDEO = "video", "Video"
    GATE = "gate", "At the gate"
    EMAIL = "email", "Email"
    EMAIL_A_PRISONER = "email_a_prisoner", "Email a Prisoner"
    LETTER = "letter", "Letter"
    OTHER = "other", "Other"


class OfferAnswer(Words):
    """What someone said when they were asked."""

    ACCEPTED = "accepted", "Said yes"
    THINKING = "thinking", "Thinking"
    DECLINED = "declined", "Declined for now"


class Way(Words):
    """How someone agreed to something."""

    PAPER = "paper", "Signed on paper"
    SCREEN = "screen", "On screen"
    SPOKEN = "spoken", "Spoken, with a witness"


class ConsentPurpose(Words):
    """What a consent is for. Each is asked and may be withdrawn by itself."""

    TAKING_PART = "taking_part", "Taking part"
    RECORD = "record", "Keeping a record"
    SHARING = "sharing", "Sharing with partners"
    RESEARCH = "research", "Research"


class CustodyStatus(Words):
    """Why someone is in prison, as the law has it."""

    SENTENCED = "sentenced", "Serving a sentence"
    REMAND = "remand", "On remand"
    RECALL = "recall", "Recalled"
    UNKNOWN = "unknown", "Not known yet"


class IdentifierKind(Words):
    """A number by which another system knows someone."""

    SPIN = "spin", "Scottish prison number"
    NOMIS = "nomis", "Prison number"
    PNC = "pnc", "PNC number"
    CRN = "crn", "Probation number"
    CHS = "chs", "Criminal history number"


class Part(Words):
    """The part a worker plays for one person."""

    PRISON_COACH = "prison_coach", "Prison coach"
    MENTOR = "mentor", "Mentor"
    LEAD = "lead", "Team lead"
    FAMILY = "family", "Family coordinator"
    EMPLOYMENT = "employment", "Employment consultant"


class Who(Words):
    """Who does an action of a plan."""

    PARTICIPANT = "participant", "Participant"
    MENTOR = "mentor", "Mentor"
    AGENCY = "agency", "An agency"


class Cause(Words):
    """Whether a clock was missed because of the person's life or the service's work."""

    PERSON = "person", "The person"
    SERVICE = "service", "The service"
    OUTSIDE = "outside", "Someone else"
