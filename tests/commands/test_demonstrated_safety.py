"""The demonstration has safety pages to read, one past its review, and a coach who reads those for his sessions."""

import pytest
from django.utils import timezone

from throughline.commands import demonstration
from throughline.models import Restriction, SafetyStatement, Worker, standing_of
from throughline.queries.statements import pages_for


@pytest.mark.django_db
def test_there_are_pages_for_the_coach_and_one_is_past_its_review():
    demonstration.make(people_wanted=12)
    today = timezone.localdate()
    standing = SafetyStatement.objects.standing()

    assert standing.count() == 3
    assert standing.filter(version=2).count() == standing.filter(review_on__lt=today).count() == 1
    assert Restriction.objects.in_force(on=today).count() == 5
    tom = standing_of(Worker.objects.get(name="Tom Hindle"), on=today)
    assert {one.organisation.name for one in pages_for(tom, on=today)} == {"Hyndvale Community Trust"}
    assert len(pages_for(tom, on=today)) == 2
