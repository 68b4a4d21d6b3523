"""The script behind every screen: who is there, which language, which desks, and the chosen screen."""

from html import escape
from pathlib import Path

import streamlit as st

from core.domain.actor import Actor
from core.services.access import ALLOWED
from ui.house import services
from ui.session import required_actor
from ui.texts import LANGUAGES, language, say
from ui.widgets import HOUSE_ZONE, at, ink, literal

HERE = Path(__file__).parent
LETTERS = "#1C2624"


def main() -> None:
    """Draw the frame and run the chosen screen."""
    st.set_page_config(page_title="Outpact", layout="wide", initial_sidebar_state="auto")
    someone = required_actor()
    st.html(HERE / "screens.css")
    st.logo(_logo(), size="large")
    pages = _pages(someone)
    chosen = st.navigation({say("desk.watch"): pages}) if pages else None
    _foot(someone)
    if chosen is None:
        st.info(say("frame.no_desk"))
    else:
        chosen.run()


def _pages(someone: Actor) -> list[st.Page]:
    pages = []
    if someone.role in ALLOWED["clock.read"]:
        pages.append(st.Page("screens/monitor.py", title=say("monitor.title"), url_path="monitor", default=True))
    if someone.role in ALLOWED["case.read"]:
        pages.append(st.Page("screens/case.py", title=say("case.title"), url_path="case"))
    if someone.role in ALLOWED["event.import"]:
        pages.append(st.Page("screens/event_import.py", title=say("import.title"), url_path="event_import"))
    return pages


def _foot(someone: Actor) -> None:
    with st.sidebar:
        st.html(" · ".join(_language_link(one) for one in LANGUAGES))
        profile = services().sign_in.profile(someone)
        who = f"{literal(profile.display_name)} · {say('role.' + someone.role)}"
        st.caption(f"{literal(profile.organisation)}  \n{who}")
        st.caption(say("frame.as_of", at=at(profile.now_ms, HOUSE_ZONE), zone=HOUSE_ZONE))
        st.html(f'<a class="foot" href="/sign-out" target="_self">{escape(say("frame.sign_out"))}</a>')


def _language_link(one: str) -> str:
    """The route sets the cookie and comes back to the address that the browser shows."""
    if one == language():
        return f'<b lang="{one}">{LANGUAGES[one]}</b>'
    return f'<a class="foot" lang="{one}" href="/language/{one}" target="_self">{LANGUAGES[one]}</a>'


def _logo() -> str:
    """The logo, its letters in the colour of the text."""
    return (HERE / "logo.svg").read_text("utf-8").replace(LETTERS, ink())


main()
