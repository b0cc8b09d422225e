"""Each mentor's emergency sheet for two days, made each evening before it is needed, into a folder that the partnership chose."""

import logging
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from throughline.actions import beats, looks, sheets
from throughline.domain.looks import How
from throughline.domain.objections import Forbidden, Refused
from throughline.exchange.day_paper import opens_of, paper
from throughline.exchange.day_sheet import day_sheet_pdf, index_pdf
from throughline.models import Episode, Sheet, Worker, standing_of
from throughline.outside import folders
from throughline.queries.sheets import content_of, desks_of, due_back_after, holders_of_sheets, next_two_days
from throughline.queries.worries import numbers_to_ring

logger = logging.getLogger(__name__)


@dataclass
class Made:
    """What was made: how many sheets, for how many nothing was to be done, how many could not be made, which files."""

    sheets: int = 0
    nothing: int = 0
    failed: int = 0
    files: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def tomorrow() -> Made:
    """Make the sheets of tomorrow and the day after, where a folder was chosen; and take away what is past."""
    if not settings.SHEETS_FOLDER:
        return Made()
    return run(first=timezone.localdate() + timedelta(days=1))


def run(*, first: date) -> Made:
    """Make a sheet for everyone who meets or must ring somebody on two days, each as they see it.

    One that cannot be made keeps nobody from theirs. Raises ValueError where the passphrase is too short.
    """
    today, folder, passphrase = timezone.localdate(), Path(settings.SHEETS_FOLDER), settings.SHEETS_PASSPHRASE
    if len(passphrase) < folders.SHORTEST:
        msg = f"THROUGHLINE_SHEETS_PASSPHRASE has fewer than {folders.SHORTEST} letters. No sheet was made."
        raise ValueError(msg)
    made, index, last = Made(), [], first + timedelta(days=1)
    for worker in holders_of_sheets(on=first):
        try:
            done = _make(worker, first=first, last=last, today=today)
        except (Refused, Forbidden, Episode.DoesNotExist, ValueError) as trouble:
            logger.warning("An emergency sheet could not be made: %s", type(trouble).__name__)
            made.failed += 1
            continue
        if done is None:
            made.nothing += 1
            continue
        sheet, pdf = done
        name = folders.name_of(first, last, f"sheet-{sheet.number}")
        folders.put(folder, name, folders.lock(pdf, passphrase=passphrase))
        made.files.append(name)
        made.sheets += 1
        index.append((str(sheet.number), worker.name))
    name = folders.name_of(first, last, "index")
    folders.put(folder, name, folders.lock(index_pdf(first, last, index), passphrase=passphrase))
    made.files.append(name)
    made.gone = folders.sweep(folder, today=today, keep=made.files)
    return made


def _make(worker: Worker, *, first: date, last: date, today: date) -> tuple[Sheet, bytes] | None:
    """Make one worker's sheet as they see it, and write down that it was printed; None where nobody stands on it."""
    by = standing_of(worker, on=today)
    with transaction.atomic(), beats.acting(by):
        lines = next_two_days(by=by, first=first)
        if not lines:
            return None
        sheet = sheets.prepare(
            by=by, days=(first, last), lines=lines, due_on=due_back_after(last), now=timezone.now(), of_itself=True
        )
        content = content_of(Sheet.objects.select_related("prison", "holder").get(pk=sheet.pk), by=by, on=today)
        for opens, people in opens_of(content).items():
            looks.write_down(people, by=by, how=How.PRINT, page="emergency_sheets", opens=opens, device="", request=uuid4())  # fmt: skip
        prisons = {row.prison_id for line in content.lines for row in (line.appointment, line.gate) if row and row.prison_id}  # fmt: skip
        words = paper(
            content, today=today, printed_by=worker.name, desks=desks_of(worker, prisons, on=first), numbers=numbers_to_ring(today),
        )  # fmt: skip
    return sheet, day_sheet_pdf(words)
