"""Browsers without a window, for tests of pages."""

from django.test import Client


def client_of(worker):
    """Return a client that is signed in as a worker."""
    client = Client()
    client.force_login(worker.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
