"""What a grant opens, on which basis, and which grants a fact gives."""

from enum import IntFlag

from throughline.domain.vocabulary import Words


class Opens(IntFlag):
    """Kinds of information, held as bits. Never renumber: the numbers are in rows and in policies."""

    IDENTITY = 1
    CONTACT = 2
    JOURNEY = 4
    PLAN = 8
    NOTES = 16
    SAFETY = 32
    OFFENDING = 64
    HEALTH = 128
    FAMILY = 256
    MEASURES = 512
    WORK = 1024
    EQUALITY = 2048
    ADDRESS = 4096


EVERYTHING = 8191


class Basis(Words):
    """Why a grant was given."""

    ASSIGNMENT = "assignment", "looks after this record"
    TEAM = "team", "leads the team that works with them"
    DUTY = "duty", "is on duty for the place they are in"
    REFERRAL = "referral", "was sent a referral"
    REFERRER = "referrer", "made the referral"
    FAMILY = "family", "supports a relative"
    COVER = "cover", "covers for someone away"
    BREAK_GLASS = "break_glass", "opened it in an emergency"
    OVERSIGHT = "oversight", "was asked to review it"


# What each basis opens until agreements say otherwise. A duty coach must be able to make an offer and write a plan,
# and never needs the offence detail; the team sees what its lead needs to keep anyone from being lost.
OPENED_BY = {
    Basis.ASSIGNMENT: Opens(EVERYTHING) & ~Opens.OFFENDING,
    Basis.DUTY: Opens(EVERYTHING) & ~(Opens.OFFENDING | Opens.HEALTH),
    Basis.TEAM: Opens(EVERYTHING) & ~Opens.OFFENDING,
    Basis.COVER: Opens(EVERYTHING) & ~Opens.OFFENDING,
    # What keeps somebody alive and safe: to read, never to write. `sec.break_glass` has the same number.
    Basis.BREAK_GLASS: (
        Opens.IDENTITY
        | Opens.CONTACT
        | Opens.ADDRESS
        | Opens.JOURNEY
        | Opens.PLAN
        | Opens.NOTES
        | Opens.SAFETY
        | Opens.HEALTH
        | Opens.FAMILY
    ),
}
