"""Tables, constraints, and QuerySets in words of the work."""

from throughline.models.actors import acting, as_service, become, focus, nobody, unfocus
from throughline.models.agreements import (
    Agreement,
    AgreementApproval,
    AgreementParty,
    AgreementPurpose,
    AgreementReview,
    AgreementVersion,
    DeclaredNeed,
    Sharing,
    SharingTerm,
    allowed,
    people_resting_on,
    rests_on_consent,
    sides_of,
    term_on,
)
from throughline.models.appointments import Appointment
from throughline.models.codes import Code, CodeList, CodeVersion
from throughline.models.conflicts import Conflict
from throughline.models.consents import Consent
from throughline.models.covers import Cover
from throughline.models.custody import CustodyPeriod, LiberationDate, OffenceGroup, PrisonStay
from throughline.models.deaths import Death
from throughline.models.emergencies import BreakGlass, break_glass
from throughline.models.episodes import WAITS, Assignment, ClockExemption, Ending, Episode, Handover
from throughline.models.events import Event
from throughline.models.figures import FigureSet, WholeFigures
from throughline.models.gates import UNMARKED, GateMeeting, Pack, PackItem
from throughline.models.grants import Grant, hidden_of, kept_apart, kept_out, opened_to, people_in_sight
from throughline.models.habits import Habits
from throughline.models.history import HISTORY
from throughline.models.ids import new_id
from throughline.models.letters import Letter, LetterTemplate, LetterWords, not_to_be_written_to
from throughline.models.links import ServiceLink
from throughline.models.looks import Alert, Checkpoint, Look, Question, Withholding
from throughline.models.mail import Mail, SavedForm
from throughline.models.needs import Need, Scale, Strength
from throughline.models.notes import Draft, Note, contacts
from throughline.models.offers import Answer, Offer
from throughline.models.organisations import (
    Organisation,
    Partnership,
    PrisonService,
    Team,
    TeamArea,
    TeamDuty,
)
from throughline.models.outcomes import Outcome, OutcomeCheck
from throughline.models.people import (
    Address,
    CloseOne,
    ContactWay,
    Identifier,
    ListFact,
    NameKeys,
    Person,
    PersonName,
)
from throughline.models.places import Council, Holiday, Prison
from throughline.models.plans import Goal, GoalAction, Plan
from throughline.models.programmes import (
    ConsentWording,
    EligibilityRule,
    PackContent,
    Programme,
    StandardRow,
    weight_rule,
)
from throughline.models.reassignments import Reassignment, ReassignmentLine
from throughline.models.restrictions import Restriction
from throughline.models.sealed import Seal, SealHolder
from throughline.models.sessions import KeptForm
from throughline.models.sheets import Sheet, SheetEntry, SheetLine, next_number
from throughline.models.sight import Personal, PersonalQuerySet
from throughline.models.standings import standing_of
from throughline.models.statements import SafetyStatement
from throughline.models.thanks import Thanks
from throughline.models.tokens import Token
from throughline.models.uploads import HeldRow, Upload
from throughline.models.workers import Absence, Account, Post, Worker
from throughline.models.worries import HelpNumber, SafeguardingDuty, Worry, WorryReader, WorryTold, chain_of

__all__ = [
    "HISTORY",
    "UNMARKED",
    "WAITS",
    "Absence",
    "Account",
    "Address",
    "Agreement",
    "AgreementApproval",
    "AgreementParty",
    "AgreementPurpose",
    "AgreementReview",
    "AgreementVersion",
    "Alert",
    "Answer",
    "Appointment",
    "Assignment",
    "BreakGlass",
    "Checkpoint",
    "ClockExemption",
    "CloseOne",
    "Code",
    "CodeList",
    "CodeVersion",
    "Conflict",
    "Consent",
    "ConsentWording",
    "ContactWay",
    "Council",
    "Cover",
    "CustodyPeriod",
    "Death",
    "DeclaredNeed",
    "Draft",
    "EligibilityRule",
    "Ending",
    "Episode",
    "Event",
    "FigureSet",
    "GateMeeting",
    "Goal",
    "GoalAction",
    "Grant",
    "Habits",
    "Handover",
    "HeldRow",
    "HelpNumber",
    "Holiday",
    "Identifier",
    "KeptForm",
    "Letter",
    "LetterTemplate",
    "LetterWords",
    "LiberationDate",
    "ListFact",
    "Look",
    "Mail",
    "NameKeys",
    "Need",
    "Note",
    "OffenceGroup",
    "Offer",
    "Organisation",
    "Outcome",
    "OutcomeCheck",
    "Pack",
    "PackContent",
    "PackItem",
    "Partnership",
    "Person",
    "PersonName",
    "Personal",
    "PersonalQuerySet",
    "Plan",
    "Post",
    "Prison",
    "PrisonService",
    "PrisonStay",
    "Programme",
    "Question",
    "Reassignment",
    "ReassignmentLine",
    "Restriction",
    "SafeguardingDuty",
    "SafetyStatement",
    "SavedForm",
    "Scale",
    "Seal",
    "SealHolder",
    "ServiceLink",
    "Sharing",
    "SharingTerm",
    "Sheet",
    "SheetEntry",
    "SheetLine",
    "StandardRow",
    "Strength",
    "Team",
    "TeamArea",
    "TeamDuty",
    "Thanks",
    "Token",
    "Upload",
    "WholeFigures",
    "Withholding",
    "Worker",
    "Worry",
    "WorryReader",
    "WorryTold",
    "acting",
    "allowed",
    "as_service",
    "become",
    "break_glass",
    "chain_of",
    "contacts",
    "focus",
    "hidden_of",
    "kept_apart",
    "kept_out",
    "new_id",
    "next_number",
    "nobody",
    "not_to_be_written_to",
    "opened_to",
    "people_in_sight",
    "people_resting_on",
    "rests_on_consent",
    "sides_of",
    "standing_of",
    "term_on",
    "unfocus",
    "weight_rule",
]
