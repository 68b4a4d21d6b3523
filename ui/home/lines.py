"""Tasks and acts as lines that lead to their place: mark, number, what, and until when."""

from datetime import date

from core.domain.zone import HOUSE_ZONE
from core.services.home.views import Act, Task
from ui.texts import language, say
from ui.widgets import at, literal, word

SHAPES = {"soon": "◐", "overdue": "■", "ahead": "○", "open": "○"}
COLOURS = {"soon": "orange", "overdue": "red", "ahead": "blue", "open": "gray"}
SHORT = "%m-%d %H:%M"
MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86_400


def task_line(one: Task, on: date) -> str:
    """A task: how urgent in colour, word and shape, which thing, what is to be done with it, until when."""
    mark = f":{COLOURS[one.urgency]}[{SHAPES[one.urgency]} {say(f'home.urgency.{one.urgency}')}]"
    said = literal(" · ".join(filter(None, (one.what[language()], one.name.get(language(), "")))))
    return " ".join(filter(None, (mark, f"**{literal(one.number)}**", f"*{said}*", _grey(until(one, on)))))


def act_line(one: Act) -> str:
    """What somebody did to a thing, and when."""
    done = say("home.filled_in", form=word(one.form, "")) if one.form else say(f"act.{one.action}")
    said = literal(" · ".join(filter(None, (done, one.name.get(language(), ""), one.by))))
    return f"**{literal(one.number)}** *{said}* {_grey(at(one.at_ms, HOUSE_ZONE, SHORT))}"


def until(one: Task, on: date) -> str:
    """The end of a task with the time left, in days where it is a day; `on` is the day of the look."""
    if one.until_ms is not None:
        return f"{at(one.until_ms, one.zone, SHORT)} · {left(one.left_s or 0)}"
    if one.until_on is None:
        return ""
    days = (one.until_on - on).days
    name = "left" if days > 0 else "over"
    return f"{one.until_on} · {say(f'home.{name}_days', days=abs(days)) if days else say('home.last_day')}"


def left(seconds: int) -> str:
    """Time left or past, as coarse as a glance needs."""
    name = "left" if seconds >= 0 else "over"
    whole = abs(seconds)
    if whole >= 2 * DAY_S:
        return say(f"home.{name}_days", days=whole // DAY_S)
    if whole >= HOUR_S:
        return say(f"home.{name}_hours", hours=whole // HOUR_S, minutes=whole % HOUR_S // MINUTE_S)
    return say(f"home.{name}_minutes", minutes=whole // MINUTE_S)


def _grey(text: str) -> str:
    return f":gray[{literal(text)}]" if text else ""
