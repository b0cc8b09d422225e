"""The offer board, in words."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from throughline.domain.vocabulary import Channel, CustodyStatus
from throughline.queries.offers import NO_DATE, PARTS, Board, BoardRow
from throughline.web.pages import words

_PARTS = {
    "not_asked": "Not asked",
    "no_answer": "No answer",
    "thinking": "Thinking",
    "said_yes": "Said yes",
    "not_now": "Not now",
    "missed": "We missed",
}
_HEADS = {
    "not_asked": "Not asked yet",
    "no_answer": "Asked, no answer yet",
    "thinking": "Thinking about it",
    "said_yes": "Said yes",
    "not_now": "Not now",
    "missed": "People we missed",
}


@dataclass(frozen=True)
class Line:
    """One person on the board."""

    row: BoardRow
    home: str
    out: str
    so_far: str
    tag: str
    kind: str

    @property
    def key(self) -> str:
        """What a tick beside them says."""
        return str(self.row.episode.pk)


class BoardPage:
    """The board."""

    def __init__(self, board: Board, *, today: date, part: str) -> None:
        self.board, self.today = board, today
        self.part = part if part in _PARTS else "not_asked"

    @property
    def counted(self) -> int:
        """Everyone of the month who can be asked, or could have been."""
        return sum(len(self.board.of(part)) for part in (*PARTS, "missed"))

    @property
    def asked(self) -> int:
        """How many were asked while they were inside."""
        return self.counted - len(self.board.of("not_asked")) - len(self.board.of("missed"))

    @property
    def percent(self) -> str:
        """The share asked."""
        return f"({round(100 * self.asked / self.counted)}%)" if self.counted else ""

    @property
    def parts(self) -> list[dict[str, object]]:
        """The filters, in the order of the bar."""
        return [
            {
                "code": part,
                "label": _PARTS[part],
                "number": len(self._of(part)),
                "key": number + 1 if part != "missed" else 0,
            }
            for number, part in enumerate([*PARTS, "missed"])
        ]

    @property
    def bar(self) -> list[dict[str, float]]:
        """The bar's pieces: where each begins, how wide it is, of 1000."""
        pieces, at = [], 0.0
        for number, part in enumerate(PARTS):
            width = 1000 * len(self.board.of(part)) / self.counted if self.counted else 0
            if width:
                pieces.append({"x": at + 1, "width": max(width - 4, 2), "key": number + 1})
            at += width
        return pieces

    @property
    def heading(self) -> str:
        """The part shown."""
        return _HEADS[self.part]

    @property
    def months(self) -> list[tuple[str, str]]:
        """The months to choose from."""
        return [
            (m, "No date yet" if m == NO_DATE else f"{date.fromisoformat(m + '-01'):%B %Y}") for m in self.board.months
        ]

    @property
    def lines(self) -> list[Line]:
        """The people of the part shown, soonest first."""
        return [self._line(row) for row in self._of(self.part)]

    def _of(self, part: str) -> list[BoardRow]:
        return self.board.of(part) + (self.board.missed_before if part == "missed" else [])

    @property
    def soon(self) -> int:
        """How many of those not asked come out within four weeks."""
        return sum(
            1 for row in self.board.of("not_asked") if row.comes_out_on and (row.comes_out_on - self.today).days < 28
        )

    @property
    def late(self) -> int:
        """How many of those not asked should have been by now."""
        return sum(1 for row in self.board.of("not_asked") if row.ask_by and row.ask_by < self.today)

    @property
    def cannot(self) -> list[tuple[str, str, object]]:
        """Those who cannot join, and why."""
        return [
            (row.episode.person.name, row.verdict.because, row.episode.person_id) for row in self.board.of("cannot")
        ]

    @property
    def people(self) -> set[UUID]:
        """Everyone whom the page shows: what the read log is told."""
        return {row.episode.person_id for part in (self.part, "cannot") for row in self.board.of(part)}

    @property
    def missed(self) -> int:
        """How many came out before anyone asked."""
        return len(self._of("missed"))

    @property
    def channels(self) -> list[tuple[str, str]]:
        """How people were asked, and how many said yes."""
        return [
            (Channel(channel).label, f"{asked} asked, {yes} said yes") for channel, asked, yes in self.board.channels
        ]

    def _line(self, row: BoardRow) -> Line:
        person = row.episode.person
        place = person.home_place or (person.home_council.name if person.home_council else "not known yet")
        days = (row.comes_out_on - self.today).days if row.comes_out_on else None
        out = (
            words.day(row.comes_out_on, today=self.today)
            if row.comes_out_on
            else "Not known yet" + (f": {row.no_date_because}" if row.no_date_because else "")
        )
        if row.out:
            tag, kind = "Out already", "plain"
        elif days is None:
            tag, kind = (
                CustodyStatus(row.status).label if row.status in ("remand", "recall") else "No date yet",
                "plain",
            )
        elif days < 0:
            tag, kind = "Date has passed", "late"
        else:
            tag = "Out today" if days == 0 else f"Out in {words.count(days, 'day')}"
            kind = "late" if days < 28 else "soon" if days < 42 else "plain"
        asked = row.last_asked
        so_far = (
            f"Asked {words.day(asked.made_on, today=self.today)}, {Channel(asked.channel).label.lower()}"
            if asked
            else "Nobody has asked yet"
        )
        if row.ask_by is not None:
            so_far += f". {'Was due' if row.ask_by < self.today else 'Due'} {words.day(row.ask_by, today=self.today)}"
        return Line(row, f"Home: {place}", out, so_far, tag, kind)
