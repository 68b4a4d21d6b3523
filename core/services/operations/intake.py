"""Single events, committed in groups: what has queued while one transaction ran enters with the next (decision 10)."""

import queue
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as StillWaiting
from dataclasses import dataclass, field

from core.errors import Unavailable
from core.services.access import Actor
from core.services.operations.batch import Item
from core.services.operations.envelope import MAX_BATCH

WAIT_S = 10.0
QUEUE_MOST = 5_000


@dataclass(frozen=True, slots=True)
class _Waiting:
    actor: Actor
    raw: bytes
    answer: "Future[Item]"


@dataclass(slots=True)
class Intake:
    """One thread that writes the single events of all callers; an event is answered after its commit."""

    receive: Callable[[Actor, Sequence[bytes]], list[Item]]
    _queue: "queue.Queue[_Waiting | None]" = field(default_factory=lambda: queue.Queue(QUEUE_MOST))
    _thread: threading.Thread | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def put(self, actor: Actor, raw: bytes) -> list[Item]:
        """Hand in one event and wait for its answer. Raises `Unavailable` when the writer cannot keep up."""
        self._start()
        waiting = _Waiting(actor, raw, Future())
        try:
            self._queue.put_nowait(waiting)
            return [waiting.answer.result(WAIT_S)]
        except (queue.Full, StillWaiting):
            raise Unavailable("event.busy") from None

    def stop(self) -> None:
        """Write what has queued and end the thread."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join(WAIT_S)

    def _start(self) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._write, name="intake", daemon=True)
                self._thread.start()

    def _write(self) -> None:
        while True:
            group = self._next_group()
            if not group:
                return
            by_actor: dict[Actor, list[_Waiting]] = defaultdict(list)
            for waiting in group:
                by_actor[waiting.actor].append(waiting)
            for actor, theirs in by_actor.items():
                self._receive(actor, theirs)

    def _next_group(self) -> list[_Waiting]:
        first = self._queue.get()
        if first is None:
            return []
        group = [first]
        while len(group) < MAX_BATCH:
            try:
                following = self._queue.get_nowait()
            except queue.Empty:
                break
            if following is None:
                self._queue.put(None)
                break
            group.append(following)
        return group

    def _receive(self, actor: Actor, theirs: Sequence[_Waiting]) -> None:
        """One transaction for the group; `receive` sees to it that nobody pays for another's event."""
        try:
            items = self.receive(actor, [one.raw for one in theirs])
        except Exception as error:
            for one in theirs:
                one.answer.set_exception(error)
            return
        for one, item in zip(theirs, items, strict=True):
            one.answer.set_result(item)
