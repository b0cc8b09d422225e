"""What someone brings, what they want help with, and where they put it from 1 to 10."""

from datetime import date
from uuid import UUID

from throughline.actions.beats import atomic, insist, objection_to_writing, record, see
from throughline.domain.objections import Objection, Refused
from throughline.models import Code, Episode, Need, Scale, Strength
from throughline.policy.standing import Standing


@atomic
def name_strength(
    episode: UUID, *, by: Standing, about: str, said_by: str, on: date, words: str = "", score: int | None = None
) -> Strength:
    """Write down something that someone brings, in their words, and where they put it if they say."""
    somebody = see(Episode, episode, by=by)
    insist(may=objection_to_writing(by, somebody.person_id))
    strength = Strength(
        episode=somebody,
        person_id=somebody.person_id,
        about=about.strip(),
        words=words.strip(),
        said_by=said_by.strip(),
        on=on,
        by_id=by.worker,
    )
    strength.save(force_insert=True)
    if score is not None:
        _put(strength=strength, need=None, person=somebody.person_id, score=score, on=on, by=by)
    record("strength:name", strength, by=by)
    return strength


@atomic
def set_strength_aside(pk: UUID, *, by: Standing, on: date) -> Strength:
    """Take a strength off the page. It stays in the record."""
    strength = see(Strength, pk, by=by)
    insist(may=objection_to_writing(by, strength.person_id))
    strength.set_aside_on = on
    strength.save(update_fields=["set_aside_on"])
    record("strength:set_aside", strength, by=by)
    return strength


@atomic
def name_need(
    episode: UUID, *, by: Standing, kind: Code, said_by: str, on: date, words: str = "", score: int | None = None
) -> Need:
    """Write down what someone wants help with, in their words. It replaces a "no need here" of the same kind."""
    somebody = see(Episode, episode, by=by)
    insist(may=objection_to_writing(by, somebody.person_id))
    for none_here in Need.objects.filter(episode=somebody, kind=kind, none_here=True, met_on__isnull=True):
        none_here.met_on = on
        none_here.save(update_fields=["met_on"])
    need = Need(
        episode=somebody,
        person_id=somebody.person_id,
        kind=kind,
        words=words.strip(),
        said_by=said_by.strip(),
        on=on,
        by_id=by.worker,
    )
    need.save(force_insert=True)
    if score is not None:
        _put(strength=None, need=need, person=somebody.person_id, score=score, on=on, by=by)
    record("need:name", need, by=by, kind=kind.code)
    return need


@atomic
def no_need_here(episode: UUID, *, by: Standing, kind: Code, said_by: str, on: date) -> Need:
    """Write down that someone was asked about this and wants no help with it. Raises Refused if they named one."""
    somebody = see(Episode, episode, by=by)
    open_need = Need.objects.filter(episode=somebody, kind=kind, none_here=False, met_on__isnull=True).exists()
    insist(
        may=objection_to_writing(by, somebody.person_id),
        can=Objection("need_named", "They want help with this. Mark that as met first.", "kind") if open_need else None,
    )
    held = Need.objects.filter(episode=somebody, kind=kind, none_here=True, met_on__isnull=True).first()
    if held is not None:
        return held
    need = Need(
        episode=somebody,
        person_id=somebody.person_id,
        kind=kind,
        none_here=True,
        said_by=said_by,
        on=on,
        by_id=by.worker,
    )
    need.save(force_insert=True)
    record("need:none_here", need, by=by, kind=kind.code)
    return need


@atomic
def put_at(pk: UUID, *, by: Standing, of: type[Need] | type[Strength], score: int, on: date) -> Scale:
    """Write down where someone puts a need or a strength today, from 1 to 10. They pick the number."""
    thing = see(of, pk, by=by)
    insist(may=objection_to_writing(by, thing.person_id))
    scale = _put(
        strength=thing if isinstance(thing, Strength) else None,
        need=thing if isinstance(thing, Need) else None,
        person=thing.person_id,
        score=score,
        on=on,
        by=by,
    )
    record("scale:put", scale, by=by)
    return scale


@atomic
def meet(pk: UUID, *, by: Standing, on: date) -> Need:
    """Write down that a need has been met."""
    need = see(Need, pk, by=by)
    insist(
        may=objection_to_writing(by, need.person_id),
        can=Objection("met_already", "This has been marked as met already.") if need.met_on else None,
    )
    need.met_on = on
    need.save(update_fields=["met_on"])
    record("need:meet", need, by=by)
    return need


def _put(*, strength: Strength | None, need: Need | None, person: UUID, score: int, on: date, by: Standing) -> Scale:
    if not 1 <= score <= 10:
        raise Refused(Objection("off_the_scale", "Choose a number from 1 to 10.", "score"))
    scale = Scale(strength=strength, need=need, person_id=person, score=score, on=on, by_id=by.worker)
    scale.save(force_insert=True)
    return scale
