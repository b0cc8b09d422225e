"""Every address, in every way it may be asked for, as each of the cast, in every state of the record: what the table says.

Short: all pairs of address, method, member and state. Long: every combination.
"""

import logging
import random
import re
from uuid import uuid4

import pytest
from django.db import transaction

from tests import doors
from tests.breaking import everything
from tests.clients import Knocker, Writes, client_of
from tests.doors import addresses, sent
from tests.doors_table import METHODS, OPEN, OTHERS, ROUTES
from tests.web.test_sentinels import Opened

pytestmark = pytest.mark.django_db

PARTS = 3
SHUT = ("nothing", "no", "405", "token")
KINDS = {
    200: {"page", "form"}, 201: {"form"}, 204: {"page", "moved"}, 401: {"token"}, 403: {"no"}, 404: {"nothing"}, 405: {"405"}, 409: {"form"},
    422: {"form"},
}  # fmt: skip


def kind_of(response):
    """Return what an answer is, in the words of the table."""
    if response.status_code == 302:
        return {"sign_in"} if response["Location"].startswith("/account/login/") else {"moved"}
    return KINDS.get(response.status_code, {f"{response.status_code}?"})


def path_of(route, thing):
    return "/" + re.sub("<.*?>", str(thing), route)


def absent(route):
    """Return an id that nothing has, of the sort that an address takes."""
    if "<int:" in route:
        return 999_999_999
    return uuid4() if "<uuid" in route else "no-such"


def combinations(made):
    """Return every (name, state, thing, member, method)."""
    found = []
    for name, route in addresses().items():
        things = made.things(ROUTES[name].thing) | {"absent": absent(route)} if "<" in route else {"": None}
        for state, thing in things.items():
            for member in made.members:
                other = OTHERS[len(found) % len(OTHERS)]  # what no page answers: one of them each time
                found += [(name, state, thing, member, method) for method in (*METHODS, other)]
    return found


def all_pairs(every, chance):
    """Return few combinations in which every pair of address, state, member and method stands at least once.

    A method that no page of ours answers is one, whichever of them it is.
    """
    every = chance.sample(every, len(every))
    # Whoever sees something first: most pairs are of somebody who sees nothing, and a table of those shows little.
    # An absent id last: at every door that is not there for somebody it is asked for too, to compare.
    shut = (*SHUT, "sign_in")
    every.sort(key=lambda one: (one[1] == "absent", ROUTES[one[0]].lets(one[3], one[4], one[1]) in shut))

    def pairs(one):
        name, state, _, member, method = one
        method = method if method in METHODS else "other"
        return {
            ("nm", name, member), ("nw", name, method), ("ns", name, state), ("mw", member, method), ("ms", member, state), ("ws", method, state),
        }  # fmt: skip

    of = [(one, pairs(one)) for one in every]
    wanted = set().union(*(held for _, held in of))
    picked = []
    for least in (3, 2, 1):
        for one, held in of:
            if len(new := held & wanted) >= least:
                picked.append(one)
                wanted -= new
    assert not wanted
    return picked


def test_every_address_has_a_row_and_every_row_an_address():
    assert set(addresses()) == set(ROUTES)
    for name, route in addresses().items():
        assert ("<" in route) == bool(ROUTES[name].thing), name


@pytest.mark.parametrize("part", range(PARTS))
def test_each_of_the_cast_gets_at_every_door_what_the_table_says(cast, at, long_form, settings, part):
    """In parts, so that each hand that runs tests may take one: an address is in one part as a whole."""
    settings.API_RATES = {"token": "1000000/1m/key", "wrong": "1000000/5m/ip"}
    made = doors.world(cast)
    opened = Opened(made.members)
    for state, held in made.people.items():
        assert {name: bits for name in made.members if (bits := opened.bits.get((name, held["person"]), 0))} == OPEN[
            state
        ], state
    names = sorted(addresses())[part::PARTS]
    every = [one for one in combinations(made) if one[0] in names]
    asked = sorted(every if long_form else all_pairs(every, random.Random(7)), key=lambda one: one[0])

    logging.disable(logging.CRITICAL)
    try:
        wrong = knocked(made, asked)
    finally:
        logging.disable(logging.NOTSET)

    assert not wrong, "\n".join(wrong)
    assert len(asked) > 1_000
    print(f"{len(asked)} of {len(every)} combinations, {len(names)} addresses, {len(made.members)} members, 0 wrong")


def knocked(made, asked):
    """Knock at each door, and return what was not as the table says."""
    clients = {name: client_of(one, Knocker) if one is not None else Knocker() for name, one in made.members.items()}
    programs = {
        name: Knocker(headers={"authorization": f"Bearer {made.secrets.get(name, '')}"}) for name in made.members
    }
    for one in programs.values():
        one.get("/api/codes")  # the first use of a day is written down
    nothing, wrong, routes = {}, [], addresses()
    whole, writes = everything(), Writes()

    def knock(member, method, path, name="person"):
        client = (programs if ROUTES[name].for_machines else clients)[member]
        cookies = client.cookies.copy()
        try:
            return client.generic(method, path, **(sent(name) if method == "POST" else {}))
        finally:
            client.cookies = cookies

    written = writes()
    for name, state, thing, member, method in asked:
        said, path = ROUTES[name].lets(member, method, state), path_of(routes[name], thing)
        shut = said in SHUT or (said == "sign_in" and member == "nobody" and not ROUTES[name].open_to_all)
        with transaction.atomic():
            response = knock(member, method, path, name)
            if said not in kind_of(response):
                wrong.append(f"{name} {state} {member} {method}: {response.status_code}, not {said}")
            before, written = written, writes()
            if not shut:  # what an open door does is undone; a shut one must have done nothing
                transaction.set_rollback(True)
            elif written != before:
                wrong.append(f"{name} {state} {member} {method}: a door that was shut wrote something")
        if said == "nothing" and response.status_code == 404:
            api = ROUTES[name].for_machines
            key = member, method, api, ROUTES[name].open_to_all
            if key not in nothing:  # of nobody's page: the bytes of a 404 are the same wherever it is met
                path = f"/people/{uuid4()}/" + "note" * (method == "POST")
                if api and method in ("GET", "POST"):
                    path = f"/api/people/{uuid4()}" + "/notes" * (method == "POST")
                elif api or ROUTES[name].open_to_all:
                    path = "/api/nowhere" if api else "/nowhere"
                nothing[key] = knock(member, method, path, "api_save_note" if api else "person").content
            if response.content != nothing[key]:
                wrong.append(f"{name} {state} {member} {method}: not the bytes of nobody's")
    if everything() != whole:
        wrong.append("a door that was shut changed something")
    return wrong
