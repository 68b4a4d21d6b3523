"""The command line `outpact`."""

from api.cli.commands import main

__all__ = ["main"]
