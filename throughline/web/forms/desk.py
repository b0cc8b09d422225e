"""What is shown on the lead's desk, and who is given to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import QueryDict

from throughline.domain.reassignments import Gift
from throughline.domain.vocabulary import Stage
from throughline.models import Worker
from throughline.queries.desk import DeskRow
from throughline.web.forms.base import Form

COLUMNS = {"where": "Where they are", "last": "Last contact", "next": "Next date", "late": "Overdue and quiet", "weight": "Weight"}  # fmt: skip
STAGES = (Stage.SIGNED_UP, Stage.PLANNING, Stage.RELEASED, Stage.ENGAGED, Stage.IN_CUSTODY)
OUT = {"7": "the last week", "28": "the last 4 weeks", "91": "the last 3 months"}


@dataclass(frozen=True)
class Shown:
    """What an address asks for: ids and codes, never a name. What makes no sense is left out."""

    mentor: str = ""
    late: bool = False
    quiet: bool = False
    stage: str = ""
    prison: str = ""
    out: str = ""
    columns: tuple[str, ...] = tuple(COLUMNS)

    @classmethod
    def asked(cls, query: QueryDict) -> "Shown":
        """Read an address."""
        return cls(
            mentor=_id(query.get("mentor", "")),
            late="late" in query.getlist("only"),
            quiet="quiet" in query.getlist("only"),
            stage=query.get("stage", "") if query.get("stage") in {one.value for one in STAGES} else "",
            prison=query.get("prison", "")[:12],
            out=query.get("out", "") if query.get("out") in OUT else "",
            columns=tuple(one for one in COLUMNS if one in query.getlist("show")) or tuple(COLUMNS),
        )

    @property
    def narrowed(self) -> bool:
        """Whether it leaves anybody out."""
        return any((self.mentor, self.late, self.quiet, self.stage, self.prison, self.out))

    @property
    def query(self) -> str:
        """The address again."""
        said: list[tuple[str, str]] = [
            (name, value) for name in ("mentor", "stage", "prison", "out") if (value := getattr(self, name))
        ]
        said += [("only", name) for name in ("late", "quiet") if getattr(self, name)]
        if self.columns != tuple(COLUMNS):
            said += [("show", one) for one in self.columns]
        return urlencode(said)

    def shows(self, row: DeskRow, *, today: Any) -> bool:
        """Tell whether somebody is shown."""
        one = row.episode
        return (
            (not self.mentor or str(one.owner_id) == self.mentor)
            and (not self.late or bool(row.overdue))
            and (not self.quiet or row.quiet is not None)
            and (not self.stage or one.stage == self.stage)
            and (not self.prison or (row.prison is not None and row.prison.prison_id == self.prison))
            and (
                not self.out
                or (
                    row.prison is None
                    and one.released_on is not None
                    and 0 <= (today - one.released_on).days <= int(self.out)
                )
            )
        )


def _id(said: str) -> str:
    try:
        return str(UUID(said))
    except ValueError:
        return ""


class GivePeople(Form):
    """Who is ticked, and to whom they go. The same form once more, with the plan, is the yes to it."""

    def __init__(self, *args: Any, rows: Sequence[DeskRow], workers: Sequence[Worker], carried: dict[UUID, int], **kwargs: Any) -> None:  # fmt: skip
        self.base_fields = {
            "to": forms.MultipleChoiceField(
                label="Give them to",
                help_text="To several: the heaviest first, each to whoever carries least by then.",
                choices=[(str(one.pk), f"{one.name} (carries {carried[one.pk]})") for one in workers],
                widget=forms.CheckboxSelectMultiple,
                error_messages={
                    "required": "Choose who they are given to",
                    "invalid_choice": "Choose who they are given to",
                },
            )
        }
        super().__init__(*args, **kwargs)
        self.rows = {str(one.episode.pk): one for one in rows}
        self.workers = {str(one.pk): one for one in workers}

    @property
    def ticked(self) -> set[str]:
        """Whose boxes are ticked, or whose were on the page where all that it showed are meant."""
        if not self.is_bound:
            return set()
        named = (
            self.data.get("shown", "").split() if self.data.get("all") else self.data.getlist("who")[: len(self.rows)]
        )
        return set(named) & set(self.rows)

    def clean(self) -> dict[str, Any]:
        """Say that somebody has to be ticked."""
        said = super().clean() or self.cleaned_data
        if not self.ticked:
            self.add_error(None, "Tick at least one person.")
        return said | {"who": [row for key, row in self.rows.items() if key in self.ticked], "to": [self.workers[one] for one in said.get("to", [])]}  # fmt: skip


def planned(said: str) -> list[Gift]:
    """Read a plan that a page made: three ids for each person. One that was written otherwise says nothing."""
    try:
        return [Gift(*(UUID(part) for part in one.split(":", 2))) for one in said.split()]
    except (ValueError, TypeError):
        return []


def as_said(gifts: Sequence[Gift]) -> str:
    """Write a plan for a page to carry."""
    return " ".join(f"{one.episode}:{one.receiver}:{one.owner}" for one in gifts)
