"""Browsers without a window, for tests of pages; programs with a token, for tests of the API."""

import json

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
