"""A pack whose parts are of the wrong type is refused at its file, not by a traceback."""

from typing import Any

import pytest

from core.errors import InvalidInput
from core.sla.packs import parse


@pytest.mark.parametrize(
    ("written", "place"),
    [
        pytest.param({"obligations": ["T-01"]}, "desk/obligations.yaml", id="obligations as a list"),
        pytest.param({"obligations": {"T-01": "soon"}}, "desk/obligations.yaml: T-01", id="obligation as a text"),
        pytest.param({"facts": ["age_s"]}, "desk/rules.yaml", id="facts as a list"),
        pytest.param({"facts": {"age_s": "int"}}, "desk/rules.yaml: age_s", id="fact as a text"),
        pytest.param({"rules": {"a": "b"}}, "desk/rules.yaml: a", id="rule as a text"),
        pytest.param({"rules": [1]}, "desk/rules.yaml", id="rules as a list"),
        pytest.param({"examples": {"id": "a"}}, "desk/examples.yaml", id="examples as a mapping"),
        pytest.param({"words": ["a"]}, "desk/words.yaml", id="words as a list"),
        pytest.param({"obligations": {("a", "b"): {}}}, "desk", id="a key that is no text"),
    ],
)
def test_a_part_of_the_wrong_type_is_refused_at_its_place(written: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse("desk", written)

    assert refused.value.place.rstrip(": ") == place
