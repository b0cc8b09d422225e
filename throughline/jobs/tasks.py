"""The jobs by name. Each opens its own transaction; none of them sees a person without acting as somebody."""

from procrastinate.contrib.django import app

from throughline.domain.errands import doing
from throughline.jobs import agreements, alerts, duty, mail, purge, seals, worries


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


@app.periodic(cron="*/5 * * * *")
@app.task(name="pass_worries_on", queue="mail")
@doing(job="pass_worries_on")
def pass_worries_on(timestamp: int) -> None:
    """Send worries that nobody opened to the next."""
    del timestamp
    worries.run()
