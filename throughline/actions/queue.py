"""Work put off until this transaction is in: rolled back, there is no job."""

from typing import Any

from procrastinate.contrib.django import app


def defer(task: str, **arguments: Any) -> None:
    """Ask the worker to run a task of `throughline.jobs` by its name, once this transaction has committed."""
    app.configure_task(name=task, allow_unknown=True).defer(**arguments)
