"""The fields of a form, each with room below it for what is refused there; what was typed stays."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.errors import OutpactError
from ui.places import told
from ui.texts import bare, spoken

T = TypeVar("T")


@dataclass(slots=True)
class Form:
    """What was asked and what of it is refused; `names` are the words for codes that an error names."""

    names: Mapping[str, str] = field(default_factory=dict)
    refused: list[OutpactError] = field(default_factory=list)
    _rooms: dict[str, DeltaGenerator] = field(default_factory=dict)
    _words: dict[str, str] = field(default_factory=dict)

    def room(self, *places: str, name: str = "") -> None:
        """Keep room here for errors at these paths and below them; `name` says what stands here."""
        space = st.empty()
        self._words.update(dict.fromkeys(places, name))
        self._rooms.update(dict.fromkeys(places, space))

    def take(self, build: Callable[[], T]) -> T | None:
        """Build from what was typed; what is refused is told at its field."""
        try:
            return build()
        except OutpactError as error:
            self.refuse(error)
            return None

    def refuse(self, error: OutpactError) -> None:
        """Tell an error at the field that it names, or here if no field has room for it."""
        self.refused.append(error)
        room, is_own, name = self._room(error.place)
        where = name or spoken(bare(error.place) if is_own else error.place)
        said = told(error, self.names)
        room.error(f"**{where}** · {said}" if where else said)

    def _room(self, place: str) -> tuple[DeltaGenerator, bool, str]:
        """The room for a path, whether it is that of its row alone, and what stands there."""
        for path in (place, bare(place)):
            asked = path
            while asked and asked not in self._rooms:
                asked = asked.rpartition(".")[0]
            if asked:
                return self._rooms[asked], "[" in asked, self._words[asked]
        return st.empty(), False, ""


def still_words() -> None:
    """Streamlit speaks English in hints, in the menus of tables and over their buttons: hide them."""
    hidden = (
        '[data-testid="InputInstructions"]', '[data-testid="stDataFrameColumnMenu"]',
        '[data-testid="stDataFrameColumnVisibilityMenu"]',
        'body:has([data-testid="stElementToolbarButton"]:hover) [role="tooltip"]',
    )  # fmt: skip
    st.html(f"<style>{', '.join(hidden)} {{ display: none }}</style>")
