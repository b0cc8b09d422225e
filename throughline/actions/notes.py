"""Notes: saved once, never changed; a correction is a new note. And the draft of one, kept on the server."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from throughline.actions.beats import atomic, insist, objection_to_writing, record, see
from throughline.domain import notes as rules
from throughline.domain.calendar import day_of
from throughline.domain.contact import counts_as_first
from throughline.domain.objections import Objection, Refused
from throughline.domain.time_out import Inside, inside_on
from throughline.domain.vocabulary import Channel, Role
from throughline.domain.whereabouts import whereabouts
from throughline.models import Code, CustodyPeriod, Draft, Episode, Note, Person, contacts, new_id, opened_to
from throughline.policy.standing import Standing, objection_to_noting


@atomic
def save(
    episodes: list[UUID],
    *,
    by: Standing,
    client_id: UUID,
    spoke: bool,
    channel: Channel | None,
    kind: Code,
    happened_at: datetime,
    now: datetime,
    minutes: int | None = None,
    words: str = "",
    about: list[str] | None = None,
    present: str = "",
    corrects: Note | None = None,
) -> list[Note]:
    """Save what happened, to each person it is about: all or none.

    `client_id` is made by the page: the same one again returns the notes saved under it. With other content it is
    Refused. A note in the community after a release is the first contact, if there was none. Raises
    Episode.DoesNotExist, Forbidden, Refused.
    """
    said = {
        "spoke": spoke,
        "channel": channel,
        "kind": kind.code,
        "at": happened_at.isoformat(),
        "minutes": minutes,
        "words": words.strip(),
        "about": sorted(about or []),
        "present": present.strip(),
    }
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    together = new_id() if len(episodes) > 1 else None
    saved: list[Note] = []
    for pk in episodes:
        episode = see(Episode, pk, by=by)
        held = Note.objects.filter(person=episode.person_id, client_id=client_id).first()
        if held is not None:
            if held.digest != digest:
                raise Refused(
                    Objection(
                        "saved_differently", "This note was saved already with other words. Open it to correct it."
                    )
                )
            saved.append(held)
            continue
        periods = periods_of(episode.person_id)
        insist(
            may=objection_to_noting(opened_to(by, episode.person_id)),
            can=rules.objection_to_noting(
                episode.at,
                spoke=spoke,
                channel=channel,
                words=words,
                minutes=minutes,
                happened_at=happened_at,
                now=now,
                in_prison=inside_on(periods, day_of(happened_at)),
            ),
        )
        note = Note(
            client_id=client_id,
            episode=episode,
            person_id=episode.person_id,
            worker_id=by.worker,
            happened_at=happened_at,
            spoke=spoke,
            kind=kind,
            channel=channel,
            minutes=minutes if spoke else None,
            words=words.strip(),
            about=sorted(about or []),
            present=present.strip(),
            together=together,
            corrects=corrects if corrects is not None and corrects.person_id == episode.person_id else None,
            digest=digest,
        )
        note.save(force_insert=True)
        count_contact(episode, note, periods=periods)
        Draft.objects.filter(worker=by.worker, person=episode.person_id).delete()
        record("note:save", note, by=by, channel=channel, spoke=spoke)
        saved.append(note)
    return saved


@atomic
def correct(
    pk: UUID,
    *,
    by: Standing,
    client_id: UUID,
    now: datetime,
    spoke: bool,
    channel: Channel | None,
    kind: Code,
    happened_at: datetime,
    minutes: int | None = None,
    words: str = "",
    about: list[str] | None = None,
    present: str = "",
) -> Note:
    """Save a note in place of another. The first stays, and is shown under the new one.

    Raises Note.DoesNotExist, Forbidden, Refused.
    """
    note = see(Note, pk, by=by)
    again = Note.objects.filter(corrects=note).first()
    insist(
        may=objection_to_writing(by, note.person_id),
        can=rules.objection_to_correcting(
            corrected_already=again is not None and again.client_id != client_id,
            own=note.worker_id == by.worker,
            leads=by.has(Role.TEAM_LEAD, Role.COORDINATOR),
        ),
    )
    newer = save(
        [note.episode_id],
        by=by,
        client_id=client_id,
        now=now,
        spoke=spoke,
        channel=channel,
        kind=kind,
        happened_at=happened_at,
        minutes=minutes,
        words=words,
        about=about,
        present=present,
        corrects=note,
    )[0]
    recount(Episode.objects.get(pk=note.episode_id))
    record("note:correct", newer, by=by, corrects=str(note.pk))
    return newer


def count_contact(episode: Episode, note: Note, *, periods: Sequence[Inside]) -> None:
    """Set the dates on the episode that follow from a note: the last contact, and the first since the last release."""
    if not note.spoke or note.kind.traits.get("not_with_person"):
        return
    fields = []
    if episode.last_contact_at is None or note.happened_at > episode.last_contact_at:
        episode.last_contact_at = note.happened_at
        fields.append("last_contact_at")
    if counts_as_first(
        Channel(note.channel),
        note.happened_at,
        signed_up_on=episode.signed_up_on,
        released_on=episode.released_on,
        periods=periods,
    ) and (episode.first_contact_at is None or note.happened_at < episode.first_contact_at):
        episode.first_contact_at = note.happened_at
        fields.append("first_contact_at")
    if fields:
        episode.save(update_fields=fields)


def recount(episode: Episode) -> None:
    """Set the contact dates of an episode anew from its notes, leaving out those that were corrected.

    Called whenever where they were is learnt later than what was said: a call on Friday counts as the first since they
    came out on Thursday, though the release is told only on Monday.
    """
    before = episode.first_contact_at, episode.last_contact_at
    episode.first_contact_at = episode.last_contact_at = None
    periods = periods_of(episode.person_id)
    met = contacts(episode.pk)
    if met:
        episode.last_contact_at = met[-1][0]
    episode.first_contact_at = next(
        (
            happened_at
            for happened_at, channel in met
            if counts_as_first(
                channel,
                happened_at,
                signed_up_on=episode.signed_up_on,
                released_on=episode.released_on,
                periods=periods,
            )
        ),
        None,
    )
    if before != (episode.first_contact_at, episode.last_contact_at):
        episode.save(update_fields=["first_contact_at", "last_contact_at"])


def follow_custody(episode: Episode) -> None:
    """Set the dates of an episode that follow from where its person was and when they spoke, out of what is known now."""
    now = whereabouts(
        periods_of(episode.person_id),
        identified_on=episode.identified_on,
        signed_up_on=episode.signed_up_on,
        ended_on=episode.ended_on,
    )
    if (episode.released_on, episode.custody_since) != (now.released_on, now.custody_since):
        episode.released_on, episode.custody_since = now.released_on, now.custody_since
        episode.save(update_fields=["released_on", "custody_since"])
    recount(episode)


def periods_of(person: UUID) -> list[Inside]:
    """Return when someone was in prison, as far as we know."""
    return [
        Inside(received, released)
        for received, released in CustodyPeriod.objects.filter(person=person).values_list("received_on", "released_on")
    ]


@atomic
def keep_draft(person: UUID, *, by: Standing, body: dict[str, object], at: datetime) -> Draft:
    """Keep the words of a note that is not saved yet: one draft for each worker and person. Leaves no event."""
    somebody = see(Person, person, by=by)
    insist(may=objection_to_writing(by, person))
    draft, _ = Draft.objects.update_or_create(
        worker_id=by.worker, person=somebody, defaults={"body": body, "saved_at": at}
    )
    return draft


@atomic
def drop_draft(person: UUID, *, by: Standing) -> None:
    """Throw a draft away. Leaves no event: nothing was said."""
    Draft.objects.filter(worker=by.worker, person=person).delete()
