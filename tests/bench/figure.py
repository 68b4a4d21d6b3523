"""One measured figure, printed as a JSON line beside its target and its baseline of the same run."""

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

PROMISED: dict[str, dict[str, Any]] = {
    one["id"]: one for one in yaml.safe_load((Path(__file__).parent / "figures.yaml").read_text("utf-8"))
}
RUNS = 5


def report(id: str, value: float, baseline: float | None) -> None:
    """Print one figure; `ratio` says how many times the baseline it is, which may not be there to measure."""
    promised = PROMISED[id]
    better = value <= promised["target"] if promised["better"] == "lower" else value >= promised["target"]
    shown = {
        "id": id, "area": promised["area"], "value": _short(value), "unit": promised["unit"],
        "baseline": None if baseline is None else _short(baseline),
        "ratio": _short(value / baseline) if baseline else None, "target": promised["target"], "ok": better,
        "against": promised["against"], "grows_with": promised["grows_with"],
    }  # fmt: skip
    print(json.dumps(shown, ensure_ascii=False), flush=True)


def median(measure: Callable[[], float], runs: int = RUNS) -> float:
    """The median of several runs."""
    return statistics.median(measure() for _ in range(runs))


def cpu_s(act: Callable[[], object]) -> float:
    """CPU seconds of this thread's process."""
    began = time.process_time()
    act()
    return time.process_time() - began


def wall_s(act: Callable[[], object]) -> float:
    """Seconds on the wall."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def memory_mib() -> float:
    """Memory that this process holds now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


def _short(value: float) -> float:
    return float(f"{value:.4g}")
