"""The screens' process: `python -m api.screens run ui/server.py ...` is Streamlit, and ends with the launcher.

The launcher holds the other end of our standard input. The system closes it however the launcher ends, also after
`kill -9`, when the launcher cannot stop anybody.
"""

import os
import runpy
import signal
import sys
import threading
import time

STOP_S = 8.0


def end_with_the_launcher() -> None:
    """Wait until the launcher is gone, then stop; what does not stop in time is ended."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_S)
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=end_with_the_launcher, daemon=True).start()
    sys.argv[0] = "streamlit"
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
