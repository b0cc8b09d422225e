"""What is sent and what comes back. What is sent is checked strictly: no other field, no other type."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt

from throughline.domain.vocabulary import Channel, Stage

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d")


def _kept(value: Any) -> Any:
    """Drop from words what no database can keep, as the pages do: a NUL, a lone surrogate."""
    if not isinstance(value, str):
        return value
    return "".join(sign for sign in value if sign != "\x00" and not 0xD800 <= ord(sign) <= 0xDFFF)


def _moment(value: Any) -> Any:
    """Take a moment as it is written, and never a number."""
    if not isinstance(value, str) or not _MOMENT.match(value):
        msg = "Write the day and time like 2026-11-26T14:30:00+00:00."
        raise ValueError(msg)
    return value


Plain = Annotated[str, BeforeValidator(_kept)]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment)]


class Sent(Schema):
    """Something that is sent."""

    model_config = ConfigDict(extra="forbid")


class Episode(Schema):
    """Somebody in a programme: where they are in it."""

    id: UUID
    stage: Stage
    owner: str
    team: str | None
    signed_up_on: str | None
    released_on: str | None
    custody_since: str | None
    first_contact_at: datetime | None
    last_contact_at: datetime | None
    ended_on: str | None


class Listed(Schema):
    """One line of a caseload."""

    person: UUID
    name: str
    episode: Episode


class Caseload(Schema):
    """The people somebody looks after, by name. `more` where there may be others than those listed."""

    people: list[Listed]
    more: bool


class Number(Schema):
    """A number by which another system knows someone."""

    kind: str
    value: str


class Identity(Schema):
    """Who they are. Given where `identity` is open."""

    name: str
    given_names: str
    family_name: str
    known_as: str
    birth_date: str | None
    numbers: list[Number]


class Way(Schema):
    """A way to reach them."""

    kind: str
    whose: str
    value: str
    safe_to_leave_message: bool


class Appointment(Schema):
    """Something booked, or what came of it."""

    id: UUID
    person: UUID
    kind: Literal["appointment", "visit"]
    starts_at: datetime
    minutes: int | None
    purpose: str
    with_whom: str
    where: str
    worker: str
    result: str | None
    result_words: str
    marked_at: datetime | None
    version: int


class Journey(Schema):
    """Where they are, and what is booked and not marked yet. Given where `journey` is open."""

    episode: Episode | None
    appointments: list[Appointment]


class Person(Schema):
    """One person, as far as they are open to the token's owner. What is not open is null."""

    id: UUID
    opens: list[str]
    may_write: bool
    identity: Identity
    contact: list[Way] | None
    journey: Journey | None


class NoteSent(Sent):
    """A note: a contact, or a try at one. `client_id` is yours: sent again it is the same note."""

    client_id: UUID
    spoke: StrictBool
    channel: Channel
    kind: Plain = Field(max_length=40)
    happened_at: Moment
    minutes: StrictInt | None = Field(None, ge=1, le=1440)
    words: Plain = Field("", max_length=10_000)
    about: list[Annotated[Plain, Field(max_length=40)]] = Field([], max_length=20)
    present: Plain = Field("", max_length=200)


class Note(Schema):
    """A note that is in."""

    id: UUID
    client_id: UUID
    person: UUID
    spoke: bool
    channel: Channel
    kind: str
    happened_at: datetime
    minutes: int | None
    words: str
    about: list[str]
    present: str
    recorded_at: datetime


class ResultSent(Sent):
    """What came of an appointment. `version` is that of the appointment as you last saw it."""

    result: Plain = Field(max_length=40)
    words: Plain = Field("", max_length=10_000)
    version: StrictInt = Field(ge=1, le=2_147_483_647)


class Code(Schema):
    """One answer on a list."""

    code: str
    words: str


class Codes(Schema):
    """The answers that may be sent now."""

    contact_kinds: list[Code]
    needs: list[Code]
    appointment_results: list[Code]
