"""`outpact organisation`, `account` and `key`: the first day of an installation on the command line alone."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import rules
from api.cli import main
from core.bootstrap import build
from core.errors import NotSignedIn
from core.messages import LANGUAGES
from core.settings import Settings

LOCALES = {"zh": "zh_CN.UTF-8", "en": "en_US.UTF-8"}
PASSWORD = "correct horse"


class Line:
    """A command line on a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *arguments: str, typed: str = "", language: str = "en") -> Any:
        """Run a command with `typed` on its standard input."""
        environment = {"LC_ALL": LOCALES[language], "OUTPACT_DATA": str(self.folder), "LOGNAME": "eva"}
        ended = CliRunner().invoke(main, arguments, input=typed, env=environment)
        assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
        return ended

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.folder / "outpact.db")) as connection:
            return connection.execute(statement).fetchall()


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(tmp_path / "var")


@pytest.fixture
def begun(line: Line) -> Line:
    assert line.run("organisation", "add", "acme", "Acme Homes").exit_code == 0
    return line


def test_from_nothing_to_an_administrator_who_signs_in(line: Line) -> None:
    no_database = line.run("account", "add", "anna", "--role", "admin", typed=f"{PASSWORD}\n")
    founded = line.run("organisation", "add", "acme", "Acme Homes")
    added = line.run("account", "add", "anna", "--role", "admin", "--shown", "Anna Ek", typed=f"{PASSWORD}\n")
    app = build(Settings(data=line.folder), rules.load())
    who = app.sign_in.actor_of_session(app.sign_in.sign_in("anna", PASSWORD))
    profile = app.sign_in.profile(who)
    app.stop()

    assert (no_database.exit_code, founded.exit_code, added.exit_code) == (1, 0, 0)
    assert "outpact organisation add" in no_database.stderr
    assert "outpact account add NAME --role admin" in founded.stdout
    assert (who.role, profile.display_name, profile.organisation) == ("admin", "Anna Ek", "Acme Homes")
    assert PASSWORD not in founded.output + added.output
    assert line.rows("SELECT actor, action, resource FROM audit ORDER BY seq")[:2] == [
        ("cli:eva", "organisation.add", "organisation:acme"), ("cli:eva", "account.add", "user:anna"),
    ]  # fmt: skip


def test_a_key_alone_stands_on_standard_output_and_works_till_it_is_revoked(begun: Line) -> None:
    made = begun.run("key", "add", "--role", "operator", "--name", "shop ERP", "--until", "2999-01-31")
    key = made.stdout.strip()
    app = build(Settings(data=begun.folder), rules.load())
    role = app.sign_in.actor_of_key(key).role
    [listed] = json.loads(begun.run("key", "list", "--json").stdout)["keys"]
    ended = begun.run("key", "revoke", "shop ERP")
    with pytest.raises(NotSignedIn):
        app.sign_in.actor_of_key(key)
    app.stop()

    assert (made.stdout, role, key[:3]) == (f"{key}\n", "operator", "op_")
    assert "shop ERP" in made.stderr
    assert key not in made.stderr
    # the day in Shanghai, eight hours before UTC, ends with 16:00:00 UTC
    assert (listed["name"], listed["state"], listed["expires_at"]) == ("shop ERP", "valid", "2999-01-31T16:00:00Z")
    assert ended.exit_code == 0
    assert begun.rows("SELECT actor, action FROM audit ORDER BY seq") == [
        ("cli:eva", "organisation.add"), ("cli:eva", "account.add"), ("cli:eva", "key.revoke"),
    ]  # fmt: skip


def test_an_account_is_blocked_let_in_and_given_another_password(begun: Line) -> None:
    begun.run("account", "add", "anna", "--role", "operator", typed=f"{PASSWORD}\n")
    states = []
    for act in ("block", "unblock"):
        assert begun.run("account", act, "anna").exit_code == 0
        states += [one["active"] for one in json.loads(begun.run("account", "list", "--json").stdout)["accounts"]]
    assert begun.run("account", "password", "anna", typed="battery staple\r\n").exit_code == 0
    app = build(Settings(data=begun.folder), rules.load())
    token = app.sign_in.sign_in("anna", "battery staple")
    app.stop()

    assert states == [False, True]
    assert token


BAD = [
    pytest.param(("key", "add", "--role", "boss"), ["--role", "boss", "operator", "service"], id="unknown role"),
    pytest.param(("key", "add", "--role", "vendor"), ["--vendor"], id="vendor without its number"),
    pytest.param(("key", "add", "--role", "vendor", "--vendor", "V-9"), ["--vendor", "V-9"], id="unknown vendor"),
    pytest.param(
        ("key", "add", "--role", "operator", "--until", "soon"), ["--until", "soon", "2026-12-31"], id="no day"
    ),
    pytest.param(
        ("key", "add", "--role", "operator", "--until", "9999-12-31"), ["--until", "9999-12-31"], id="last day"
    ),
    pytest.param(
        ("key", "add", "--role", "operator", "--until", "2020-01-31"), ["--until", "2020-01-31"], id="past day"
    ),
    pytest.param(("key", "add", "--role", "operator", "--name", "a\nb"), ["--name", "128"], id="two lines"),
    pytest.param(("key", "add", "--role", "admin"), ["--name", "admin", "op_"], id="key twice"),
    pytest.param(("key", "revoke", "op_none"), ["KEY", "op_none"], id="no such key"),
    pytest.param(("account", "add", "bea", "--role", "admin"), ["8", "200"], id="no password"),
    pytest.param(("account", "block", "bob"), ["NAME", "bob"], id="no such person"),
    pytest.param(
        ("account", "list", "--organisation", "x"), ["--organisation", "x", "acme"], id="no such organisation"
    ),
    pytest.param(("organisation", "add", "acme", "Other"), ["CODE", "acme", "Acme Homes"], id="organisation twice"),
    pytest.param(("organisation", "rename", ""), ["NAME", "128"], id="no name"),
]


@pytest.mark.parametrize(("arguments", "places"), BAD)
def test_bad_input_names_option_value_and_what_is_allowed(
    begun: Line, arguments: tuple[str, ...], places: list[str]
) -> None:
    begun.run("key", "add", "--role", "admin")
    ended = [begun.run(*arguments, language=one) for one in LANGUAGES]

    assert [(one.exit_code, one.stdout) for one in ended] == [(1, ""), (1, "")]
    assert [place for place in places for one in ended if place not in one.stderr] == []
    assert ended[0].stderr != ended[1].stderr
    assert begun.rows("SELECT count(*) FROM audit") == [(2,)]


def test_of_two_organisations_one_has_to_be_named(begun: Line) -> None:
    begun.run("organisation", "add", "beta", "Beta")
    unnamed = begun.run("key", "add", "--role", "operator")
    named = begun.run("key", "add", "--role", "operator", "--organisation", "beta")

    assert (unnamed.exit_code, named.exit_code) == (1, 0)
    assert [place for place in ("--organisation", "acme", "beta") if place not in unnamed.stderr] == []
    assert begun.rows("SELECT o.code FROM api_keys k JOIN organisations o ON o.id = k.organisation_id") == [("beta",)]


def test_a_password_is_never_an_argument(begun: Line) -> None:
    for command in (("account", "add", "anna", "--role", "admin"), ("account", "password", "anna")):
        assert begun.run(*command, "--password", PASSWORD).exit_code == 2


def test_other_commands_found_no_second_organisation(begun: Line) -> None:
    assert begun.run("audit", "verify").exit_code == 0
    assert begun.run("monitor", "--once").exit_code == 0
    assert begun.rows("SELECT code FROM organisations") == [("acme",)]
