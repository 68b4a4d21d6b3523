"""The script behind every screen: who is there, which language, which desks, and the chosen screen."""

from html import escape
from pathlib import Path

import streamlit as st

from core.domain.actor import VENDOR, Actor
from core.domain.zone import HOUSE_ZONE
from core.services.access import ALLOWED
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
    pages = _pages(someone)
    desks = {
        say("desk.portal" if someone.role == VENDOR else "desk.watch"): pages,
        say("desk.procurement"): _procurement(someone),
        say("desk.contracts"): _contract_pages(someone),
        say("desk.performance"): _performance(someone),
    }
    there = {desk: some for desk, some in desks.items() if some}
    chosen = st.navigation(_with_home(there), expanded=True) if there else None
    _foot(someone)
    if chosen is None:
        st.info(say("frame.no_desk"))
    else:
        chosen.run()


def _with_home(there: dict[str, list[st.Page]]) -> dict[str, list[st.Page]]:
    """The default page answers to no address but the root: without the monitor, the root leads to the first screen."""
    pages = [page for some in there.values() for page in some]
    if any(page.url_path == "" for page in pages):
        return there
    home = st.Page(lambda: st.switch_page(pages[0]), title=pages[0].title, url_path="home", default=True,
                   visibility="hidden")  # fmt: skip
    return {**there, next(iter(there)): [*there[next(iter(there))], home]}


def _pages(someone: Actor) -> list[st.Page]:
    """A vendor comes to his own breaches first, the buyer's people to the monitor, which is served at `/` alone."""
    pages, is_vendor = [], someone.role == VENDOR
    if is_vendor:
        title = say("breaches.title_vendor")
        pages.append(st.Page("screens/breaches.py", title=title, url_path="breaches"))
    if someone.role in ALLOWED["clock.read"]:
        path = "clocks" if is_vendor else "monitor"
        pages.append(st.Page("screens/monitor.py", title=say("monitor.title"), url_path=path, default=not is_vendor))
    if someone.role in ALLOWED["breach.read"] and not is_vendor:
        pages.append(st.Page("screens/breaches.py", title=say("breaches.title"), url_path="breaches"))
    if someone.role in ALLOWED["case.read"]:
        pages.append(st.Page("screens/case.py", title=say("case.title"), url_path="case"))
        pages.append(st.Page("screens/cases.py", title=say("cases.title"), url_path="cases"))
    if someone.role in ALLOWED["worker.read"]:
        pages.append(st.Page("screens/workers.py", title=say("workers.title"), url_path="workers"))
    if someone.role in ALLOWED["event.import"]:
        pages.append(st.Page("screens/event_import.py", title=say("import.title"), url_path="event_import"))
    return pages


def _contract_pages(someone: Actor) -> list[st.Page]:
    if someone.role not in ALLOWED["draft.read"]:
        return []
    return [st.Page("screens/contracts.py", title=say("contracts.title"), url_path="contracts")]


def _performance(someone: Actor) -> list[st.Page]:
    pages = []
    if someone.role in ALLOWED["scorecard.read"]:
        if someone.vendor_id is None:
            pages.append(st.Page("screens/portfolio.py", title=say("portfolio.title"), url_path="portfolio"))
        pages.append(st.Page("screens/performance.py", title=say("perf.title"), url_path="performance"))
    if someone.role in ALLOWED["review.read"]:
        pages.append(st.Page("screens/reviews.py", title=say("review.title"), url_path="reviews"))
    return pages


def _procurement(someone: Actor) -> list[st.Page]:
    pages = []
    if someone.role in ALLOWED["package.read"]:
        pages.append(st.Page("screens/work_package.py", title=say("package.title"), url_path="work_package"))
        pages.append(st.Page("screens/feasibility.py", title=say("study.title"), url_path="feasibility"))
    if someone.role in ALLOWED["vendor.read"]:
        pages.append(st.Page("screens/vendors.py", title=say("vendor.title"), url_path="vendors"))
    if someone.role in ALLOWED["selection.read"]:
        pages.append(st.Page("screens/selection.py", title=say("selection.title"), url_path="selection"))
    if someone.role in ALLOWED["sheet.score"]:
        pages.append(st.Page("screens/evaluation.py", title=say("evaluation.title"), url_path="evaluation"))
    if someone.role in ALLOWED["selection.read"]:
        pages.append(st.Page("screens/ranking.py", title=say("ranking.title"), url_path="ranking"))
    return pages


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
