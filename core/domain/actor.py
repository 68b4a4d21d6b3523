"""Who acts: a person signed in or a program with a key, within one organisation and with one role."""

from dataclasses import dataclass

from core.errors import InvalidInput

ROLES = ("procurement", "evaluator", "legal", "operator", "manager", "vendor", "auditor", "admin", "service")
VENDOR = "vendor"
CLI = "cli:"
"""So begins in the record the name of whoever acts at the command line; no person signs in with such a name."""
CASE_ROLES = ("operator", "manager")
"""People at the buyer's desks who work on cases."""


@dataclass(frozen=True, slots=True)
class Actor:
    """`vendor_id` is set for a vendor's users and programs, who see what concerns that vendor alone.

    Raises `InvalidInput` for an unknown role, the role vendor without a vendor, and a vendor with any other role:
    whoever had the one without the other would see what is not his.
    """

    organisation_id: int
    name: str
    role: str
    vendor_id: int | None = None

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise InvalidInput("access.unknown_role", place="role", value=self.role, allowed=", ".join(ROLES))
        if self.role == VENDOR and self.vendor_id is None:
            raise InvalidInput("access.vendor_needed", place="vendor")
        if self.role != VENDOR and self.vendor_id is not None:
            raise InvalidInput("access.vendor_of_other_role", place="vendor", role=self.role)
