"""Sets of figures: asked for by a manager, counted by the clock's job, kept by the service."""

from datetime import date
from typing import Any

from throughline.actions import queue
from throughline.actions.beats import atomic, insist, record
from throughline.models import FigureSet, Partnership, WholeFigures
from throughline.policy.standing import Standing, objection_to_asking_for_figures, objection_to_keeping_figures


@atomic
def ask(*, by: Standing) -> None:
    """Let the figures be counted again, as soon as this is in. Raises Forbidden."""
    insist(may=objection_to_asking_for_figures(by))
    record("figures:ask", Partnership.objects.get(), by=by)
    queue.defer("count_figures", timestamp=0)


@atomic
def keep(*, by: Standing, data_on: date, fingerprint: str, body: dict[str, Any]) -> FigureSet:
    """Keep a set of figures as it was counted: what anybody may read, and by itself what holds small numbers.

    It is never changed: the next is one more. Raises Forbidden.
    """
    insist(may=objection_to_keeping_figures(by))
    figures = body["figures"].items()
    told = {code: {"version": one["version"], "said": one["guarded"]} for code, one in figures}
    kept = FigureSet(data_on=data_on, fingerprint=fingerprint, mark=body["mark"], body=told)
    kept.save(force_insert=True)
    WholeFigures(figures=kept, body={code: one["full"] for code, one in figures}).save(force_insert=True)
    record("figures:keep", kept, by=by, data_on=data_on.isoformat(), fingerprint=fingerprint)
    return kept
