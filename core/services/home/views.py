"""What the first screen shows: tasks with the place where they are done, figures, and what was touched or changed."""

from datetime import date
from typing import Literal

import msgspec

Words = dict[str, str]
Urgency = Literal["soon", "overdue", "ahead", "open"]
URGENCIES: tuple[Urgency, ...] = ("soon", "overdue", "ahead", "open")
"""In the order of the screen: what can still be kept stands before what is late, what has no end stands last."""


class Place(msgspec.Struct, frozen=True):
    """A screen and the query that opens one thing on it."""

    screen: str
    query: tuple[tuple[str, str], ...] = ()


class Task(msgspec.Struct):
    """One thing that waits for the reader: `what` is to be done with the thing `number`, named `name`.

    It is due at an instant (`until_ms`) or on a last day (`until_on`), or whenever. `left_s` are seconds that count,
    in service hours where the limit does, and below 0 once it is late.
    """

    code: str
    number: str
    name: Words
    what: Words
    place: Place
    urgency: Urgency
    until_ms: int | None = None
    until_on: date | None = None
    left_s: int | None = None
    zone: str = ""


class Figure(msgspec.Struct):
    """A number with the place that shows what was counted."""

    code: str
    value: int
    place: Place


class Act(msgspec.Struct):
    """What somebody did to a thing, as the record has it; `form` is the title of the form that was filled in, if one.

    `by` is empty for whoever may not know it.
    """

    number: str
    name: Words
    action: str
    form: Words
    by: str
    at_ms: int
    place: Place


class Home(msgspec.Struct):
    """The first screen of a person; `rest` are the places where tasks stand that are not among `tasks`."""

    tasks: list[Task]
    rest: list[Place]
    figures: list[Figure]
    changed: list[Act]
    touched: list[Act]
    done_since: list[Figure]
    since_ms: int | None
    now_ms: int
    on: date
