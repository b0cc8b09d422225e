"""Letters: their words changed in versions, said to be checked, retired; printed for people and kept as they were printed."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from throughline.actions.beats import atomic, insist, objection_to_writing, record, see, unchanged
from throughline.domain import letters as rules
from throughline.domain.letters import Kind, Language, Planned
from throughline.domain.objections import Objection, Refused
from throughline.models import (
    Address,
    Appointment,
    Episode,
    Letter,
    LetterTemplate,
    LetterWords,
    not_to_be_written_to,
    opened_to,
    unfocus,
)
from throughline.policy.letters import opens_of
from throughline.policy.standing import Standing, objection_to_printing_letters, objection_to_setting_up


@atomic
def reword(pk: UUID, *, by: Standing, version: int | None, title: str, body: str, by_post: bool) -> LetterWords:
    """Put a letter in new words, as its next version. What was printed before stays as it was.

    Words in another language are to be checked anew. Raises LetterTemplate.DoesNotExist, Forbidden, Refused.
    """
    template = _locked(pk, by=by, version=version, can=rules.objection_to_words(title, body))
    template.number, template.version = template.number + 1, template.version + 1
    template.save(update_fields=["number", "version"])
    words = LetterWords(
        template=template, number=template.number, title=title.strip(), body=body.strip(), by_post=by_post, written_by_id=by.worker
    )  # fmt: skip
    words.save(force_insert=True)
    record("letter:reword", template, by=by, number=words.number)
    return words


@atomic
def say_checked(pk: UUID, *, by: Standing, version: int | None, checked_with: str, now: datetime) -> LetterWords:
    """Say that a translator checked the newest words. From here on they may be printed. Raises as `reword` does."""
    template = _locked(pk, by=by, version=version)
    words = template.words.select_for_update().get(number=template.number)
    insist(
        may=None,
        can=rules.objection_to_checking(
            language=Language(template.language), checked_at=words.checked_at, checked_with=checked_with
        ),
    )
    words.checked_at, words.checked_by_id, words.checked_with = now, by.worker, checked_with.strip()
    words.save(update_fields=["checked_at", "checked_by", "checked_with"])
    record("letter:say_checked", template, by=by, number=words.number)
    return words


@atomic
def retire(pk: UUID, *, by: Standing, version: int | None, on: date) -> LetterTemplate:
    """Offer a letter no more. It stays, and so does what was printed from it. Raises as `reword` does."""
    template = _locked(pk, by=by, version=version)
    if template.retired_on is None:
        template.retired_on, template.version = on, template.version + 1
        template.save(update_fields=["retired_on", "version"])
        record("letter:retire", template, by=by)
    return template


@atomic
def bring_back(pk: UUID, *, by: Standing, version: int | None) -> LetterTemplate:
    """Offer a retired letter again. Raises as `reword` does."""
    template = _locked(pk, by=by, version=version)
    if template.retired_on is not None:
        template.retired_on, template.version = None, template.version + 1
        template.save(update_fields=["retired_on", "version"])
        record("letter:bring_back", template, by=by)
    return template


@atomic
def print_out(
    words: UUID, *, by: Standing, planned: Sequence[Planned], run: UUID, sender: str, now: datetime
) -> list[Letter]:
    """Keep letters as they are printed, all of them or none. `planned` holds the final words of each.

    Whoever must get none is refused here again: they may have died since the page was made. Raises
    Episode.DoesNotExist, Address.DoesNotExist, Forbidden, Refused.
    """
    chosen = LetterWords.objects.select_related("template").get(pk=words)
    template = LetterTemplate.objects.select_for_update().get(pk=chosen.template_id)
    insist(may=objection_to_printing_letters(by), can=rules.objection_to_number(len(planned)))
    if chosen.number != template.number:
        raise Refused(
            Objection("changed_meanwhile", "Someone else changed this letter. Look at it again, then print it.")
        )
    insist(
        may=None,
        can=rules.objection_to_printing_template(
            retired_on=template.retired_on, language=Language(template.language), checked_at=chosen.checked_at
        ),
    )
    fields = rules.fields_in(chosen.title, chosen.body)
    made = []
    for place, one in enumerate(planned, start=1):
        episode = see(Episode, one.episode, by=by)
        died, said_no = not_to_be_written_to([episode.person_id])
        needed = opens_of(fields, by_post=one.by_post)
        insist(
            may=objection_to_writing(by, episode.person_id),
            can=rules.objection_to_letter(
                Kind(template.kind),
                name=one.name,
                died=bool(died),
                said_no=bool(said_no),
                ended_on=episode.ended_on,
                open_to_printer=opened_to(by, episode.person_id) & needed == needed,
                booked=Appointment.objects.filter(episode=episode, result=None, starts_at__gte=now).exists(),
            ),
        )
        if one.address is not None and not Address.objects.filter(pk=one.address, person=episode.person_id).exists():
            raise Address.DoesNotExist
        letter = Letter(
            person_id=episode.person_id, episode=episode, words=chosen, kind=template.kind, language=template.language, run=run, place=place,
            name=one.name, by_post=one.by_post, address_id=one.address, title=one.title, body=one.body, statements="\n".join(one.statements),
            sender=sender, printed_at=now, by_id=by.worker,
        )  # fmt: skip
        letter.save(force_insert=True)
        record("letter:print", letter, by=by, kind=template.kind, language=template.language, number=chosen.number)
        made.append(letter)
    unfocus()
    return made


def _locked(pk: UUID, *, by: Standing, version: int | None, can: Objection | None = None) -> LetterTemplate:
    """Return a template, locked, for who may change it and saw it as it is."""
    insist(may=objection_to_setting_up(by))
    template = LetterTemplate.objects.select_for_update().get(pk=pk)
    insist(may=None, can=can)
    unchanged(template, version)
    return template
