"""The call behind a button: pressed twice before the screen is drawn anew, it is the same call and acts once."""

import hashlib
import secrets

import streamlit as st

from core.services.once import Once, once


def call_of(name: str, *said: str) -> Once:
    """The call of the button `name` with what was entered beside it."""
    drawn = st.session_state.setdefault(f"{name}.drawn", secrets.token_hex(16))
    body = "\0".join(said).encode()
    return once(f"{drawn}.{hashlib.sha256(body).hexdigest()[:32]}", f"screen {name}", body)


def forget(name: str) -> None:
    """The screen was drawn without the button pressed: what is pressed from now on is another call."""
    st.session_state.pop(f"{name}.drawn", None)
