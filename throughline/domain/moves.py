"""Which stage may follow which. The database derives the stage; this table says what the facts can lead to."""

from throughline.domain.vocabulary import Stage

S = Stage
MOVES: dict[Stage, frozenset[Stage]] = {
    S.IDENTIFIED: frozenset({S.OFFERED, S.MOVED_ON}),
    S.OFFERED: frozenset({S.DECLINED, S.SIGNED_UP, S.RELEASED, S.MOVED_ON}),
    S.DECLINED: frozenset({S.OFFERED, S.SIGNED_UP, S.RELEASED, S.MOVED_ON}),
    S.SIGNED_UP: frozenset({S.PLANNING, S.RELEASED, S.ENGAGED, S.MOVED_ON}),
    S.PLANNING: frozenset({S.RELEASED, S.MOVED_ON}),
    S.RELEASED: frozenset({S.ENGAGED, S.IN_CUSTODY, S.MOVED_ON}),
    S.ENGAGED: frozenset({S.IN_CUSTODY, S.MOVED_ON, S.RELEASED}),
    S.IN_CUSTODY: frozenset({S.RELEASED, S.MOVED_ON}),
    S.MOVED_ON: frozenset(
        {S.IDENTIFIED, S.OFFERED, S.DECLINED, S.SIGNED_UP, S.PLANNING, S.RELEASED, S.ENGAGED, S.IN_CUSTODY}
    ),
}


def open_stages() -> frozenset[Stage]:
    """Return the stages in which somebody is worked with."""
    return frozenset(Stage) - {Stage.MOVED_ON}
