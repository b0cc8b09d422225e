"""Putting a report into a folder: all of its files or none, and never over another report unasked."""

import json
import math
import os
import tempfile
from pathlib import Path
from typing import Any

from throughline.domain.objections import Objection, Refused
from throughline.evaluation.page import page
from throughline.evaluation.sheet import pdf

FILES = ("report.json", "report.html", "report.pdf")


def objection_to_writing(folder: Path, *, replace: bool) -> Objection | None:
    """Return why no report can be put into a folder, or None. Makes the folder where there is none."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as trouble:
        return Objection("not_writable", f"Nothing can be written to {folder}: {trouble.strerror}.", "out")
    there = [name for name in FILES if (folder / name).exists()]
    if there and not replace:
        return Objection(
            "report_there", f"There is a report in {folder} already ({', '.join(there)}). Say --replace to write over it, or name another folder.", "out"
        )  # fmt: skip
    return None


def write(report: dict[str, Any], folder: Path, *, replace: bool) -> list[Path]:
    """Write a report's three files. Raises Refused where they cannot be."""
    objection = objection_to_writing(folder, replace=replace)
    if objection is not None:
        raise Refused(objection)
    said = json.dumps(clean(report), indent=1, ensure_ascii=False, allow_nan=False)
    try:
        sheet = pdf(report)
    except ValueError as trouble:
        raise Refused(Objection("not_set", f"{trouble} Nothing was written.", "out")) from trouble
    content = {
        "report.json": said.encode("utf-8", "replace"),
        "report.html": page(report).encode("utf-8", "replace"),
        "report.pdf": sheet,
    }
    written = []
    try:
        for name, body in content.items():
            part = folder / f".{name}.part"
            part.write_bytes(body)
            written.append(part)
        for part, name in zip(written, content, strict=True):
            os.replace(part, folder / name)  # noqa: PTH105 - Path.replace would read as the option
    except OSError as trouble:
        for part in written:
            part.unlink(missing_ok=True)
        raise Refused(
            Objection("not_writable", f"The report could not be written to {folder}: {trouble.strerror}.", "out")
        ) from trouble
    return [folder / name for name in content]


def clean(value: Any) -> Any:
    """Return a report as JSON can carry it: what is not defined is null."""
    if isinstance(value, dict):
        return {str(name): clean(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [clean(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
