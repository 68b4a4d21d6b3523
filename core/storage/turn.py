"""One SQLite writer at a time, across processes: a fair turn, then the lock (architecture, decision 10)."""

import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO


@dataclass(slots=True)
class WriteTurn:
    """Whoever holds `turn.lock` is the next to get `write.lock`, and lets the turn go when it has it."""

    folder: Path
    _here: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Hold the right to write."""
        with self._here, (self.folder / "write.lock").open("a") as write:
            with (self.folder / "turn.lock").open("a") as turn:
                _lock(turn)
                _lock(write)
            yield


def _lock(file: IO[str]) -> None:
    """Wait for the lock; closing the file lets it go, also when the process is killed."""
    fcntl.flock(file, fcntl.LOCK_EX)
