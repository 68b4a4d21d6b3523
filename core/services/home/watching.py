"""What waits at the watch: clocks that run out, limits of the buyer's own, breaches to object to, disputes."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, literal_column

from core.domain.actor import VENDOR
from core.domain.breach import DISPUTED, NOTIFIED
from core.domain.clock import PAUSED, RUNNING
from core.services.filters import is_past, own
from core.services.home.asked import MOST, SOON_MS, Asked, at, what, wording
from core.services.home.views import Task, Words
from core.services.operations.breaches import breach_rows
from core.services.operations.tally import SOON_MS as WITHIN_HOUR_MS
from core.services.operations.views import ClockView, clock_view, title
from core.services.rows import clock_rows
from core.services.shelf import InForce
from core.storage.tables import breaches, clocks

SOUGHT = 4 * MOST
"""Of so many clocks of a vendor those are shown that wait for one of his forms."""


def clocks_due(asked: Asked) -> Iterator[Task]:
    """The vendors' clocks that fall due within the hour."""
    ahead = clocks.c.due_ms.between(asked.now_ms + 1, asked.now_ms + WITHIN_HOUR_MS)
    return _theirs(asked, "today.clock_due", ahead, clocks.c.due_ms, clocks.c.id)


def late_clocks(asked: Asked) -> Iterator[Task]:
    """The vendors' clocks that run on late, the latest first."""
    late = clocks.c.due_ms <= asked.now_ms
    return _theirs(asked, "today.clock_late", late, clocks.c.due_ms.desc(), clocks.c.id.desc())


def own_clocks(asked: Asked) -> Iterator[Task]:
    """The buyer's own limits by time left, each with the form that keeps it, if one of this house does."""
    chosen = _running(asked).where(clocks.c.owed_by == "buyer").order_by(clocks.c.due_ms, clocks.c.id)
    for one, force in _views(asked, chosen.limit(MOST + 1)):
        form = _form(force, one.obligation, asked.actor.role)
        yield _form_task(asked, one, form or one.title, "today.own_form" if form else "today.own_clock")


def paused_clocks(asked: Asked) -> Iterator[Task]:
    """What of the vendors' stands still until the buyer has acted."""
    chosen = clock_rows().where(*own(clocks, asked.actor), clocks.c.state == PAUSED, is_past(False))
    for one, _ in _views(asked, chosen.order_by(clocks.c.id).limit(MOST + 1)):
        reason = what("today.paused", reason=wording(one.pause_reason))
        yield asked.task(reason, one.case, _named(asked, one), at("case", case=one.case), zone=one.zone)


def vendor_forms(asked: Asked) -> Iterator[Task]:
    """The vendor's own limits that one of his forms keeps, by time left."""
    chosen = _running(asked).order_by(clocks.c.due_ms, clocks.c.id)
    for one, force in _views(asked, chosen.limit(SOUGHT)):
        form = _form(force, one.obligation, VENDOR)
        if form:
            yield _form_task(asked, one, form, "today.form")


def objections(asked: Asked) -> Iterator[Task]:
    """Breaches that the vendor can still accept or dispute, by the time left."""
    for row, force in _notified(asked, None):
        yield _breach_task(asked, row, force, "today.object")


def ending_objections(asked: Asked) -> Iterator[Task]:
    """Breaches whose objection period ends within a day: what came by letter has to be recorded before."""
    for row, force in _notified(asked, asked.now_ms + SOON_MS):
        yield _breach_task(asked, row, force, "today.record_objection")


def disputes(asked: Asked) -> Iterator[Task]:
    """Disputes that wait for the buyer's decision, those about the oldest breach first."""
    chosen = breach_rows(asked.actor).where(in_dispute()).order_by(breaches.c.breach_ms, breaches.c.id)
    for row in asked.work.connection.execute(chosen.limit(MOST + 1)).all():
        force = asked.shelf.version(asked.work.connection, row.contract_version_id)
        yield asked.task(
            what("today.decide_dispute"), row.number, _obligation(force, row.obligation, row.vendor),
            at("breaches", breach=row.uuid), zone=force.calendar.tz,
        )  # fmt: skip


def in_dispute() -> Any:
    """A state that is written out, for SQLite takes a partial index only by the words of its condition."""
    return breaches.c.state == literal_column(f"'{DISPUTED}'")


def _theirs(asked: Asked, code: str, condition: ColumnElement[bool], *order: Any) -> Iterator[Task]:
    chosen = _running(asked).where(clocks.c.owed_by == VENDOR, condition).order_by(*order).limit(MOST + 1)
    for one, _ in _views(asked, chosen):
        yield asked.task(what(code), one.case, _named(asked, one), at("case", case=one.case), one.due_ms,
                         left_s=one.left_open_s, zone=one.zone)  # fmt: skip


def _running(asked: Asked) -> Select[Any]:
    return clock_rows().where(*own(clocks, asked.actor), clocks.c.state == RUNNING, is_past(False))


def _notified(asked: Asked, until_ms: int | None) -> Iterator[tuple[Row[Any], InForce]]:
    """Breaches that wait for the vendor, found by the instant at which time alone will move them."""
    fires = breaches.c.next_fire_ms > asked.now_ms
    if until_ms is not None:
        fires &= breaches.c.next_fire_ms <= until_ms
    chosen = breach_rows(asked.actor).where(breaches.c.state == NOTIFIED, breaches.c.objection_ends_ms.is_not(None))
    rows: Sequence[Row[Any]] = asked.work.connection.execute(
        chosen.where(fires).order_by(breaches.c.next_fire_ms, breaches.c.id).limit(MOST + 1)
    ).all()
    for row in rows:
        yield row, asked.shelf.version(asked.work.connection, row.contract_version_id)


def _breach_task(asked: Asked, row: Row[Any], force: InForce, code: str) -> Task:
    vendor = row.vendor if asked.actor.vendor_id is None else ""
    left_s = force.calendar.elapsed_s(asked.now_ms, row.objection_ends_ms)
    return asked.task(
        what(code), row.number, _obligation(force, row.obligation, vendor), at("breaches", breach=row.uuid),
        row.objection_ends_ms, left_s=left_s, zone=force.calendar.tz,
    )  # fmt: skip


def _views(asked: Asked, chosen: Select[Any]) -> Iterator[tuple[ClockView, InForce]]:
    for row in asked.work.connection.execute(chosen).all():
        force = asked.shelf.version(asked.work.connection, row.contract_version_id)
        yield clock_view(row, force, asked.now_ms), force


def _form(force: InForce, obligation: str, role: str) -> Words:
    """The form by which this role does what an obligation waits for."""
    awaited = force.obligations[obligation].required
    found = (one for one in force.forms.values() if role in one.by and awaited in one.events and not one.begins)
    form = next(found, None)
    return form.title.by_language() if form else {}


def _form_task(asked: Asked, one: ClockView, form: Words, code: str) -> Task:
    reason = what(code, awaited=wording(form or one.wording))
    return asked.task(reason, one.case, _named(asked, one), at("case", case=one.case), one.due_ms,
                      left_s=one.left_open_s, zone=one.zone)  # fmt: skip


def _named(asked: Asked, one: ClockView) -> Words:
    vendor = one.vendor if one.owed_by == VENDOR and asked.actor.vendor_id is None else ""
    return _joined(one.obligation, one.title, vendor)


def _obligation(force: InForce, obligation: str, vendor: str) -> Words:
    return _joined(obligation, title(force, obligation) if obligation in force.obligations else {}, vendor)


def _joined(obligation: str, words: Words, vendor: str) -> Words:
    """An obligation by its id and what it awaits, with the vendor where the reader is not he."""
    told = {one: f"{obligation} {words.get(one, '')}".strip() for one in ("zh", "en")}
    return {one: f"{text} · {vendor}" if vendor else text for one, text in told.items()}
