"""Views as JSON: with their own names, or with instants in words."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from core.domain.reason import Reason


def plain(view: Any) -> Any:
    """Return a view as JSON; each reason has its sentences in zh and en."""
    if isinstance(view, Reason):
        return {"code": view.code, "place": view.place, "zh": view.words("zh"), "en": view.words("en")}
    if isinstance(view, list | tuple):
        return [plain(one) for one in view]
    if isinstance(view, dict):
        return {str(key): plain(value) for key, value in view.items()}
    names = getattr(view, "__struct_fields__", None) or getattr(view, "__dataclass_fields__", None)
    return {name: plain(getattr(view, name)) for name in names} if names else msgspec.to_builtins(view)


def shown(view: Any) -> dict[str, Any]:
    """Return a view as a JSON object."""
    answer: dict[str, Any] = plain(view)
    return answer


def dated(view: Any) -> Any:
    """Return a view as JSON; each `*_ms` is told as `*_at`, the same instant in RFC 3339 and UTC."""
    builtins = view if isinstance(view, dict | list) else msgspec.to_builtins(view)
    if isinstance(builtins, list):
        return [dated(one) for one in builtins] if builtins and isinstance(builtins[0], dict) else builtins
    shown: dict[str, Any] = {}
    for name, value in builtins.items():
        if name.endswith("_ms") and (value is None or isinstance(value, int)):
            shown[f"{name[:-3]}_at"] = None if value is None else instant(value)
        else:
            shown[name] = dated(value) if isinstance(value, dict | list) else value
    return shown


def instant(at_ms: int) -> str:
    """An instant as RFC 3339 in UTC, to the millisecond."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
