"""What an address without a page shows, and the address of a page that is not for the reader's role."""

import streamlit as st

from ui.desks import TITLES, title
from ui.session import required_actor
from ui.texts import say
from ui.widgets import literal


def main() -> None:
    """Say that there is no such page, or that it is not for this role."""
    someone, wanted = required_actor(), st.query_params.get("page", "")
    if wanted in TITLES:
        st.info(say("address.closed", page=title(wanted, someone), role=say(f"role.{someone.role}")))
    else:
        st.info(say("address.no_page", page=literal(wanted)))
    st.html(f'<a href="/" target="_self">{say("home.title")}</a>')


main()
