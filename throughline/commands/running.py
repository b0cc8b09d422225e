"""What every verb that needs the database shares: the server, the tables, Django."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from throughline.outside import databases
from throughline.outside.postgres import Cluster, server_pid

ROOT = Path(__file__).resolve().parent.parent.parent


def data_folder() -> Path:
    """Return where this installation keeps what is its own."""
    return Path(os.environ.get("THROUGHLINE_DATA", ROOT / "var")).resolve()


@contextlib.contextmanager
def database() -> Iterator[Cluster | None]:
    """Hold the embedded server while a verb runs. One that runs already, or DATABASE_URL, is used as it is."""
    if os.environ.get("DATABASE_URL") or server_pid(data_folder()) is not None:
        yield None
        return
    with Cluster(data_folder()) as cluster:
        yield cluster


def prepare(cluster: Cluster | None) -> None:
    """Make roles and database where they are not there, and bring the tables up to date, as their owner."""
    if cluster is not None or os.environ.get("DATABASE_URL"):
        databases.bootstrap(cluster)
    migrate()


def django(role: str = "app") -> None:
    """Set Django up as one database role."""
    import django as framework
    from django.conf import settings

    if not settings.configured or settings.DATABASES["default"]["USER"] != role:
        settings.DATABASES["default"] |= databases.settings_for(role, data=data_folder())
    framework.setup()


def become(role: str) -> None:
    """Let this process go on as another database role."""
    from django.db import connection

    connection.close()
    connection.settings_dict.update(databases.settings_for(role, data=data_folder()))


def migrate() -> None:
    """Bring the tables and the shipped facts up to date as the owner, and go on as the serving role."""
    django("owner")
    from django.core.management import call_command

    become("owner")
    call_command("migrate", verbosity=0, interactive=False)
    from throughline.commands.reference import load
    from throughline.models.actors import install_key

    install_key()
    load()
    become("app")
