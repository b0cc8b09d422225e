"""Links to services: put in touch, and what came of it."""

from datetime import date
from uuid import UUID

from throughline.actions.beats import atomic, insist, objection_to_writing, record, see, unchanged
from throughline.domain.objections import Objection
from throughline.models import Code, Episode, Need, ServiceLink
from throughline.policy.standing import Standing


@atomic
def put_in_touch(
    episode: UUID, *, by: Standing, agency: str, what_for: str, on: date, need: Need | None = None
) -> ServiceLink:
    """Record that someone was put in touch with an agency, and what for."""
    somebody = see(Episode, episode, by=by)
    insist(may=objection_to_writing(by, somebody.person_id))
    link = ServiceLink(
        episode=somebody,
        person_id=somebody.person_id,
        need=need,
        agency=agency.strip(),
        what_for=what_for.strip(),
        on=on,
        by_id=by.worker,
    )
    link.save(force_insert=True)
    record("link:put_in_touch", link, by=by)
    return link


@atomic
def tell(pk: UUID, *, by: Standing, result: Code, on: date, words: str = "", version: int | None = None) -> ServiceLink:
    """Record what came of a link. It may change as the link goes on."""
    link = see(ServiceLink, pk, by=by)
    early = (
        Objection("before_link", "That is before they were put in touch. Check the day.", "on")
        if on < link.on
        else None
    )
    insist(may=objection_to_writing(by, link.person_id), can=early)
    unchanged(link, version)
    link.result, link.result_on, link.result_words, link.version = result, on, words.strip(), link.version + 1
    link.save(update_fields=["result", "result_on", "result_words", "version"])
    record("link:tell", link, by=by, result=result.code)
    return link
