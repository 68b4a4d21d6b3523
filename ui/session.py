"""Who is at the screen: a server-side session behind an HttpOnly cookie; session_state holds no identity."""

import streamlit as st

from core.domain.actor import Actor
from core.errors import NotSignedIn
from ui.house import services

COOKIE = "outpact_session"


def actor() -> Actor | None:
    """The person behind the browser's session cookie, or None."""
    token = st.context.cookies.get(COOKIE)
    if not token:
        return None
    try:
        return services().sign_in.actor_of_session(token)
    except NotSignedIn:
        return None


def required_actor() -> Actor:
    """The person at the screen; without one the screen ends with a way to sign in."""
    someone = actor()
    if someone is None:
        st.link_button("登录 / Sign in", "/sign-in")
        st.stop()
    return someone
