"""Figures: asked for by the partnership manager, counted and kept by the service, never changed."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.cast import TODAY
from tests.sides import sides
from throughline.actions import figures
from throughline.domain.objections import Forbidden
from throughline.evaluation.figures import make
from throughline.models import Event, FigureSet, Partnership, WholeFigures

pytestmark = pytest.mark.django_db
PARTS = ("administrator", "evaluator", "team_lead", "coordinator", "mentor", "stranger")


def keep(cast, part="service", fingerprint="0" * 64):
    return figures.keep(
        by=cast.stands(part), data_on=TODAY, fingerprint=fingerprint, body=make([], on=TODAY),
    )  # fmt: skip


def waiting():
    return ProcrastinateJob.objects.filter(task_name="count_figures")


def test_the_manager_has_the_figures_counted_again(cast):
    them = sides(cast)

    figures.ask(by=them.stands("manager"))

    assert waiting().get().args == {"timestamp": 0}
    event = Event.objects.get(what="figures:ask")
    assert (event.by, event.thing_id) == (them.manager, str(Partnership.objects.get().pk))


@pytest.mark.parametrize("part", PARTS)
def test_nobody_else_asks_for_the_figures_or_keeps_any(cast, part):
    with pytest.raises(Forbidden):
        figures.ask(by=cast.stands(part))
    with pytest.raises(Forbidden):
        keep(cast, part)

    assert not waiting().exists()
    assert not FigureSet.objects.exists()


def test_what_anybody_may_read_and_what_holds_small_numbers_are_kept_apart(cast):
    made = make([], on=TODAY)["figures"]

    kept = keep(cast)

    kept.refresh_from_db()
    assert (kept.data_on, kept.fingerprint) == (TODAY, "0" * 64)
    assert set(kept.body) == set(made)
    assert all(set(one) == {"version", "said"} for one in kept.body.values())
    assert set(WholeFigures.objects.get(figures=kept).body) == set(made)
    assert Event.objects.get(what="figures:keep").by == cast.service


def test_figures_that_are_counted_again_stand_beside_the_first(cast):
    first = keep(cast)

    second = keep(cast, fingerprint="1" * 64)

    assert set(FigureSet.objects.values_list("pk", "fingerprint")) == {(first.pk, "0" * 64), (second.pk, "1" * 64)}
    assert WholeFigures.objects.count() == 2
