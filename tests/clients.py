"""Browsers without a window, for tests of pages; programs with a token, for tests of the API."""

import json

from django.apps import apps
from django.db import connection
from django.test import Client


def client_of(worker, kind=Client):
    """Return a client that is signed in as a worker."""
    client = kind()
    client.force_login(worker.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


class Program:
    """A program that asks the API with a token."""

    def __init__(self, secret, **more):
        self.client = Client(raise_request_exception=False, enforce_csrf_checks=True)
        self.headers = {"authorization": f"Bearer {secret}"} if secret else {}
        self.more = more

    def get(self, path, **query):
        return self.client.get(path, query, headers=self.headers, **self.more)

    def post(self, path, said):
        body = said if isinstance(said, str | bytes) else json.dumps(said)
        return self.client.post(path, body, content_type="application/json", headers=self.headers, **self.more)


class Writes:
    """Counts the rows written into tables of ours since the transaction began, those undone since among them.

    Kept by the database itself, so that asking after every door costs next to nothing. Not counted: the read log, which
    keeps who asked in vain, and the key of a form, which is taken before a page is reached and undone with it.
    """

    NOT_COUNTED = ("look", "checkpoint", "savedform")

    def __init__(self):
        models = [one for one in apps.get_models() if one._meta.app_label == "throughline"]
        tables = [one._meta.db_table for one in models if one._meta.model_name not in self.NOT_COUNTED]
        with connection.cursor() as cursor:
            cursor.execute("SELECT array_agg(t::regclass::oid) FROM unnest(%s::text[]) t", [tables])
            self.tables = cursor.fetchone()[0]

    def __call__(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT sum(pg_stat_get_xact_tuples_inserted(t) + pg_stat_get_xact_tuples_updated(t) "
                "+ pg_stat_get_xact_tuples_deleted(t)) FROM unnest(%s::oid[]) t",
                [self.tables],
            )
            return cursor.fetchone()[0]


class Knocker(Client):
    """A browser that keeps an answer and its cookies, and not, as Django's does, a copy of all that a page was made of."""

    raise_request_exception = False

    def request(self, **request):
        response = self.handler(self._base_environ(**request))
        self.cookies.update(response.cookies)
        return response
