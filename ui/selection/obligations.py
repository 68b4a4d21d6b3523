"""What a bidder can promise a share of: the packs' obligations of vendors that have a due time."""

from collections.abc import Iterable

from ui.house import services
from ui.widgets import word


def promisable(also: Iterable[str] = ()) -> dict[str, str]:
    """Obligations by id with what is awaited in words; those in `also` at least by their id."""
    known = {
        one.id: f"{one.id} {word(pack.words.get(one.required, {}), '')}".strip()
        for pack in services().packs.values()
        for one in pack.obligations.values()
        if one.owed_by == "vendor" and one.kind == "deadline"
    }
    return dict(sorted({**{one: one for one in also}, **known}.items()))
