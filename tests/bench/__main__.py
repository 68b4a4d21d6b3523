"""`make bench`: all areas, or the one named."""

import sys

from tests.bench import documents, engine, ingest, replay, sla

AREAS = {"engine": engine.run, "sla": sla.run, "replay": replay.run, "ingest": ingest.run, "documents": documents.run}

if __name__ == "__main__":
    for area in sys.argv[1:] or AREAS:
        AREAS[area]()
