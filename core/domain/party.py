"""A party to a contract or a guarantor, as the contract names it."""

from dataclasses import dataclass
from typing import Literal

from core.domain.text import NOTHING, Text

PartyKind = Literal[
    "",
    "enterprise",
    "bank",
    "individual_business",
    "individual",
    "state_organ",
    "public_institution",
    "public_benefit",
    "committee",
]
SizeClass = Literal["", "large", "medium", "small", "micro"]


@dataclass(frozen=True, slots=True)
class Party:
    """Who signs: name, unified social credit code, size class at signing, address and representative."""

    name: Text = NOTHING
    uscc: str = ""
    kind: PartyKind = ""
    size_class: SizeClass = ""
    address: Text = NOTHING
    representative: Text = NOTHING
    contact: Text = NOTHING
    phone: str = ""
    email: str = ""
    bank: Text = NOTHING
    account: str = ""
