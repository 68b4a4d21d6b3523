"""Who is at the screen: a server-side session behind an HttpOnly cookie; session_state holds no identity."""

from html import escape

import streamlit as st

from core.domain.actor import Actor
from core.errors import NotSignedIn
from ui.house import services
from ui.texts import say

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
        st.info(say("frame.session_ended"))
        st.html(f'<a href="/sign-in" target="_self">{escape(say("sign_in.title"))}</a>')
        st.stop()
    return someone
