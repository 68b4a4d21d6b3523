"""What vendors prove and selections ask for: the requirements that ship, and their words."""

from core.domain.qualification import Requirement
from core.domain.wording import Wording
from ui.texts import catalogue, language

PROVED = ("business_licence", "employers_liability", "public_liability", "on_site_certificate", "training")


def requirement(code: str) -> Requirement:
    """The requirement with its words; one of the house's own is its own word."""
    zh, en = (catalogue(one).get(f"vendor.requirement.{code}", code) for one in ("zh", "en"))
    return Requirement(code, Wording(zh, en))


def requirement_word(code: str) -> str:
    """The same in the language of the session."""
    return catalogue(language()).get(f"vendor.requirement.{code}", code)
