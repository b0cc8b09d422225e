"""The jobs by name. Each opens its own transaction; none of them sees a person without acting as somebody."""

from procrastinate.contrib.django import app

from throughline.domain.errands import doing
from throughline.jobs import (
    agreements,
    alerts,
    conflicts,
    covers,
    duty,
    emergencies,
    figures,
    mail,
    purge,
    sealed,
    seals,
    sheets,
    worries,
)


@app.task(name="send_mail", queue="mail", retry=8)
@doing(job="send_mail")
def send_mail(pk: str) -> None:
    """Send one message of the outbox."""
    mail.send_one(pk)


@app.periodic(cron="*/5 * * * *")
@app.task(name="send_waiting", queue="mail")
@doing(job="send_waiting")
def send_waiting(timestamp: int) -> None:
    """Try again what could not be handed over."""
    del timestamp
    mail.send_waiting()


@app.periodic(cron="* * * * *")
@app.task(name="seal_looks", queue="seals", queueing_lock="seal_looks")
@doing(job="seal_looks")
def seal_looks(timestamp: int) -> None:
    """Seal what was added to the read log."""
    del timestamp
    seals.run()


@app.periodic(cron="40 2 * * *")
@app.task(name="look_ahead", queue="nightly")
@doing(job="look_ahead")
def look_ahead(timestamp: int) -> None:
    """Make the read log's next months."""
    del timestamp
    seals.look_ahead()


@app.periodic(cron="50 2 * * *")
@app.task(name="notice", queue="nightly")
@doing(job="notice")
def notice(timestamp: int) -> None:
    """Look through yesterday's log for what the data protection lead must know."""
    del timestamp
    alerts.run()


@app.periodic(cron="10 3 * * *")
@app.task(name="purge", queue="nightly")
@doing(job="purge")
def purge_old(timestamp: int) -> None:
    """Empty what is kept for a time only: uploaded files, drafts, keys of forms."""
    del timestamp
    purge.run()


@app.periodic(cron="20 0 * * *")
@app.task(name="follow_duty", queue="nightly")
@doing(job="follow_duty")
def follow_duty(timestamp: int) -> None:
    """Give those who wait to be asked to the coaches whose duty begins today."""
    del timestamp
    duty.run()


@app.periodic(cron="0 7 * * 1-5")
@app.task(name="digest", queue="mail")
@doing(job="digest")
def digest(timestamp: int) -> None:
    """Remind leads who stand in for someone, and those with handovers unanswered."""
    del timestamp
    mail.remind()


@app.periodic(cron="40 6 * * *")
@app.task(name="agreements", queue="mail")
@doing(job="agreements")
def remind_of_agreements(timestamp: int) -> None:
    """Remind those who speak for a side that a review is due, or that an agreement ends soon."""
    del timestamp
    agreements.run()


@app.periodic(cron="* * * * *")
@app.task(name="pass_worries_on", queue="mail")
@doing(job="pass_worries_on")
def pass_worries_on(timestamp: int) -> None:
    """Send worries that nobody opened to the next."""
    del timestamp
    worries.run()


@app.periodic(cron="15 0 * * *")
@app.task(name="follow_cover", queue="nightly")
@doing(job="follow_cover")
def follow_cover(timestamp: int) -> None:
    """Let cover follow whom each worker looks after."""
    del timestamp
    covers.run()


@app.periodic(cron="30 0 * * *")
@app.task(name="match_conflicts", queue="nightly")
@doing(job="match_conflicts")
def match_conflicts(timestamp: int) -> None:
    """Look for the records of people whom workers said that they know."""
    del timestamp
    conflicts.run()


@app.periodic(cron="20 7 * * *")
@app.task(name="chase_reviews", queue="mail")
@doing(job="chase_reviews")
def chase_reviews(timestamp: int) -> None:
    """Ask the next to look into what was opened in an emergency, and remind of seals and worries to be looked at again."""
    del timestamp
    emergencies.run()
    sealed.run()
    worries.remind()


@app.periodic(cron="20 2 * * *")
@app.task(name="count_figures", queue="nightly")
@doing(job="count_figures")
def count_figures(timestamp: int) -> None:
    """Count the figures of everyone, and keep the set beside the old ones."""
    del timestamp
    figures.run()


@app.periodic(cron="30 18 * * *")
@app.task(name="emergency_sheets", queue="nightly", queueing_lock="emergency_sheets")
@doing(job="emergency_sheets")
def emergency_sheets(timestamp: int) -> None:
    """Make each mentor's emergency sheet for tomorrow and the day after."""
    del timestamp
    sheets.tomorrow()
