"""The API alone on a new database, for the ingest figures and the kill tests; prints its key, then serves."""

import sys
from pathlib import Path

import uvicorn

from api.main import create_app
from tests.bench.world import house


def main(folder: str, port: str) -> None:
    """Serve the API in virtual time on `port`."""
    app, admin, clock = house(Path(folder))
    clock.at_ms += 30 * 60_000
    print(app.sign_in.add_key(admin, "bench", "service"), flush=True)
    uvicorn.run(create_app(app), host="127.0.0.1", port=int(port), log_level="warning", access_log=False)


if __name__ == "__main__":
    main(*sys.argv[1:3])
