"""Instants as tests write them."""

from datetime import datetime


def ms(text: str) -> int:
    """UTC milliseconds of an ISO instant."""
    return int(datetime.fromisoformat(text).timestamp()) * 1000
