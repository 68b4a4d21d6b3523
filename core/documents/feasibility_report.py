"""The feasibility report: the five steps of a study, its figures and bars, in zh or en."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Self

import msgspec
import yaml

from core.documents.legibility import legible
from core.documents.lines import Lines
from core.documents.renderer import CompiledTemplate
from core.documents.report_bars import histogram, tornado
from core.documents.report_tables import ReportTables, percent
from core.documents.wording import day, number
from core.domain.canonical import sha256
from core.domain.cost import TodaysCost
from core.domain.feasibility.core_review import CoreReview
from core.domain.feasibility.decision import Decision, Recommendation
from core.domain.feasibility.economic_review import EconomicReview
from core.domain.feasibility.false_outsourcing import SIGNS
from core.domain.feasibility.social import ASPECTS, SocialReview
from core.domain.feasibility.technical import FACTORS, TechnicalReview
from core.domain.reason import Reason
from core.domain.wording import Language, Wording
from core.feasibility.monte_carlo import Simulation
from core.feasibility.tornado import Bar

SCORED = ("strategic_value", "own_advantage", "knowledge_at_risk", "reversibility")


@dataclass(frozen=True, slots=True)
class ReportForm:
    """The template of the report and its words by key."""

    template: CompiledTemplate
    words: Mapping[str, Wording]

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read `feasibility_report.docx` and `.yaml` from a folder."""
        words = msgspec.convert(
            yaml.safe_load((folder / "feasibility_report.yaml").read_text("utf-8")), dict[str, Wording]
        )
        return cls(CompiledTemplate.load((folder / "feasibility_report.docx").read_bytes()), words)


@dataclass(frozen=True, slots=True)
class ReportedStudy:
    """Everything that a report prints of one version of a work package; `on` is the day of the report."""

    number: str
    version: int
    title: str
    on: date
    core: CoreReview
    technical: TechnicalReview
    economic: EconomicReview
    social: SocialReview
    recommendation: Recommendation
    decision: Decision | None
    simulation: Simulation
    tornado: tuple[Bar, ...]


def write_report(study: ReportedStudy, form: ReportForm, language: Language) -> bytes:
    """Return the report as a docx; the same study gives the same bytes."""
    return form.template.render(legible(_Report(form.words, language, study).context()))


@dataclass(frozen=True, slots=True)
class _Report(ReportTables):
    study: ReportedStudy

    def context(self) -> dict[str, Any]:
        study = self.study
        evidence = (study.core, study.technical, study.economic, study.social)
        return {
            "number": study.number, "version": str(study.version), "hash": sha256(_Answers(*evidence)),
            "kind": self.say("kind"), "title": self.text(study.title), "cover": tuple(self._cover()),
            "sections": tuple(self._sections()), "property_title": f"{study.number} {study.title}",
            "property_author": "Outpact", "property_language": {"zh": "zh-CN", "en": "en-GB"}[self.language],
            "short": {name: self.word(name) for name in ("number", "version", "hash")},
            "page": {name: self.word(f"page_{name}") for name in ("before", "between", "after")},
        }  # fmt: skip

    def _cover(self) -> Iterator[dict[str, Lines]]:
        study = self.study
        yield self.fact("recommended", self.word(f"outcome.{study.recommendation.outcome}"))
        decided = self.word(f"outcome.{study.decision.outcome}") if study.decision else self.word("not_decided")
        yield self.fact("decided", decided)
        yield self.fact("date", day(study.on, self.language))

    def _months(self, count: int) -> str:
        return self.word("month" if count == 1 else "months", n=count)

    def _sections(self) -> Iterator[dict[str, Any]]:
        study = self.study
        summary = [self._gate(name) for name in ("core", "technical", "economic", "social")]
        recommended = study.recommendation
        yield self._section(
            "summary", [_opened(reason.words(self.language)) for reason in recommended.reasons],
            [self.table("facts", "gates", summary)], opens_page=True,
        )  # fmt: skip
        yield self._section("core", [self.word(f"core_outcome.{study.core.outcome}")], [self._core()])
        yield self._section("technical", [self._score(study.technical.score)], [self._technical()])
        yield self._section("economic", [], list(self._economic()), opens_page=True)
        yield self._section("uncertainty", [], list(self._bars()), opens_page=True)
        yield self._section("social", [self._score(study.social.score)], list(self._social()))
        yield self._section("decision", [self._score(recommended.score)], [self._decision()])

    def _section(
        self, key: str, sentences: Sequence[str], tables: Sequence[Any], *, opens_page: bool = False
    ) -> dict[str, Any]:
        said = tuple(self.text(one) for one in sentences)
        return {
            "heading": self.say(f"step.{key}"), "sentences": said, "tables": tuple(tables), "opens_page": opens_page
        }  # fmt: skip

    def _score(self, score: Decimal) -> str:
        return self.word("score", score=number(round(score, 2)))

    def _gate(self, name: str) -> dict[str, Lines]:
        failures: tuple[Reason, ...] = getattr(self.study, name).failures()
        said = "; ".join(one.words(self.language) for one in failures)
        return self.fact(f"step.{name}", f"■ {said}" if failures else f"● {self.word('passed')}")

    def _core(self) -> dict[str, Any]:
        core = self.study.core
        rows = [self.fact(f"core.{name}", f"{getattr(core, name)} / 5") for name in SCORED]
        if core.reason:
            rows.append(self.fact("core.reason", core.reason))
        return self.table("facts", "answers", rows)

    def _technical(self) -> dict[str, Any]:
        rows = [
            (
                FACTORS[one.factor].name.words(self.language), f"{one.score} / 5",
                FACTORS[one.factor].anchors[one.score - 1].words(self.language), one.evidence,
            )
            for one in self.study.technical.ratings
        ]  # fmt: skip
        return self.four("ratings", ("factor", "given", "anchor", "evidence"), rows)

    def _economic(self) -> Iterator[dict[str, Any]]:
        review = self.study.economic
        yield self.table("facts", "figures", self._figures(review))
        yield self.table("facts", "inputs", self._inputs(review))
        yield self._cost(review.case.cost)

    def _bars(self) -> Iterator[dict[str, Any]]:
        draws, on = self.study.simulation.draws, day(self.study.on, self.language)
        unit = self.word(f"unit.{self.study.economic.case.price.currency}")
        note = self.word("histogram_note", unit=unit, draws=f"{draws:,}", seed=self.study.simulation.seed, on=on)
        yield self.table("bars", "histogram", list(histogram(self, self.study.simulation)), note)
        if self.study.tornado:
            yield self.table(
                "bars", "tornado", list(tornado(self, self.study.tornado)), self.word("tornado_note", unit=unit, on=on)
            )

    def _figures(self, review: EconomicReview) -> list[dict[str, Lines]]:
        got = review.figures
        none = got.irr_reason.words(self.language) if got.irr_reason else "–"
        probability = f"{100 * review.probability:.1f}% ± {100 * review.half_width:.2f}"
        payback = self.word("never") if got.payback_months is None else self._months(got.payback_months)
        return [
            self.fact("npv", self.money(got.npv)),
            self.fact("probability", probability),
            self.fact("irr", none if got.irr is None else f"{100 * got.irr:.1f}%"),
            self.fact("payback", payback),
            self.fact("roi", "–" if got.roi is None else f"{100 * got.roi:.0f}%"),
            self.fact("break_even_price", self.money(got.break_even_price) if got.break_even_price else "–"),
            self.fact("break_even_volume", percent(got.break_even_volume)),
            self.fact("vat_lost", self.money(got.vat_lost)),
        ]

    def _inputs(self, review: EconomicReview) -> list[dict[str, Lines]]:
        case = review.case
        amounts = ("price", "monitoring", "transition", "severance", "exit")
        shares = (
            "price_vat", "vat_recoverable", "management", "discount_rate", "growth", "wage_growth", "price_growth"
        )  # fmt: skip
        return [
            *(self.fact(f"driver.{name}", self.money(getattr(case, name))) for name in amounts),
            *(self.fact(f"driver.{name}", percent(getattr(case, name))) for name in shares),
            self.fact("driver.months", self._months(case.months)),
            self.fact("driver.double_running", self._months(case.double_running)),
            self.fact("driver.volume", percent(case.volume)),
        ]

    def _cost(self, cost: TodaysCost) -> dict[str, Any]:
        rows = [
            (
                one.name.words(self.language), self.word(f"kind.{one.kind}"), self.money(one.a_year),
                self.word("cost_share", avoidable=percent(one.avoidable), with_volume=percent(one.with_volume)),
            )
            for one in cost.lines
        ]  # fmt: skip
        rows.append((self.word("total"), "", self.money(cost.total), self.word("saved", saved=self.money(cost.saved))))
        return self.four("cost", ("item", "cost_kind", "a_year", "share"), rows)

    def _social(self) -> Iterator[dict[str, Any]]:
        social = self.study.social
        rows = [
            (
                ASPECTS[one.aspect].words(self.language), f"{one.likelihood} × {one.impact} = {one.level}",
                one.what + (f" ■ {self.word('red_flag')}" if one.red_flag else ""), one.mitigation,
            )
            for one in social.risks
        ]  # fmt: skip
        yield self.four("risks", ("aspect", "level", "what", "mitigation"), rows)
        signs = [self.fact("sign", SIGNS[one].words(self.language)) for one in social.dispatch_signs]
        yield self.table("facts", "signs", signs or [self.fact("sign", self.word("no_sign"))])

    def _decision(self) -> dict[str, Any]:
        recommended, decision = self.study.recommendation, self.study.decision
        rows = [self.fact("recommended", self.word(f"outcome.{recommended.outcome}"))]
        rows += [self.fact("failed", one.words(self.language)) for one in recommended.failures]
        if decision is None:
            return self.table("facts", "decided", [*rows, self.fact("decided", self.word("not_decided"))])
        triggers = decision.triggers
        rows += [
            self.fact("decided", self.word(f"outcome.{decision.outcome}")),
            self.fact("reason", decision.reason),
            self.fact("by", decision.decided_by),
            self.fact("trigger.price_rise", percent(triggers.price_rise)),
            self.fact("trigger.quarters", str(triggers.quarters_below)),
            self.fact("trigger.volume", f"{percent(triggers.volume_least)} – {percent(triggers.volume_most)}"),
        ]
        return self.table("facts", "decided", rows)


@dataclass(frozen=True, slots=True)
class _Answers:
    """What the hash of a report stands for."""

    core: CoreReview
    technical: TechnicalReview
    economic: EconomicReview
    social: SocialReview


def _opened(said: str) -> str:
    """A reason as a sentence of its own: it begins with a capital."""
    return said[:1].upper() + said[1:]
