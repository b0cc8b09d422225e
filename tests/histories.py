"""Records for tests, made through actions, so that no test holds a state which the house cannot reach."""

from datetime import date, datetime, time
from uuid import UUID, uuid4

from tests.cast import GLASGOW, TODAY, Cast, days
from throughline.actions import consents, contact, custody, episodes, needs, notes, offers, ownership, people, plans
from throughline.domain.calendar import HERE
from throughline.domain.vocabulary import Channel, ConsentPurpose, IdentifierKind, OfferAnswer, Way, Who
from throughline.models import Code, Episode


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a time of day here."""
    return datetime.combine(day, time(hour, minute), tzinfo=HERE)


def code(name: str, value: str) -> Code:
    """Return a code of a list."""
    return Code.objects.get(list=name, code=value)


def arrive(
    cast: Cast,
    *,
    given: str = "Daniel",
    family: str = "Reid",
    birth: date = date(1992, 5, 4),
    out_in: int = 30,
    spin: str = "",
) -> Episode:
    """Put someone in Barlinnie, known from a list 40 days ago, home in Glasgow, coming out in `out_in` days."""
    coach = cast.stands("prison_coach")
    person = people.create(
        by=coach,
        given_names=given,
        family_name=family,
        birth_date=birth,
        known_as="Danny" if given == "Daniel" else "",
        home_place="Shettleston",
        home_council=GLASGOW,
        identifiers={IdentifierKind.SPIN: spin} if spin else {},
    )
    custody.go_in(
        person.pk, by=coach, status="sentenced", on=days(-200), today=days(-40), prison="S-BAR", hall="D hall",
        sentence_on=days(-200), sentence_days=420,
    )  # fmt: skip
    custody.date_liberation(person.pk, by=coach, day=days(out_in), known_on=days(-40))
    return episodes.identify(person.pk, by=coach, programme=cast.programme, on=days(-40))


def sign_up(cast: Cast, episode: Episode, *, on: date = days(-30)) -> Episode:
    """Ask someone, hear yes, sign them up."""
    coach = cast.stands("prison_coach")
    if not episode.offers.exists():
        offers.make(episode.pk, by=coach, channel=Channel.FACE_TO_FACE, made_on=on, today=TODAY)
        offers.answer(episode.pk, by=coach, answer=OfferAnswer.ACCEPTED, on=on, today=TODAY)
    consents.sign_up(
        episode.pk,
        by=coach,
        answers={ConsentPurpose.TAKING_PART: True, ConsentPurpose.RECORD: True, ConsentPurpose.SHARING: False},
        way=Way.PAPER,
        on=on,
        today=TODAY,
    )
    episode.refresh_from_db()
    return episode


def with_mentor(cast: Cast, **who: object) -> Episode:
    """Sign someone up, and hand them to the mentor."""
    episode = sign_up(cast, arrive(cast, **who))
    duty = cast.stands("duty_worker")
    ownership.answer(episode.handovers.get(answered_at=None).pk, by=duty, accepted=True, today=days(-28))
    handed = ownership.hand_over(
        episode.pk, by=cast.stands("duty_worker"), receiver=cast.mentor, starts_on=days(-27), today=days(-27)
    )
    ownership.answer(handed.pk, by=cast.stands("mentor"), accepted=True, today=days(-27))
    episode.refresh_from_db()
    return episode


def two_phones(cast: Cast, person: UUID) -> None:
    """Write down two numbers to reach a person by, as their mentor."""
    for number in ("07700 900001", "07700 900002"):
        contact.add_way(
            person, by=cast.stands("mentor"), on=TODAY, kind="phone", whose="Mobile", value=number, safe_to_leave_message=True
        )  # fmt: skip


def with_plan(cast: Cast, **who: object) -> Episode:
    """Name a strength and a need, agree a plan."""
    episode = with_mentor(cast, **who)
    mentor = cast.stands("mentor")
    needs.name_strength(
        episode.pk,
        by=mentor,
        about="Good with engines",
        words="I can hear what’s wrong with a car.",
        said_by="Danny",
        on=days(-26),
    )
    needs.name_need(
        episode.pk,
        by=mentor,
        kind=code("needs", "home"),
        words="A place of my own",
        said_by="Danny",
        on=days(-26),
        score=2,
    )
    draft = plans.draft(episode.pk, by=mentor, on=days(-26))
    plans.write(
        draft.pk,
        by=mentor,
        version=draft.version,
        aims=[plans.Aim("Get my own keys", (plans.Step("Homeless application", Who.PARTICIPANT, by_on=days(14)),))],
    )
    plans.agree(draft.pk, by=mentor, way=Way.PAPER, on=days(-25), today=TODAY)
    episode.refresh_from_db()
    return episode


def out_and_engaged(cast: Cast, **who: object) -> Episode:
    """Let someone out twelve days ago, and speak with them the day after."""
    episode = with_plan(cast, **who)
    mentor = cast.stands("mentor")
    custody.come_out(episode.person_id, by=mentor, on=days(-12), today=TODAY)
    notes.save(
        [episode.pk],
        by=mentor,
        client_id=uuid4(),
        spoke=True,
        channel=Channel.PHONE,
        kind=code("contact_kinds", "mentoring"),
        words="Settling in.",
        minutes=15,
        happened_at=moment(days(-11), 14),
        now=moment(TODAY, 9),
    )
    episode.refresh_from_db()
    return episode
