"""Files by their content: `files/<sha256>` in the data folder, on disk before the row that names it commits."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from core.errors import NotFound, Unavailable


@dataclass(frozen=True, slots=True)
class Files:
    """The documents of all organisations; a row that names a file says whose it is."""

    folder: Path

    def put(self, content: bytes) -> str:
        """Keep `content` and return its SHA-256; the same content is kept once. It is on disk when this returns."""
        name = hashlib.sha256(content).hexdigest()
        kept = self.folder / name
        if not kept.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            part = self.folder / f".{name}.{os.getpid()}.part"
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(kept)
            _sync(self.folder)
        return name

    def get(self, sha256: str) -> bytes:
        """Return a file. Raises `NotFound`, or `Unavailable` if the disk no longer holds what was kept."""
        kept = self.folder / sha256
        if not kept.exists():
            raise NotFound("file.absent", value=sha256)
        content = kept.read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise Unavailable("file.damaged", value=sha256)
        return content


def _sync(folder: Path) -> None:
    """A renamed file survives a power cut only once its folder is on disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
