"""Programs of the cast: each asks with a token of its owner, and with nothing else."""

from datetime import timedelta

import pytest

from tests.cast import TODAY
from tests.clients import Program
from throughline.actions import tokens


@pytest.fixture
def secret_of(cast):
    """Return a function that makes a token for one of the cast and returns its secret."""

    def make(worker, name="A program", days=30, today=TODAY):
        _, secret = tokens.make(by=cast.stands(worker), name=name, expires_on=today + timedelta(days=days), today=today)
        return secret

    return make


@pytest.fixture
def program_of(secret_of, at):
    """Return a function that makes a program for one of the cast."""
    return lambda worker, **more: Program(secret_of(worker), **more)
