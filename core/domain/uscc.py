"""The unified social credit code of an organisation (GB 32100-2015), 18 characters with two check characters."""

from core.errors import InvalidInput

CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""31 characters: no I, O, S, V, Z, which are misread."""

LENGTH = 18
_PLACE_CODE = range(2, 8)
_ORGANISATION = slice(8, 16)
_ORGANISATION_CHECK = 16
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def checked_uscc(text: str, place: str = "uscc") -> str:
    """Return the code in capitals without blanks around it.

    Raises `InvalidInput` at `place`: its length, or the position (from 1) of a wrong character and the one expected.
    """
    code = text.strip().upper()
    if len(code) != LENGTH:
        raise InvalidInput("vendor.uscc_length", place=place, value=code[:60], length=len(code))
    for index, character in enumerate(code):
        _check_character(code, index, character, place)
    _check(code, _ORGANISATION_CHECK, _organisation_check(code[_ORGANISATION]), "vendor.uscc_organisation", place)
    _check(code, LENGTH - 1, _check_character_of(code[:-1]), "vendor.uscc_check", place)
    return code


def _check_character(code: str, index: int, character: str, place: str) -> None:
    if character not in CHARACTERS:
        raise InvalidInput("vendor.uscc_character", place=place, value=code, position=index + 1, found=character)
    if index in _PLACE_CODE and not character.isdigit():
        raise InvalidInput("vendor.uscc_place", place=place, value=code, position=index + 1, found=character)


def _check(code: str, index: int, expected: str, error: str, place: str) -> None:
    if code[index] != expected:
        raise InvalidInput(error, place=place, value=code, position=index + 1, found=code[index], expected=expected)


def _organisation_check(characters: str) -> str:
    """GB 11714: 11 less the weighted sum modulo 11, where 10 is written X and 11 is written 0."""
    total = sum(int(one, 36) * weight for one, weight in zip(characters, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def _check_character_of(characters: str) -> str:
    """GB 32100: 31 less the sum weighted with powers of 3, modulo 31."""
    total = sum(CHARACTERS.index(one) * pow(3, index, 31) for index, one in enumerate(characters))
    return CHARACTERS[-total % 31]
