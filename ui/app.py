"""The script behind every screen: who is there, which language, which desks, and the chosen screen."""

from html import escape
from pathlib import Path

import streamlit as st

from core.domain.actor import Actor
from core.domain.zone import HOUSE_ZONE
from ui.desks import ABSENT, desks, title
from ui.house import services
from ui.session import required_actor
from ui.texts import LANGUAGES, language, say
from ui.widgets import at, ink, literal

HERE = Path(__file__).parent
LETTERS = "#1C2624"


def main() -> None:
    """Draw the frame and run the chosen screen."""
    st.set_page_config(page_title="Outpact", layout="wide", initial_sidebar_state="auto")
    someone = required_actor()
    st.html(HERE / "screens.css")
    st.logo(_logo(), size="large")
    chosen = st.navigation(_navigation(someone), expanded=True)
    _foot(someone)
    chosen.run()


def _navigation(someone: Actor) -> dict[str, list[st.Page]]:
    """The first screen above the desks, and of each desk what the role may see."""
    home = st.Page("screens/home.py", title=say("home.title"), url_path="home", default=True)
    absent = st.Page("screens/absent.py", title=say("address.title"), url_path=ABSENT, visibility="hidden")
    there = {desk: [_page(one, someone) for one in screens] for desk, screens in desks(someone).items()}
    return {"": [home, absent]} | {say(desk): pages for desk, pages in there.items()}


def _page(screen: str, someone: Actor) -> st.Page:
    return st.Page(f"screens/{screen}.py", title=title(screen, someone), url_path=screen)


def _foot(someone: Actor) -> None:
    with st.sidebar:
        st.html(" · ".join(_language_link(one) for one in LANGUAGES))
        profile = services().sign_in.profile(someone)
        who = f"{literal(profile.display_name)} · {say('role.' + someone.role)}"
        st.caption(f"{literal(profile.organisation)}  \n{who}")
        clock = "frame.demo_time" if services().is_demo else "frame.as_of"
        st.caption(say(clock, at=at(profile.now_ms, HOUSE_ZONE), zone=HOUSE_ZONE))
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
