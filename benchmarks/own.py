"""A database of its own for whatever is measured, with the product's tables in it, gone afterwards."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any


@contextlib.contextmanager
def database() -> Iterator[Any]:
    """Start it as the demonstration's, set Django up as the serving role, and give the running cluster."""
    with tempfile.TemporaryDirectory(prefix="throughline-bench-") as folder:
        Path(folder).chmod(0o711)
        os.environ |= {"THROUGHLINE_DATA": folder, "THROUGHLINE_DEMO": "1"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.settings.local")
        from throughline.commands import running

        with running.database() as cluster:
            running.prepare(cluster)
            yield cluster
