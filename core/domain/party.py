"""A party to a contract or a guarantor, as the contract names it."""

from dataclasses import dataclass, replace
from typing import Literal, Self

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

    def again(self, name: str, uscc: str = "") -> Self:
        """The party in its next contract, by its present name, and its code if it is known.

        Particulars stay, and the name in its other language while it is still one of the two. The size class is that of
        the signing (SME Payment Regulation 3): it is asked anew.
        """
        said = self.name if name in (self.name.zh, self.name.en) else Wording.in_its_language(name)
        return replace(self, name=said, uscc=uscc or self.uscc, size_class="")
