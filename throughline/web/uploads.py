"""How a file reaches us: in memory, or not at all."""

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler


class MemoryOrNothing(MemoryFileUploadHandler):
    """Hold what is uploaded in memory, never on a disk: a list spooled to a file would lie there unsealed.

    Of more than is read nothing is held. It is counted, so that the page can say that it is too large.
    """

    def handle_raw_input(self, *raw: Any, **more: Any) -> None:  # noqa: ARG002 - as Django calls it
        """Take up every upload, whatever length was announced."""
        self.activated, self.taken = True, 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - as Django calls it
        """Hold a piece, as long as all pieces of a request are not too much."""
        self.taken += len(raw_data)
        if self.taken <= settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            self.file.write(raw_data)
        else:
            self.file = io.BytesIO()
