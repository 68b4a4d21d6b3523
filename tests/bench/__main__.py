"""`make bench`: all areas, or those named."""

import sys

from tests.bench import (
    demo,
    documents,
    engine,
    feasibility,
    ingest,
    performance,
    replay,
    scoring,
    screens,
    sla,
    sliders,
)

AREAS = {
    one.__name__.rpartition(".")[2]: one.run
    for one in (engine, sla, replay, ingest, scoring, documents, feasibility, performance, screens, sliders, demo)
}

if __name__ == "__main__":
    for area in sys.argv[1:] or AREAS:
        AREAS[area]()
