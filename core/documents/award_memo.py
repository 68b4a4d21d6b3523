"""What the award memo prints: the decision first, then everything that lay before it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from core.documents.legibility import legible
from core.documents.lines import line
from core.documents.wording import day, figures
from core.domain.award_memo import AwardMemo
from core.domain.criterion import PRICE
from core.domain.ranking_record import RankingRecord, Variant
from core.domain.selection_rules import MODES
from core.domain.wording import Language

ACROSS = 6
"""Vendors beside each other in one table; more stand in a table below."""
Section = dict[str, Any]


@cache
def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = yaml.safe_load((Path(__file__).parent / "award_memo.yaml").read_text("utf-8"))
    return words


@dataclass(frozen=True, slots=True)
class MemoSource:
    """All that a memo is made of; vendors by number have `names` and the `letters` by which they are called."""

    memo: AwardMemo
    record: RankingRecord
    ranking_sha256: str
    title: str
    names: Mapping[str, str]
    letters: Mapping[str, str]
    decided_on: date


def memo_context(source: MemoSource, language: Language) -> Mapping[str, Any]:
    """Return what the template prints, in one language."""
    context: Mapping[str, Any] = legible(_Memo(source, language).context())
    return context


@dataclass(frozen=True, slots=True)
class _Memo:
    source: MemoSource
    language: Language

    def context(self) -> dict[str, Any]:
        memo, record = self.source.memo, self.source.record
        sections = (
            self._decision(), self._rules(), self._ranking(), self._gates(), self._points(), self._robustness(),
            self._evaluation(),
        )  # fmt: skip
        before, between, after = ("第", "页 共", "页") if self.language == "zh" else ("Page", "of", "")
        return {
            "zh": self.language == "zh", "title": self._lines("title"), "number": memo.selection,
            "subtitle": self._lines("subtitle", number=memo.selection, title=self.source.title),
            "sections": sections, "hash": self.source.ranking_sha256,
            "hashes": {
                "rules": self._say("rules_hash", sha256=record.rules_sha256),
                "ranking": self._say("ranking_hash", sha256=self.source.ranking_sha256),
            },
            "page": {"before": before, "between": between, "after": after},
            "property_title": self._say("title"), "property_author": memo.award.decided_by,
            "property_language": "zh-CN" if self.language == "zh" else "en",
        }  # fmt: skip

    def _decision(self) -> Section:
        memo = self.source.memo
        bid = next(one for one in memo.bids if one.vendor == memo.award.vendor)
        notes = [
            self._say("decided", vendor=self._name(bid.vendor), price=figures(bid.net, self.language),
                      gross=figures(bid.gross, self.language), by=memo.award.decided_by,
                      at=day(self.source.decided_on, self.language)),
            self._say("reason", reason=memo.award.reason),
            self._say("follows" if memo.award.follows_ranking else "deviates"),
        ]  # fmt: skip
        return self._section("decision", notes)

    def _rules(self) -> Section:
        memo, record = self.source.memo, self.source.record
        note = self._say("rules_note", mode=MODES[memo.mode].words(self.language),
                         formula=self._say(f"formula.{record.price_formula}"), digits=record.price_digits,
                         base=figures(record.price_base, self.language))  # fmt: skip
        undecided = [self._say("undecided", reason=memo.undecided_because)] if memo.undecided_because else []
        return self._section("rules", [note, *undecided])

    def _ranking(self) -> Section:
        record = self.source.record
        first = {one.vendor: one.shares[0] for one in record.robustness.acceptability}
        rows = []
        for one in record.standings:
            price = one.points.get(PRICE, Decimal(0))
            rows.append(
                (f"{one.rank}　{self._name(one.vendor)}", f"{one.price.amount:,.2f}", _fixed(price),
                 _fixed(one.total - price), _fixed(one.total), f"{first[one.vendor] * 100:.1f}%")
            )  # fmt: skip
        rank = self._say("rank") + ("　" if self.language == "zh" else " ") + self._say("vendor")
        head = (rank, *(self._say(one, currency=record.price_base.currency) for one in
                        ("price", "price_points", "rated_points", "total", "first_in")))  # fmt: skip
        names = {one.code: one.name.words(self.language) for one in record.criteria}
        leads = [one.words(self.language, self.source.letters, names) for one in record.leads]
        return self._section("ranking", leads, _table(head, rows))

    def _gates(self) -> Section:
        memo, record = self.source.memo, self.source.record
        failed = {one.vendor: one.reasons for one in memo.excluded}
        joined = "；" if self.language == "zh" else "; "
        rows = [
            (self._name(bid.vendor), joined.join(one.words(self.language) for one in failed[bid.vendor])
             if bid.vendor in failed else self._say("passed"))
            for bid in memo.bids
        ]  # fmt: skip
        wrong = [(one.vendor, correction) for one in memo.bids for correction in one.corrections]
        notes = [
            self._say("gates_note"), *self._answers(), *self._counted(record.robustness.counted_in),
            *(f"{self._letter(vendor)} · {correction.words(self.language)}" for vendor, correction in wrong),
        ]  # fmt: skip
        return self._section("gates", notes, _table((self._say("vendor"), self._say("result")), rows, right=False))

    def _answers(self) -> Iterator[str]:
        for answer in self.source.memo.answers:
            asked = [one for one in self.source.memo.questions if one.vendor == answer.vendor]
            bounds = ("、" if self.language == "zh" else ", ").join(figures(one.bound, self.language) for one in asked)
            yield self._say("asked", vendor=self._letter(answer.vendor), price=figures(asked[0].price, self.language),
                            bound=bounds, explanation=answer.explanation,
                            accepted=self._say("accepted" if answer.accepted else "rejected"), reason=answer.reason,
                            by=answer.decided_by)  # fmt: skip

    def _counted(self, some: Sequence[Variant]) -> Iterator[str]:
        for one in some:
            if one.changes_winner:
                yield self._say("counted_in", vendor=self._letter(one.changed), winner=self._names(one.winners),
                                total=_fixed(one.totals[one.winners[0]]))  # fmt: skip

    def _points(self) -> Section:
        record = self.source.record
        tables = []
        for first in range(0, len(record.standings), ACROSS):
            some = record.standings[first : first + ACROSS]
            rows = [
                (f"{one.name.words(self.language)}（{one.weight:f}）" if self.language == "zh"
                 else f"{one.name.words(self.language)} ({one.weight:f})",
                 *(_fixed(standing.points[one.code]) for standing in some))
                for one in record.criteria
            ]  # fmt: skip
            rows.append((self._say("total"), *(_fixed(one.total) for one in some)))
            tables.append(_table((self._say("criterion"), *(self._name(one.vendor) for one in some)), rows))
        return self._section("points", [], *tables)

    def _robustness(self) -> Section:
        firm = self.source.record.robustness
        shown = [one.shares[:ACROSS] for one in firm.acceptability]
        rows = [
            (self._name(one.vendor), *(f"{share * 100:.1f}%" for share in shares))
            for one, shares in zip(firm.acceptability, shown, strict=True)
        ]
        ranks = (self._say("rank_n", rank=place + 1) for place in range(len(shown[0])))
        notes = [*self._edges(), *self._changes()]
        note = self._say("draws", draws=f"{firm.draws:,}", half=f"{firm.half_width * 100:.2f}")
        return self._section("robustness", [*notes, note], _table((self._say("vendor"), *ranks), rows))

    def _edges(self) -> Iterator[str]:
        names = {one.code: one.name.words(self.language) for one in self.source.record.criteria}
        for one in self.source.record.robustness.intervals:
            for side, vendor, weight in (("below", one.below, one.lowest), ("above", one.above, one.highest)):
                if vendor is not None:
                    yield self._say(side, criterion=names[one.criterion], now=f"{one.weight:f}",
                                    weight=f"{weight:.1f}", vendor=self._letter(vendor))  # fmt: skip

    def _changes(self) -> Iterator[str]:
        firm = self.source.record.robustness
        left_out = [one for one in (*firm.without_vendor, *firm.without_evaluator) if one.changes_winner]
        for one in left_out:
            yield self._say("without", changed=self._letter(one.changed), winner=self._names(one.winners))
        if not left_out:
            yield self._say("firm")
        for one in firm.formulas:
            if one.changes_winner:
                changed = self._say(f"formula.{one.changed}")
                yield self._say("formula_changes", changed=changed, winner=self._names(one.winners))

    def _evaluation(self) -> Section:
        memo, record = self.source.memo, self.source.record
        w = record.robustness.kendall_w
        names = "、".join(memo.evaluators) if self.language == "zh" else ", ".join(memo.evaluators)
        notes = [self._say("evaluators", names=names, w=self._say("none") if w is None else _fixed(w))]
        notes += [self._say("recused", name=name, reason=reason) for name, reason in memo.recused]
        criteria = {one.code: one.name.words(self.language) for one in record.criteria}
        agreed = {(one.vendor, one.criterion): one for one in memo.consensus}
        for one in memo.divergences:
            note = agreed[one.vendor, one.criterion]
            scores = ("、" if self.language == "zh" else ", ").join(f"{who} {score:f}" for who, score in one.scores)
            notes.append(
                self._say("diverged", vendor=self._letter(one.vendor), criterion=criteria[one.criterion], scores=scores,
                          spread=f"{one.spread:f}", note=note.note, by=note.recorded_by)
            )  # fmt: skip
        if not memo.divergences:
            notes.append(self._say("no_divergence"))
        return self._section("evaluation", notes)

    def _section(self, heading: str, notes: Iterable[str], *tables: dict[str, Any]) -> Section:
        return {
            "heading": self._lines(heading), "notes": tuple((line(self.language, one),) for one in notes),
            "tables": tables,
        }  # fmt: skip

    def _lines(self, word: str, **values: object) -> tuple[Mapping[str, object], ...]:
        return (line(self.language, self._say(word, **values)),)

    def _say(self, word: str, **values: object) -> str:
        return _words()[word][self.language].format_map(values)

    def _letter(self, vendor: str) -> str:
        return self.source.letters.get(vendor, vendor)

    def _name(self, vendor: str) -> str:
        return f"{self._letter(vendor)} {self.source.names[vendor]}"

    def _names(self, vendors: Iterable[str]) -> str:
        return ("、" if self.language == "zh" else ", ").join(self._letter(one) for one in vendors)


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]], *, right: bool = True) -> dict[str, Any]:
    """A table whose first column is text; the others are figures, unless said."""
    columns = len(head)
    return {"columns": columns, "head": head, "rows": tuple(rows), "right": (False, *(right,) * (columns - 1))}


def _fixed(value: Decimal) -> str:
    return f"{value:.2f}"
