"""Views as JSON."""

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
