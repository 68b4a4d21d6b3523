"""A party to a contract or a guarantor, as the contract names it."""

from dataclasses import dataclass
from typing import Literal

from core.domain.wording import NOTHING, Wording

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

    name: Wording = NOTHING
    uscc: str = ""
    kind: PartyKind = ""
    size_class: SizeClass = ""
    address: Wording = NOTHING
    representative: Wording = NOTHING
    contact: Wording = NOTHING
    phone: str = ""
    email: str = ""
    bank: Wording = NOTHING
    account: str = ""
