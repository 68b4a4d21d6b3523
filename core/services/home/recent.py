"""What the reader did last, and what others did since to the same things: both from the audit record."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, Row, Select, func, literal, or_, select, text, union

from core.domain.actor import VENDOR
from core.services.home.asked import Asked
from core.services.home.names import named
from core.services.home.screens import shown_on
from core.services.home.views import Act, Figure, Place, Words
from core.storage.tables import api_keys, audit, users
from core.storage.tables.record import BY_PEOPLE

TOUCHED = 5
"""So many things are shown that were touched last."""
LOOKED_AT = 200
"""Among so many of the reader's last acts they are sought."""
CHANGED = 8
REMEMBERED_MS = 14 * 86_400_000
"""For so long a thing that somebody acted on is watched for him."""
TOLD = {VENDOR: ("breach.", "review.", "worker."), "evaluator": ("evaluation.close",)}
"""Of what others do, a vendor learns his own matter, an evaluator nothing of others' sheets or bids."""


NOBODY: Mapping[str, str] = MappingProxyType({})


class Entry(NamedTuple):
    """An entry of the record about a thing that a screen shows; `key` is the word by which its entries are found."""

    seq: int
    at_ms: int
    by: str
    action: str
    family: str
    key: str
    number: str
    place: Place


def own_entries(asked: Asked) -> list[Entry]:
    """The reader's last acts on things that he can open, each thing once, the latest first."""
    chosen = _acts(asked).where(audit.c.actor == asked.actor.name, audit.c.action.not_like("session.%"))
    found: dict[Place, Entry] = {}
    for row in asked.work.connection.execute(chosen.order_by(audit.c.seq.desc()).limit(LOOKED_AT)):
        entry = _entry(asked, row)
        if entry is not None:
            found.setdefault(entry.place, entry)
    return list(found.values())


def touched(asked: Asked, entries: Sequence[Entry]) -> list[Act]:
    """The last things that the reader acted on."""
    return _shown(asked, entries[:TOUCHED])


def changed(asked: Asked, entries: Sequence[Entry]) -> list[Act]:
    """What the reader acted on of late and somebody else after him, each thing once, the latest first."""
    mine: dict[str, int] = {}
    for one in entries:
        if one.at_ms > asked.now_ms - REMEMBERED_MS:
            mine[one.key] = max(mine.get(one.key, 0), one.seq)
    found: dict[str, Entry] = {}
    for entry, key in _others(asked, mine):
        if entry.seq > mine[key]:
            found.setdefault(key, entry)
    shown = list(found.values())[:CHANGED]
    return _shown(asked, shown, _names(asked, {one.by for one in shown}))


def done_since(asked: Asked) -> tuple[list[Figure], int | None]:
    """How much people did, by kind, since the reader signed in the time before this; and when that was."""
    of_sessions = _acts(asked).where(audit.c.actor == asked.actor.name, audit.c.action == "session.open")
    sessions = asked.work.connection.execute(of_sessions.order_by(audit.c.seq.desc()).limit(2)).all()
    last = sessions[1] if len(sessions) > 1 else None
    counted = (
        select(audit.c.action, func.count().label("acts"))
        .where(audit.c.organisation_id == asked.actor.organisation_id, text(BY_PEOPLE))
        .where(audit.c.actor.in_(_people(asked)), audit.c.seq > (last.seq if last is not None else 0))
        .group_by(audit.c.action)
    )
    totals: dict[Place, int] = {}
    for row in asked.work.connection.execute(counted):
        place = shown_on(row.action.partition(".")[0], "", asked.actor)
        if place is not None:
            place = Place(place.screen)
            totals[place] = totals.get(place, 0) + row.acts
    figures = [Figure(place.screen, value, place) for place, value in sorted(totals.items(), key=lambda one: -one[1])]
    return figures, last.at_ms if last is not None else None


def _acts(asked: Asked) -> Select[Any]:
    """What people did; the condition is written as the index has it."""
    return select(audit.c.seq, audit.c.at_ms, audit.c.actor, audit.c.action, audit.c.resource).where(
        audit.c.organisation_id == asked.actor.organisation_id, text(BY_PEOPLE)
    )


def _people(asked: Asked) -> CompoundSelect[Any]:
    """Everybody by whose name something is done: people, programs with a key, the command line."""
    ours = asked.actor.organisation_id
    return union(
        select(users.c.name).where(users.c.organisation_id == ours),
        select(literal("key:") + api_keys.c.prefix).where(api_keys.c.organisation_id == ours),
        select(literal("local")),
    )


def _others(asked: Asked, mine: dict[str, int]) -> Iterator[tuple[Entry, str]]:
    if not mine:
        return
    of_things = [or_(audit.c.resource == key, audit.c.resource.startswith(f"{key} ", autoescape=True)) for key in mine]
    chosen = _acts(asked).where(
        audit.c.actor.in_(_people(asked)), audit.c.actor != asked.actor.name, audit.c.seq > min(mine.values()),
        or_(*of_things),
    )  # fmt: skip
    told = TOLD.get(asked.actor.role, ("",))
    latest = (audit.c.seq + 0).desc()  # as a sum, so that the planner takes people's acts and not the whole record
    for row in asked.work.connection.execute(chosen.order_by(latest).limit(LOOKED_AT)):
        entry = _entry(asked, row) if row.action.startswith(told) else None
        if entry is not None:
            yield entry, row.resource.partition(" ")[0]


def _entry(asked: Asked, row: Row[Any]) -> Entry | None:
    family = row.action.partition(".")[0]
    words = row.resource.split(" ")
    key = words[1] if row.action == "draft.from_award" else words[0]
    number = key.rpartition(":")[2] if family in ("breach", "form", "address", "worker") else key
    place = shown_on(family, number, asked.actor)
    if place is None:
        return None
    return Entry(row.seq, row.at_ms, row.actor, row.action, family, key, number, place)


def _shown(asked: Asked, entries: Sequence[Entry], people: Mapping[str, str] = NOBODY) -> list[Act]:
    known = named(asked, [(one.place.screen, one.number) for one in entries])
    return [
        Act(*known.get((one.place.screen, one.number), (one.number, {})), one.action, _form(asked, one.action),
            people.get(one.by, ""), one.at_ms, one.place)
        for one in entries
    ]  # fmt: skip


def _names(asked: Asked, accounts: set[str]) -> dict[str, str]:
    """What people are called, by the names they sign in with; a vendor or an evaluator is not told who it was."""
    if not accounts or asked.actor.role in TOLD:
        return {}
    ours = users.c.organisation_id == asked.actor.organisation_id
    chosen = select(users.c.name, users.c.display_name).where(ours, users.c.name.in_(sorted(accounts)))
    return {one: one for one in accounts} | {row[0]: row[1] for row in asked.work.connection.execute(chosen)}


def _form(asked: Asked, action: str) -> Words:
    """The title of the form that an action names, in the words of the installed packs."""
    family, _, key = action.partition(".")
    forms = chain.from_iterable(asked.shelf.forms.values()) if family == "form" else ()
    return next((one.title.by_language() for one in forms if one.key == key), {})
