"""What an administrator does to accounts and keys: ended at once, once, in the record, and by nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.domain.actor import ROLES, Actor
from core.errors import Conflict, Forbidden, InvalidInput, NotFound, NotSignedIn
from core.storage.tables import api_keys, audit, users
from tests.integration.conftest import House

PASSWORD = "correct horse"
HOUR_MS = int(timedelta(hours=1).total_seconds() * 1000)


def acts(house: House, organisation_id: int = 0) -> list[tuple[str, str, str]]:
    """Who did what to whom, in order; the contract of the house left out."""
    of = audit.c.organisation_id == (organisation_id or house.organisation_id)
    with house.app.database.reading() as work:
        chosen = select(audit.c.actor, audit.c.action, audit.c.resource).where(of).order_by(audit.c.seq)
        return [tuple(row) for row in work.connection.execute(chosen) if not row.action.startswith("contract")]


def test_a_key_ends_at_its_instant_and_not_a_millisecond_later(house: House) -> None:
    until_ms = house.clock.at_ms + HOUR_MS
    key = house.app.sign_in.add_key(house.admin, "shop", "operator", until_ms=until_ms)

    house.clock.at_ms = until_ms - 1
    assert house.app.sign_in.actor_of_key(key).role == "operator"
    house.clock.at_ms = until_ms
    with pytest.raises(NotSignedIn):
        house.app.sign_in.actor_of_key(key)
    assert [one.state for one in house.app.keys.keys(house.admin)] == ["expired"]


def test_a_key_that_would_be_over_is_not_made(house: House) -> None:
    with pytest.raises(InvalidInput, match="2026-01-12T08:00:00"):
        house.app.sign_in.add_key(house.admin, "shop", "operator", until_ms=house.clock.at_ms)

    assert house.app.keys.keys(house.admin) == []


def test_a_revoked_key_opens_nothing_and_is_revoked_once(house: House) -> None:
    key = house.app.sign_in.add_key(house.admin, "shop", "operator")
    first = house.app.keys.revoke(house.admin, "shop")
    house.clock.at_ms += HOUR_MS
    again = house.app.keys.revoke(house.admin, key[:8])

    with pytest.raises(NotSignedIn):
        house.app.sign_in.actor_of_key(key)
    assert (first.state, again) == ("revoked", first)
    assert acts(house) == [("local", "account.add", f"key:{key[:8]}"), ("local", "key.revoke", f"key:{key[:8]}")]


def test_a_name_stands_for_one_valid_key_and_is_free_when_it_has_ended(house: House) -> None:
    house.app.sign_in.add_key(house.admin, "shop", "operator")
    with pytest.raises(Conflict, match='valid key named "shop"'):
        house.app.sign_in.add_key(house.admin, "shop", "manager")
    house.app.keys.revoke(house.admin, "shop")
    later = house.app.sign_in.add_key(house.admin, "shop", "manager")
    house.app.keys.revoke(house.admin, "shop")

    assert [(one.role, one.state) for one in house.app.keys.keys(house.admin)] == [
        ("manager", "revoked"), ("operator", "revoked"),
    ]  # fmt: skip
    assert later[:8] == house.app.keys.keys(house.admin)[0].prefix


def test_what_is_kept_of_a_key_does_not_contain_it(house: House) -> None:
    key = house.app.sign_in.add_key(house.admin, "shop", "vendor", "V-1")
    with house.app.database.reading() as work:
        kept = repr(work.connection.execute(select(api_keys)).all()) + repr(
            work.connection.execute(select(audit)).all()
        )

    assert key[8:] not in kept
    assert key[:8] in kept
    assert [(one.vendor, one.expires_ms) for one in house.app.keys.keys(house.admin)] == [("V-1", None)]


def test_a_blocked_person_is_out_at_once_and_back_when_let(house: House) -> None:
    house.app.sign_in.add_user(house.admin, "anna", "Anna", PASSWORD, "operator")
    token = house.app.sign_in.sign_in("anna", PASSWORD)
    views = [house.app.accounts.block(house.admin, "anna"), house.app.accounts.block(house.admin, "anna")]

    with pytest.raises(NotSignedIn):
        house.app.sign_in.actor_of_session(token)
    with pytest.raises(NotSignedIn):
        house.app.sign_in.sign_in("anna", PASSWORD)
    assert house.app.accounts.unblock(house.admin, "anna").active
    with pytest.raises(NotSignedIn):
        house.app.sign_in.actor_of_session(token)
    assert house.app.sign_in.sign_in("anna", PASSWORD)
    assert [one.active for one in views] == [False, False]
    assert [act for _, act, _ in acts(house)] == [
        "account.add", "session.open", "account.block", "account.unblock", "session.open",
    ]  # fmt: skip


def test_another_password_ends_what_the_old_one_opened(house: House) -> None:
    house.app.sign_in.add_user(house.admin, "anna", "Anna", PASSWORD, "operator")
    token = house.app.sign_in.sign_in("anna", PASSWORD)
    house.app.accounts.set_password(house.admin, "anna", "battery staple")

    for tried in (
        lambda: house.app.sign_in.actor_of_session(token),
        lambda: house.app.sign_in.sign_in("anna", PASSWORD),
    ):
        with pytest.raises(NotSignedIn):
            tried()
    assert house.app.sign_in.sign_in("anna", "battery staple")
    assert ("local", "account.password", "user:anna") in acts(house)


def test_a_weak_password_changes_nothing(house: House) -> None:
    house.app.sign_in.add_user(house.admin, "anna", "Anna", PASSWORD, "operator")
    with pytest.raises(InvalidInput, match="8 to 200"):
        house.app.accounts.set_password(house.admin, "anna", "1234567")

    assert house.app.sign_in.sign_in("anna", PASSWORD)


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"admin", "vendor"}))
def test_nobody_but_an_administrator_sees_or_ends_any(house: House, role: str) -> None:
    someone = Actor(house.organisation_id, "someone", role)
    accounts, keys = house.app.accounts, house.app.keys

    for act in (
        lambda: accounts.accounts(someone), lambda: accounts.block(someone, "anna"),
        lambda: accounts.unblock(someone, "anna"), lambda: accounts.set_password(someone, "anna", PASSWORD),
        lambda: accounts.rename(someone, "Mine"), lambda: keys.keys(someone), lambda: keys.revoke(someone, "shop"),
        lambda: house.app.sign_in.add_key(someone, "shop", role),
    ):  # fmt: skip
        with pytest.raises(Forbidden):
            act()


def test_another_organisations_people_and_keys_are_not_there(house: House) -> None:
    house.app.sign_in.add_user(house.admin, "anna", "Anna", PASSWORD, "operator")
    house.app.sign_in.add_key(house.admin, "shop", "operator")
    other = house.app.local_admin(house.app.accounts.found("cli:root", "other", "Other").id)

    assert (house.app.accounts.accounts(other), house.app.keys.keys(other)) == ([], [])
    for act in (
        lambda: house.app.accounts.block(other, "anna"), lambda: house.app.keys.revoke(other, "shop"),
        lambda: house.app.accounts.set_password(other, "anna", PASSWORD),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            act()
    house.app.sign_in.add_key(other, "shop", "operator")  # a name is one's own organisation's


def test_an_organisation_is_founded_once_and_by_whom_is_in_its_own_record(house: House) -> None:
    made = house.app.accounts.found("cli:root", "acme", "Acme Homes")
    with pytest.raises(Conflict, match="Acme Homes"):
        house.app.accounts.found("cli:root", "acme", "Acme")
    admin = Actor(made.id, "cli:root", "admin")
    house.app.accounts.rename(admin, "Acme Homes Ltd")
    house.app.accounts.rename(admin, "Acme Homes Ltd")

    assert [(one.code, one.name) for one in house.app.accounts.organisations()] == [
        ("demo", "Demo"), ("acme", "Acme Homes Ltd"),
    ]  # fmt: skip
    assert acts(house, made.id) == [
        ("cli:root", "organisation.add", "organisation:acme"),
        ("cli:root", "organisation.rename", "organisation:acme"),
    ]
    assert not house.app.record.verify(admin).reason


@pytest.mark.parametrize("code", ["", "Acme", "a b", "a@b", "-a", "a" * 65])
def test_a_code_that_could_not_be_typed_after_an_at_is_refused(house: House, code: str) -> None:
    with pytest.raises(InvalidInput, match="lower-case"):
        house.app.accounts.found("cli:root", code, "Acme")


@pytest.mark.parametrize("name", ["cli:root", "key:op_abcde", "a:b"])
def test_no_person_has_a_name_by_which_the_record_knows_a_program(house: House, name: str) -> None:
    with pytest.raises(InvalidInput):
        house.app.sign_in.add_user(house.admin, name, "Anna", PASSWORD, "operator")


@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "a" * 129])
def test_a_name_shown_in_lists_is_one_line(house: House, name: str) -> None:
    for act in (
        lambda: house.app.sign_in.add_key(house.admin, name, "operator"),
        lambda: house.app.sign_in.add_user(house.admin, "anna", name, PASSWORD, "operator"),
        lambda: house.app.accounts.found("cli:root", "acme", name),
    ):
        with pytest.raises(InvalidInput):
            act()


def test_whether_anybody_can_sign_in(house: House) -> None:
    assert not house.app.accounts.has_people()
    house.app.sign_in.add_user(house.admin, "anna", "Anna", PASSWORD, "admin")
    assert house.app.accounts.has_people()
    house.app.accounts.block(house.admin, "anna")
    assert not house.app.accounts.has_people()
    with house.app.database.reading() as work:
        assert PASSWORD not in repr(work.connection.execute(select(users)).all())
