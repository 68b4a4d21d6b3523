"""Rule packs: one folder each, YAML only. Core never imports this; the shells load packs and hand them in."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from core.errors import InvalidInput, Malformed
from core.sla.forms import check_forms
from core.sla.packs import Pack, parse

HERE = Path(__file__).parent
PARTS = ("obligations", "rules", "examples", "words", "forms")


@cache
def load(*folders: Path) -> tuple[Pack, ...]:
    """Read the packs of these folders once, by default all that ship. Raises an error naming pack, file and key."""
    chosen = folders or tuple(sorted(path for path in HERE.iterdir() if path.is_dir() and path.name[0] not in "._"))
    packs = tuple(_read(folder) for folder in chosen)
    check_forms(packs)
    return packs


def _read(folder: Path) -> Pack:
    if not folder.is_dir():
        raise InvalidInput("pack.no_folder", place=str(folder), value=folder.name)
    parts = {part: _yaml(folder / f"{part}.yaml") for part in PARTS}
    rules = parts["rules"] or {}
    written: Mapping[str, Any] = {
        "obligations": parts["obligations"] or {},
        "facts": rules.get("facts") or {},
        "rules": rules.get("rules") or {},
        "examples": parts["examples"] or [],
        "words": parts["words"] or {},
        "forms": parts["forms"] or {},
    }
    return parse(folder.name, written)


def _yaml(path: Path) -> Any:
    if not path.exists():
        return None
    try:
        return yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise Malformed("pack.not_yaml", place=str(path), reason=str(error).splitlines()[0]) from None
