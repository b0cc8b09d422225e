"""Shipped facts that are read as they are: which council a town lies in."""

import csv
from functools import cache
from importlib import resources


@cache
def towns() -> dict[str, str]:
    """Return towns and districts with the code of the council area in which they lie."""
    with resources.files("throughline").joinpath("data", "towns.csv").open(encoding="utf-8") as file:
        return {row["town"]: row["council"] for row in csv.DictReader(file)}
