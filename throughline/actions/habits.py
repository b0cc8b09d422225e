"""A worker's own choices. They leave no event: nobody is judged by them."""

from datetime import date

from throughline.actions.beats import atomic
from throughline.models import Habits
from throughline.policy.standing import Standing


@atomic
def use_keys(*, by: Standing, used: bool) -> None:
    """Let single keys do something for this worker, or nothing."""
    Habits.objects.update_or_create(worker_id=by.worker, defaults={"keys": used})


@atomic
def read_news(*, by: Standing, on: date) -> None:
    """Keep the day on which this worker looked at what is new."""
    Habits.objects.update_or_create(worker_id=by.worker, defaults={"news_read_on": on})
