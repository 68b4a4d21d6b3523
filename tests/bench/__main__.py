"""`make bench`: all areas, or the one named."""

import sys

from tests.bench import engine, ingest, replay, scoring, sla

AREAS = {
    "engine": engine.run, "sla": sla.run, "replay": replay.run, "ingest": ingest.run, "scoring": scoring.run,
}  # fmt: skip

if __name__ == "__main__":
    for area in sys.argv[1:] or AREAS:
        AREAS[area]()
