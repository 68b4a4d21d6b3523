"""Who acts: a person signed in or a program with a key, within one organisation and with one role."""

from dataclasses import dataclass

ROLES = ("procurement", "evaluator", "legal", "operator", "manager", "vendor", "auditor", "admin", "service")


@dataclass(frozen=True, slots=True)
class Actor:
    """`vendor_id` is set for a vendor's users and programs, who see what concerns that vendor alone."""

    organisation_id: int
    name: str
    role: str
    vendor_id: int | None = None
