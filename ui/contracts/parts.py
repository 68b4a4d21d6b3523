"""The parts of a contract in the workspace: the terms that each holds, its articles, its fields and its lists."""

from dataclasses import dataclass

from ui.contracts.fields import Field

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of the terms: where it stands, and the fields of each entry; `computed` are worked out on saving."""

    path: str
    fields: tuple[Field, ...]
    computed: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part: the terms that it holds, the articles that are made of them, its plain fields and its lists."""

    name: str
    terms: tuple[str, ...]
    articles: tuple[str, ...]
    fields: tuple[Field, ...] = ()
    rows: tuple[Rows, ...] = ()
    computed: tuple[Field, ...] = ()


def _under(head: str, *fields: Field) -> tuple[Field, ...]:
    return tuple(
        Field(f"{head}.{one.path}", one.kind, one.words, is_long=one.is_long, called=one.called) for one in fields
    )


_PARTY = (
    Field("name", "text"), Field("uscc"), Field("size_class", "choice", "size_class"), Field("address", "text"),
    Field("representative", "text"), Field("contact", "text"), Field("phone"), Field("email"),
    Field("bank", "text"), Field("account"),
)  # fmt: skip
PACKAGES = Rows("work_packages", (
    Field("code"), Field("name", "text"), Field("content", "text", is_long=True),
    Field("requirements", "text", is_long=True),
))  # fmt: skip
LEVELS = Rows("service_levels", (
    Field("limit"), Field("target", "share"), Field("credit.amount", "money", called="credit_amount"),
    Field("credit.free", "number", called="credit_free"),
))  # fmt: skip
LINES = Rows("prices.lines", (
    Field("item", "text"), Field("unit", "text"), Field("quantity"), Field("unit_price", "money"),
    Field("vat_rate", "share"), Field("taxation", "choice", "taxation"), Field("exemption", "text"),
), (Field("net"), Field("vat"), Field("gross")))  # fmt: skip
DAMAGES = Rows("liquidated_damages", (
    Field("owed_by", "choice", "party"), Field("trigger", "text"), Field("rate", "share"), Field("per_day", "flag"),
    Field("base", "text"), Field("amount", "money"), Field("cap", "share"),
    Field("with_earnest_money", "choice", "with_earnest_money"), Field("wording", "text", is_long=True),
))  # fmt: skip
GROUNDS = Rows("termination.grounds", (Field("", "text", called="grounds"),))
ADDITIONS = Rows("additions", (Field("title", "text"), Field("text", "text", is_long=True)))
OF_ALL = (
    Field("kind", "choice", "guarantee"), Field("guarantor.name", "text"), Field("claim", "text"),
    Field("amount", "money"), Field("share", "share"), Field("performance.begins_on", "day"),
    Field("performance.due_on", "day"), Field("scope", "choices", "scope"), Field("damages", "text"),
    Field("counter_to"), Field("call", "text"), Field("release", "text"), Field("wording", "text", is_long=True),
)  # fmt: skip
OF_FAMILY = {
    "persons": (Field("surety.manner", "choice", "manner"), Field("surety.agreed_until", "day"),
                Field("surety.resolution", "text")),
    "money": (Field("fund.form", "choice", "money_form"), Field("fund.base", "choice", "base"),
              Field("fund.pay_by", "day"), Field("fund.expires_on", "day"), Field("fund.documents", "text"),
              Field("fund.reduction", "text")),
    "things": (Field("asset.description", "text"), Field("asset.quantity", "text"), Field("asset.value", "money"),
               Field("asset.owner", "text"), Field("asset.perfection", "choice", "perfection"),
               Field("asset.perfect_by", "day"), Field("asset.delivery", "text")),
}  # fmt: skip
"""What is agreed for each guarantee, and beside it for those by persons, by money and by things."""
GUARANTEES = Rows("guarantees", (*OF_ALL, *(one for some in OF_FAMILY.values() for one in some)))

PARTS = (
    Part("parties", ("buyer", "vendor"), (), (*_under("buyer", *_PARTY), *_under("vendor", *_PARTY))),
    Part("subject", ("title", "background", "subject", "work_packages", "signing_place"), ("subject", "scope"),
         (Field("title", "text"), Field("background", "text", is_long=True), Field("subject", "text", is_long=True),
          Field("signing_place", "text")), (PACKAGES,), (Field("number"), Field("version"))),
    Part("dates", ("schedule", "performance"), ("term",),
         (*_under("schedule", Field("begins_on", "day"), Field("ends_on", "day"), Field("trial_months", "number"),
                  Field("renewal_notice_days", "number")),
          *_under("performance", Field("place", "text", is_long=True), Field("manner", "text", is_long=True),
                  Field("service_hours", "text"), Field("capacity", "text"), Field("acceptance_days", "number"))),
         (), (Field("schedule.effective_from"),)),
    Part("service_levels", ("service_levels",), ("levels",), (), (LEVELS,)),
    Part("prices", ("prices",), ("prices",),
         (Field("prices.per", "text"), Field("prices.contract_total", "money"),
          Field("prices.rate_change", "choice", "rate_change"), Field("prices.includes", "text", is_long=True),
          Field("prices.adjustment", "text", is_long=True)), (LINES,),
         _under("prices", Field("net_total"), Field("vat_total"), Field("gross_total"))),
    Part("payment", ("payment", "credits", "liquidated_damages", "liability"), ("payment", "credits", "liability"),
         (*_under("payment", Field("interval", "text"), Field("days", "number"),
                  Field("from_event", "choice", "payment_event"), Field("invoice", "choice", "invoice"),
                  Field("method", "text"), Field("settlement_day", "number"), Field("confirm_days", "number"),
                  Field("late_rate_per_day", "share")),
          *_under("credits", Field("nature", "choice", "nature"), Field("monthly_cap", "share"),
                  Field("annual_cap", "share"), Field("objection_days", "number"), Field("reply_days", "number")),
          *_under("liability", Field("cap", "share"), Field("never_capped", "text", is_long=True),
                  Field("wording", "text", is_long=True))), (DAMAGES,)),
    Part("guarantees", ("guarantees",), ("guarantees",), (), (GUARANTEES,)),
    Part("secrecy", ("confidentiality", "personal_data"), ("confidentiality", "personal_data"),
         (*_under("confidentiality", Field("subject", "text", is_long=True), Field("years_after_end", "number"),
                  Field("exceptions", "text", is_long=True), Field("return_days", "number")),
          *_under("personal_data", Field("processed", "flag"), Field("purpose", "text", is_long=True),
                  Field("term", "text"), Field("manner", "text", is_long=True), Field("kinds", "text", is_long=True),
                  Field("protection", "text", is_long=True), Field("rights", "text", is_long=True),
                  Field("return_days", "number"), Field("incident_hours", "number")))),
    Part("ending", ("change", "termination", "force_majeure", "notices"),
         ("change", "termination", "force_majeure", "notices"),
         (Field("change.procedure", "text", is_long=True), Field("change.answer_days", "number"),
          *_under("termination", Field("cure_days", "number"), Field("notice_days", "number"),
                  Field("exit_days", "number"), Field("exit_plan", "text", is_long=True)),
          *_under("force_majeure", Field("definition", "text", is_long=True), Field("notice_hours", "number"),
                  Field("proof_days", "number"), Field("end_after_days", "number")),
          Field("notices.manner", "text"), Field("notices.deemed_days", "number")), (GROUNDS,)),
    Part("dispute", ("dispute", "governing_law", "language"), ("dispute", "general"),
         (Field("governing_law", "text", is_long=True), Field("dispute.mode", "choice", "dispute_mode"),
          Field("dispute.negotiate_days", "number"), Field("dispute.institutions", "names", "institution"),
          Field("dispute.city", "text"), Field("dispute.court", "text"), Field("dispute.rules", "text"),
          Field("dispute.wording", "text", is_long=True), Field("language.prevails", "choice", "prevails"))),
    Part(OTHER, ("additions",), (), (), (ADDITIONS,)),
)  # fmt: skip


def named(name: str) -> Part:
    """Return the part with this name, the first one for another."""
    return next((one for one in PARTS if one.name == name), PARTS[0])
