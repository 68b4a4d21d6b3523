"""The common rules in plain Python, for tests of the replay that need no engine."""

from collections.abc import Mapping


def judge(message: Mapping[str, str | int | bool]) -> str:  # noqa: PLR0911 - one line a kind
    """Return the verdict that the common pack `deadlines` gives (rule-engine: a stop at the due second is met)."""
    kind, at_s = message["kind"], int(message.get("at_s", 0))
    if kind == "stop":
        if at_s < int(message["not_before_s"]):
            return "clock.early"
        return "clock.missed" if at_s > int(message["due_s"]) else "clock.met"
    if kind == "deadline":
        return "deadline.missed" if at_s > int(message["due_s"]) else ""
    if kind == "step":
        return "step.refused" if int(message["step"]) > int(message["next_step"]) else "step.accepted"
    if kind == "effect":
        return "effect.accepted" if message["approved"] else "effect.refused"
    if kind == "incident":
        return "prohibition.violated" if message["in_scope"] and not message["excused"] else ""
    return "clock.at_risk"
