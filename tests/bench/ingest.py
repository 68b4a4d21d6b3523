"""ingest.*: events over HTTP into a real server process on SQLite."""

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from tests.bench.figure import median, report
from tests.bench.world import CASE, events

BATCHES = 24
SINGLES = 2_000
CLIENTS = 16
PLAIN = (("case.updated", 0),) * len(CASE)


def run() -> None:
    """Measure batches and single events."""
    with tempfile.TemporaryDirectory() as folder, _server(Path(folder)) as (port, key, process):
        numbers = iter(range(10**9))
        _post_batches(port, key, _batches(numbers, CASE, 4))
        with_rules: list[float] = []
        without: list[float] = []
        cpu_with: list[float] = []
        cpu_without: list[float] = []
        for _ in range(5):
            for types, rates, cpu in ((CASE, with_rules, cpu_with), (PLAIN, without, cpu_without)):
                batches = _batches(numbers, types, BATCHES)
                before = _cpu_s(process.pid)
                seconds = _post_batches(port, key, batches)
                rates.append(BATCHES * 500 / seconds)
                cpu.append(_cpu_s(process.pid) - before)
        report("ingest.batch500", sorted(with_rules)[2], sorted(without)[2])
        report("ingest.batch500_share", 100 * sorted(cpu_without)[2] / sorted(cpu_with)[2], 100)
        empty = median(lambda: SINGLES / _concurrently(port, key, "GET", "/healthz", [b""] * SINGLES), 3)
        single = median(lambda: SINGLES / _concurrently(port, key, "POST", "/v1/events", _singles(numbers)), 3)
        report("ingest.single", single, empty)


def _batches(numbers: Iterator[int], types: tuple[tuple[str, int], ...], count: int) -> list[bytes]:
    """`count` batches of 500 events, each of whole cases (the last case of a batch cut short)."""
    batches = []
    for _ in range(count):
        some: list[bytes] = []
        while len(some) < 500:
            some.extend(events(f"K-{next(numbers)}", types))
        batches.append(b"[" + b",".join(some[:500]) + b"]")
    return batches


def _singles(numbers: Iterator[int]) -> list[bytes]:
    return [events(f"S-{next(numbers)}", CASE[:1])[0] for _ in range(SINGLES)]


def _post_batches(port: int, key: str, batches: list[bytes]) -> float:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    began = time.perf_counter()
    for body in batches:
        _ask(connection, key, "POST", "/v1/events", body)
    return time.perf_counter() - began


def _concurrently(port: int, key: str, method: str, path: str, bodies: list[bytes]) -> float:
    waiting = iter(bodies)
    lock = threading.Lock()

    def work() -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        while True:
            with lock:
                body = next(waiting, None)
            if body is None:
                return
            _ask(connection, key, method, path, body)

    threads = [threading.Thread(target=work) for _ in range(CLIENTS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def _ask(connection: HTTPConnection, key: str, method: str, path: str, body: bytes) -> None:
    connection.request(method, path, body, {"Authorization": f"Bearer {key}"})
    answer = connection.getresponse()
    said = answer.read()
    if answer.status != 200 or b'"refused"' in said:
        raise AssertionError(said[:500])


@contextmanager
def _server(folder: Path) -> Iterator[tuple[int, str, "subprocess.Popen[str]"]]:
    """A server of its own, with the key that it prints."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tests.bench.server", str(folder), str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    try:
        key = process.stdout.readline().strip() if process.stdout else ""
        _wait(port)
        yield port, key, process
    finally:
        process.terminate()
        process.wait()


def _wait(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
