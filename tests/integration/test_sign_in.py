"""Accounts and signing in: vendors' users, names in two organisations, too many attempts."""

import pytest

from core.domain.actor import Actor
from core.errors import InvalidInput, NotFound, NotSignedIn, TooMany
from tests.integration.conftest import House

PASSWORD = "correct horse"


def second_organisation(house: House) -> Actor:
    return house.app.local_admin(house.app.sign_in.add_organisation("other", "Other"))


def test_a_vendors_user_belongs_to_his_vendor(house: House) -> None:
    house.app.sign_in.add_user(house.admin, "vera", "Vera", PASSWORD, "vendor", "V-1")

    someone = house.app.sign_in.actor_of_session(house.app.sign_in.sign_in("vera", PASSWORD))

    assert (someone.role, someone.vendor_id) == ("vendor", 1)


def test_a_vendors_program_belongs_to_its_vendor(house: House) -> None:
    key = house.app.sign_in.add_key(house.admin, "feed", "vendor", "V-1")

    assert house.app.sign_in.actor_of_key(key).vendor_id == 1


@pytest.mark.parametrize(("role", "vendor"), [("vendor", ""), ("operator", "V-1")])
def test_role_and_vendor_go_together(house: House, role: str, vendor: str) -> None:
    with pytest.raises(InvalidInput):
        house.app.sign_in.add_user(house.admin, "vera", "Vera", PASSWORD, role, vendor)
    with pytest.raises(InvalidInput):
        house.app.sign_in.add_key(house.admin, "feed", role, vendor)


def test_another_organisations_vendor_is_not_there(house: House) -> None:
    with pytest.raises(NotFound):
        house.app.sign_in.add_user(second_organisation(house), "vera", "Vera", PASSWORD, "vendor", "V-1")


def test_a_name_in_two_organisations_signs_in_with_its_organisation(house: House) -> None:
    other = second_organisation(house)
    house.app.sign_in.add_user(house.admin, "anna", "Anna", PASSWORD, "operator")
    house.app.sign_in.add_user(other, "anna", "Anna too", "battery staple", "operator")

    with pytest.raises(NotSignedIn, match="more than one organisation"):
        house.app.sign_in.sign_in("anna", PASSWORD)
    token = house.app.sign_in.sign_in("anna@other", "battery staple")
    assert house.app.sign_in.actor_of_session(token).organisation_id == other.organisation_id
    assert house.app.sign_in.sign_in("anna@demo", PASSWORD)


@pytest.mark.parametrize("name", ["", "anna@demo", "an\x00na", "a" * 129])
def test_a_name_that_could_not_be_typed_is_refused(house: House, name: str) -> None:
    with pytest.raises(InvalidInput):
        house.app.sign_in.add_user(house.admin, name, "Anna", PASSWORD, "operator")


def test_a_name_that_nobody_can_have_is_wrong_like_any_other(house: House) -> None:
    with pytest.raises(NotSignedIn):
        house.app.sign_in.sign_in("an\x00na", PASSWORD)


@pytest.mark.parametrize("password", ["1234567", "x" * 201])
def test_a_password_has_8_to_200_characters(house: House, password: str) -> None:
    with pytest.raises(InvalidInput, match="8 to 200"):
        house.app.sign_in.add_user(house.admin, "anna", "Anna", password, "operator")


def test_ten_wrong_passwords_and_the_eleventh_has_to_wait_half_a_minute(house: House) -> None:
    house.app.sign_in.add_user(house.admin, "anna", "Anna", PASSWORD, "operator")
    for _ in range(10):
        with pytest.raises(NotSignedIn):
            house.app.sign_in.sign_in("anna", "wrong guess", "192.0.2.1")

    with pytest.raises(TooMany, match="30 s"):
        house.app.sign_in.sign_in("anna", PASSWORD, "192.0.2.1")
    assert house.app.sign_in.sign_in("anna", PASSWORD, "192.0.2.2")
    house.clock.at_ms += 30_000
    assert house.app.sign_in.sign_in("anna", PASSWORD, "192.0.2.1")
