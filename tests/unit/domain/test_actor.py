"""A vendor's user always belongs to a vendor, and nobody else does."""

import pytest

from core.domain.actor import ROLES, Actor
from core.errors import InvalidInput


def test_the_role_vendor_needs_its_vendor() -> None:
    with pytest.raises(InvalidInput, match="vendor"):
        Actor(1, "anna", "vendor")


@pytest.mark.parametrize("role", [one for one in ROLES if one != "vendor"])
def test_no_other_role_belongs_to_a_vendor(role: str) -> None:
    with pytest.raises(InvalidInput, match=role):
        Actor(1, "anna", role, vendor_id=1)


def test_a_role_that_is_not_there_is_refused() -> None:
    with pytest.raises(InvalidInput, match="unknown role"):
        Actor(1, "anna", "owner")
