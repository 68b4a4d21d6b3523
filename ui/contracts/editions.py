"""The documents of a version: its editions as files and as pictures of their pages, or what they still lack."""

import base64
from contextlib import suppress

import streamlit as st

from core.documents import pages
from core.documents.lines import EDITIONS
from core.domain.actor import Actor
from core.errors import InvalidInput, OutpactError
from core.services.legal.draft_views import DraftView
from ui.contracts.places import in_words
from ui.house import services
from ui.texts import listed, say
from ui.widgets import tell

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NAMES = {"zh": "edition.zh", "en": "edition.en", "bilingual": "edition.bilingual"}


def show_documents(someone: Actor, view: DraftView) -> None:
    """Offer the three editions and the signed document, and the pages as pictures; or what they lack."""
    st.subheader(say("contracts.documents"), anchor=False)
    made = _editions(someone, view)
    for edition, content in made.items():
        name = f"{view.number}-v{view.version}-{edition}.docx"
        st.download_button(say(NAMES[edition]), content, name, DOCX, width="stretch")
    if view.signature is not None:
        signed = services().desk.signed(someone, view.number, view.version)
        st.download_button(say("contracts.signed_copy"), signed, f"{view.number}-v{view.version}-signed.docx", DOCX)
    if len(made) < len(EDITIONS):
        absent = listed([say(NAMES[one]) for one in EDITIONS if one not in made])
        st.info(say("contracts.edition_missing", edition=absent))
        missing = services().desk.missing(someone, view.number, view.version)
        st.text("\n".join(f"· {in_words(one.path)}" for one in missing))
    editions = {one: say(NAMES[one]) for one in made}
    chosen = st.segmented_control(
        say("contracts.pages"), list(editions), format_func=editions.__getitem__, key="pages_of"
    )  # fmt: skip
    if chosen:
        _pages(made[chosen])


def _editions(someone: Actor, view: DraftView) -> dict[str, bytes]:
    """The editions that can be made: a contract that is written in Chinese alone has its Chinese one."""
    made: dict[str, bytes] = {}
    for one in EDITIONS:
        with suppress(InvalidInput):
            made[one] = services().desk.render(someone, view.number, one, view.version)
    return made


def _pages(content: bytes) -> None:
    try:
        with st.spinner(say("contracts.turning")):
            drawn = _drawn(content)
    except OutpactError as error:
        tell(error)
        return
    style = "width: 100%; max-width: 640px; border: 1px solid #DDE3E0; margin-bottom: 1rem; display: block"
    st.html("".join(f'<img style="{style}" alt="" src="data:image/png;base64,{one}">' for one in drawn))


@st.cache_data(max_entries=4, show_spinner=False)
def _drawn(content: bytes) -> list[str]:
    return [base64.b64encode(one).decode() for one in pages.pictures(pages.pdf(content))]
