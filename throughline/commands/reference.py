"""Bring what is shipped into the database: prisons, councils, holidays, letters. Run by the owner role."""

import csv
from datetime import date
from importlib import resources

from throughline.domain import letter_words
from throughline.models import Council, Holiday, LetterTemplate, LetterWords, Prison


def load() -> dict[str, int]:
    """Put the shipped rows in place, or bring them up to date. Returns how many rows of each there are."""
    councils = [
        Council(code=row["code"], name=row["name"], nation=row["nation"], old_codes=row["old_codes"].split())
        for row in _rows("councils.csv")
    ]
    prisons = [
        Prison(
            code=row["code"],
            name=row["name"],
            short_name=row["short_name"],
            address=row["address"],
            town=row["town"],
            postcode=row["postcode"],
            nation=row["nation"],
            closed_on=date.fromisoformat(row["closed_on"]) if row["closed_on"] else None,
            also_called=[name for name in row["also_called"].split("|") if name],
        )
        for row in _rows("prisons.csv")
    ]
    holidays = [
        Holiday(nation=row["nation"], day=date.fromisoformat(row["day"]), name=row["name"])
        for row in _rows("holidays.csv")
    ]
    Council.objects.bulk_create(
        councils, update_conflicts=True, unique_fields=["code"], update_fields=["name", "nation", "old_codes"]
    )
    Prison.objects.bulk_create(
        prisons,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "short_name", "address", "town", "postcode", "nation", "closed_on", "also_called"],
    )
    Holiday.objects.bulk_create(
        holidays, update_conflicts=True, unique_fields=["nation", "day", "council"], update_fields=["name"]
    )
    counts = {"councils": len(councils), "prisons": len(prisons), "holidays": len(holidays)}
    return counts | {"letters": _load_letters()}


def _load_letters() -> int:
    """Put each shipped letter in place where there is none of its kind and language: a partnership's own words stay."""
    there = set(LetterTemplate.objects.values_list("kind", "language"))
    new = [one for one in letter_words.SHIPPED if (one.kind.value, one.language.value) not in there]
    templates = [LetterTemplate(kind=one.kind, language=one.language) for one in new]
    LetterTemplate.objects.bulk_create(templates)
    LetterWords.objects.bulk_create(
        LetterWords(template=template, number=1, title=one.title, body=one.body, by_post=one.by_post)
        for template, one in zip(templates, new, strict=True)
    )
    return len(letter_words.SHIPPED)


def _rows(name: str) -> list[dict[str, str]]:
    with resources.files("throughline").joinpath("data", name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))
