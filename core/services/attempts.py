"""How often one may try to sign in: a bucket of tokens for each name from an address, and one for each address."""

import threading
from dataclasses import dataclass, field

from core.errors import TooMany

KEPT_MOST = 10_000


@dataclass(slots=True)
class Attempts:
    """Buckets of `most` tokens, one of which comes back every `refill_ms`; in the memory of one process."""

    most: int
    refill_ms: int
    _spent: dict[str, tuple[float, int]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, key: str, now_ms: int) -> None:
        """Use up one attempt. Raises `TooMany` saying how long to wait."""
        with self._lock:
            spent = self._owed(key, now_ms)
            if spent > self.most - 1:
                wait_s = -(-int((spent - self.most + 1) * self.refill_ms) // 1000)
                raise TooMany("access.too_many_attempts", place="password", seconds=max(1, wait_s))
            if len(self._spent) >= KEPT_MOST:
                self._spent = {one: kept for one, kept in self._spent.items() if self._owed(one, now_ms) > 0}
            self._spent[key] = spent + 1, now_ms

    def forget(self, key: str) -> None:
        """Fill the bucket again, after an attempt that succeeded."""
        with self._lock:
            self._spent.pop(key, None)

    def _owed(self, key: str, now_ms: int) -> float:
        """What is still spent after the tokens that have come back."""
        spent, at_ms = self._spent.get(key, (0.0, now_ms))
        return max(0.0, spent - (now_ms - at_ms) / self.refill_ms)
