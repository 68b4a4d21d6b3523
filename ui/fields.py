"""The fields of a form, each with room below it for what is refused there; what was typed stays."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.errors import OutpactError
from ui.places import bare, spoken, told

T = TypeVar("T")


@dataclass(slots=True)
class Form:
    """What was asked and what of it is refused."""

    refused: list[OutpactError] = field(default_factory=list)
    _rooms: dict[str, DeltaGenerator] = field(default_factory=dict)

    def room(self, *places: str) -> None:
        """Keep room here for errors at these paths and below them."""
        space = st.empty()
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
        room, is_own = self._room(error.place)
        where = spoken(bare(error.place) if is_own else error.place)
        said = f"**{where}** · {told(error)}" if where else told(error)
        room.error(said)

    def _room(self, place: str) -> tuple[DeltaGenerator, bool]:
        """The room for a path, and whether it is that of its row alone."""
        for path in (place, bare(place)):
            asked = path
            while asked and asked not in self._rooms:
                asked = asked.rpartition(".")[0]
            if asked:
                return self._rooms[asked], "[" in asked
        return st.empty(), False


def still_words() -> None:
    """Streamlit speaks English in hints, in the menus of tables and over their buttons: hide them."""
    hidden = (
        '[data-testid="InputInstructions"]', '[data-testid="stDataFrameColumnMenu"]',
        '[data-testid="stDataFrameColumnVisibilityMenu"]',
        'body:has([data-testid="stElementToolbarButton"]:hover) [role="tooltip"]',
    )  # fmt: skip
    st.html(f"<style>{', '.join(hidden)} {{ display: none }}</style>")
