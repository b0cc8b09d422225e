"""Which database and which role: from DATABASE_URL, else the embedded server. Nothing here starts anything."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg
from psycopg import sql

from throughline.outside.postgres import Cluster, PostgresTrouble, socket_folder

DATABASE = "throughline"
# owner migrates and owns the tables; app serves and owns nothing; door owns definer functions and cannot sign in;
# clock runs jobs across everyone; backup may read past row security. Of the tests alone: test may become owner or app.
ROLES = {
    "door": "NOLOGIN",
    "app": "LOGIN NOINHERIT",
    "clock": "LOGIN NOINHERIT",
    "owner": "LOGIN NOINHERIT",
    "backup": "LOGIN NOINHERIT BYPASSRLS",
}
# witness looks at what a test did, past row security; whatever a test lets somebody do is done as app.
_FOR_TESTS = {"test": "LOGIN NOINHERIT CREATEDB", "witness": "NOLOGIN INHERIT BYPASSRLS"}


def settings_for(role: str, *, data: Path, name: str = DATABASE) -> dict[str, Any]:
    """Return Django's settings for one role.

    DATABASE_URL names the server; its own user is the administrator who may make the roles. The role's password is
    DATABASE_PASSWORD_<ROLE>, where the server asks for one. Without DATABASE_URL: the embedded server's socket.
    """
    url = os.environ.get("DATABASE_URL")
    settings: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": role,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {},
    }
    if not url:
        return settings | {"HOST": str(socket_folder(data))}
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise PostgresTrouble("DATABASE_URL must begin with postgresql://")
    try:
        port = str(parts.port or "")
    except ValueError:
        raise PostgresTrouble(
            "The port in DATABASE_URL is not a number. A sign such as @ or : in a password is written as %40 or %3A."
        ) from None
    asked = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = asked.pop("host", None) or unquote(parts.hostname or "")
    settings |= {
        "NAME": unquote(parts.path.lstrip("/")) or name,
        "HOST": host,
        "PORT": port,
        "PASSWORD": os.environ.get(f"DATABASE_PASSWORD_{role.upper()}", ""),
    }
    settings["OPTIONS"] = asked
    return settings


def administrator_url(cluster: Cluster | None, database: str = "postgres") -> str:
    """Return the address with which roles and databases are made."""
    url = os.environ.get("DATABASE_URL")
    if url:
        parts = urlsplit(url)
        return parts._replace(path=f"/{database}").geturl()
    if cluster is None:
        raise PostgresTrouble("There is no database server: neither DATABASE_URL nor an embedded one.")
    return cluster.url("postgres", database)


def target_name() -> str:
    """Return the name of the database that serves."""
    url = os.environ.get("DATABASE_URL")
    return (unquote(urlsplit(url).path.lstrip("/")) if url else "") or DATABASE


def serving_environment() -> dict[str, str]:
    """Return the environment for a part that serves: the address of the database as `app`, and no one else's password."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("DATABASE_PASSWORD_") or name == "DATABASE_PASSWORD_APP"
    }
    if kept.get("DATABASE_URL"):
        parts = urlsplit(kept["DATABASE_URL"])
        kept["DATABASE_URL"] = parts._replace(netloc=f"app@{parts.netloc.rpartition('@')[2]}").geturl()
    return kept


def bootstrap(cluster: Cluster | None, *, name: str | None = None, for_tests: bool = False) -> None:
    """Make the roles and the database where they are not there yet, and close what PostgreSQL leaves open.

    Raises PostgresTrouble in a sentence where the server cannot be reached or its administrator may not make roles.
    """
    name = name or target_name()
    try:
        with psycopg.connect(administrator_url(cluster), autocommit=True, connect_timeout=10) as connection:
            _make_roles(connection, for_tests=for_tests)
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER owner").format(sql.Identifier(name)))
            connection.execute(sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
            connection.execute(
                sql.SQL("GRANT CONNECT ON DATABASE {} TO app, clock, backup").format(sql.Identifier(name))
            )
        # A test database is made from template1.
        for database in (name, "template1") if for_tests else (name,):
            with psycopg.connect(administrator_url(cluster, database), autocommit=True) as connection:
                _close_schema(connection)
    except psycopg.OperationalError as trouble:
        raise PostgresTrouble(
            f"The database server does not answer: {str(trouble).strip().splitlines()[-1]}"
        ) from trouble
    except psycopg.errors.InsufficientPrivilege as trouble:
        raise PostgresTrouble(
            "The user in DATABASE_URL may not make roles. Use an administrator of that server."
        ) from trouble


def drop(cluster: Cluster | None) -> None:
    """Remove the database that serves, with all that it holds. The roles stay."""
    with psycopg.connect(administrator_url(cluster), autocommit=True, connect_timeout=10) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(target_name())))


def _make_roles(connection: psycopg.Connection[Any], *, for_tests: bool) -> None:
    for role, rights in (ROLES | _FOR_TESTS if for_tests else ROLES).items():
        if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone() is None:
            connection.execute(sql.SQL("CREATE ROLE {} " + rights).format(sql.Identifier(role)))
        password = os.environ.get(f"DATABASE_PASSWORD_{role.upper()}")
        if password:
            connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(password)))
    connection.execute("GRANT door, app TO owner")
    if for_tests:
        connection.execute("GRANT app TO witness")
        connection.execute("GRANT owner, app, witness TO test")


def _close_schema(connection: psycopg.Connection[Any]) -> None:
    # On 15 a NOINHERIT owner is refused in `public` unless the schema is its own.
    connection.execute("ALTER SCHEMA public OWNER TO owner")
    connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    connection.execute("GRANT USAGE ON SCHEMA public TO app, clock, door, backup")
