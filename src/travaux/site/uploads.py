"""Uploads are bounded while they arrive, before anything of them is kept."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler

# A file up to so many times the limit is read and let go, so that the fields typed beside it come
# back; beyond that the body is not read at all.
PATIENCE = 3


def too_long_to_read(announced: int) -> bool:
    """Whether a body of that length is refused unread."""
    return announced > PATIENCE * settings.UPLOAD_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE


class BoundedUploadHandler(FileUploadHandler):
    """Lets go of a file that grows past the limit, and leaves a mark on the request."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.seen += len(raw_data)
        if self.seen > settings.UPLOAD_BYTES:
            self.request.too_large = True  # type: ignore[union-attr]
            return None  # the handlers after this one get no more of it
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
