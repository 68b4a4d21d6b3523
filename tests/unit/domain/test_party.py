"""A party that signs again is not written down again."""

from dataclasses import replace

import pytest

from core.domain.party import Party
from core.domain.wording import Wording
from tests.wp1 import wp1_terms

SIGNED = wp1_terms().buyer


@pytest.mark.parametrize("name", [SIGNED.name.zh, SIGNED.name.en], ids=["as the register has it", "in English"])
def test_particulars_stay_and_the_size_class_is_asked_anew(name: str) -> None:
    assert SIGNED.address
    assert SIGNED.again(name) == replace(SIGNED, size_class="")


def test_a_new_name_is_not_kept_in_the_other_language() -> None:
    renamed = SIGNED.again("上海木阅科技有限公司", "91310115MAY0B101XW")

    assert (renamed.name, renamed.uscc) == (Wording("上海木阅科技有限公司"), "91310115MAY0B101XW")
    assert renamed.address == SIGNED.address


def test_whoever_signs_for_the_first_time_has_a_name_alone() -> None:
    assert Party().again("Demo") == Party(name=Wording("", "Demo"))
