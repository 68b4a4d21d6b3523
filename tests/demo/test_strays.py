"""The reader of screens stumbles over what he should, and over nothing else."""

import pytest

from tests.demo.shown import plain_html, plain_markdown, told_in_html
from tests.demo.strays import Reader, allowed

NAMES = ("上海洁舍家庭服务有限公司〔演示〕", "雇主责任险保单 GZ-2026-0117")
CODES = ("HK-1227-01", "C-2026-0001", "V-01")
ZH = Reader("zh", NAMES, codes=CODES, allowed=allowed("zh"))
EN = Reader("en", NAMES, codes=CODES, allowed=allowed("en"))


@pytest.mark.parametrize(
    "text",
    [
        "状态 running", "服务商 Vendor", "perf.score", "site：浦东店", "结果 None", "合计 nan", "{count} 项",
        "2026-11-02T09:00", "[]", "Decimal('3')", "95 % %", "2 小时小时", "OT-06.contact_person", "manager",
        "上海洁舍家庭服务有限公司〔演示〕 won", "HK-1227-01 late", "deep",
    ],
)  # fmt: skip
def test_a_fault_in_chinese_is_found(text: str) -> None:
    assert ZH.stray(text)


@pytest.mark.parametrize(
    "text",
    [
        "下载表格（CSV）", "工单 HK-1227-01 · C-2026-0001", "雇主责任险保单 GZ-2026-0117", "OT-06.contact 联系人员",
        "2026-12-28 10:02:56（Asia/Shanghai）", "扣减 30.00 元", "n 26", "A 领先 B 0.62", "V-01 · 上海洁舍家庭服务…",
        "C-2026-0001-v1-zh.docx", "· manager 已结月 ·",
    ],
)  # fmt: skip
def test_what_a_chinese_reader_knows_is_no_fault(text: str) -> None:
    assert ZH.stray(text) == ""


@pytest.mark.parametrize(
    "text", ["状态", "paused（by the vendor）", "state: 计时中", "kind of product、choice", "monitor.title", "95 % %"]
)
def test_a_fault_in_english_is_found(text: str) -> None:
    assert EN.stray(text)


@pytest.mark.parametrize(
    "text", ["Late by 2 h", "● met　HK-1227-01", "A · 上海洁舍家庭服务有限公司〔演示〕", "● 上海洁舍家庭…"]
)
def test_names_are_no_fault_in_english(text: str) -> None:
    assert EN.stray(text) == ""


def test_markup_is_not_read_and_what_it_tells_is() -> None:
    assert plain_markdown(r":red[■] **未达标** [打开](/case?case=X) :material/gavel: \*") == "[■] 未达标 [打开]  *"
    assert plain_html('<style>a { color: red }</style><p title="Hint">甲&amp;乙</p>') == "甲&乙  Hint"


def test_what_is_marked_with_its_language_is_judged_by_it() -> None:
    told = list(told_in_html('<p>条款 <span lang="zh">甲方</span><span lang="en">Client 甲方</span></p>'))

    assert ZH.strays(told) == []
    assert [one.partition(" in ")[0] for one in EN.strays(told) if one.startswith("html:en")] == ["html:en: 甲方"]
