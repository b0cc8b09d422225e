"""A folder of the partnership's own, for papers that must be there when nothing else is: locked files, swept by their days."""

import contextlib
import os
import re
from collections.abc import Collection
from datetime import date
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader, PdfWriter

SHORTEST = 16  # letters of a passphrase: whoever copies the folder can try as often as they like
_NAME = re.compile(r"emergency-(\d{4}-\d\d-\d\d)-to-(\d{4}-\d\d-\d\d)-[a-z]+(?:-(\d+))?\.pdf")


def name_of(first: date, last: date, what: str) -> str:
    """Return the name of a file: its days and its number. It names nobody."""
    return f"emergency-{first.isoformat()}-to-{last.isoformat()}-{what}.pdf"


def lock(pdf: bytes, *, passphrase: str) -> bytes:
    """Return a PDF that opens with a passphrase, in any reader of PDFs: AES-256, as PDF 2.0 has it."""
    if len(passphrase) < SHORTEST:
        msg = f"The passphrase for emergency sheets has fewer than {SHORTEST} letters."
        raise ValueError(msg)
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    writer.encrypt(user_password=passphrase, algorithm="AES-256")
    held = BytesIO()
    writer.write(held)
    return held.getvalue()


def put(folder: Path, name: str, content: bytes) -> Path:
    """Write a file whole or not at all, for its owner's eyes."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = folder / f".{name}.{os.getpid()}"
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(folder / name)
    except OSError:
        with contextlib.suppress(OSError):
            half.unlink()
        raise
    return folder / name


def sweep(folder: Path, *, today: date, keep: Collection[str] = ()) -> list[str]:
    """Take away our files whose days are past, and those of the same days as `keep` that newer ones replace.

    Nobody else's file is touched. Returns the names that are gone.
    """
    fresh = {name[: len("emergency-2026-11-26-to-2026-11-27")] for name in keep}
    gone = []
    for path in sorted(folder.glob("emergency-*.pdf")) if folder.is_dir() else []:
        found = _NAME.fullmatch(path.name)
        if found is None or path.name in keep:
            continue
        if date.fromisoformat(found[2]) < today or path.name[: len("emergency-2026-11-26-to-2026-11-27")] in fresh:
            path.unlink(missing_ok=True)
            gone.append(path.name)
    return gone
