"""The first screen of each role: tasks by urgency, three numbers, what has changed and what was touched last."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from core.domain.zone import HOUSE_ZONE, day_start_ms
from core.services.access import Actor
from core.services.home import buying, contracting, judging, recent, watching
from core.services.home.asked import MOST, Asked, at
from core.services.home.figures import figures
from core.services.home.views import URGENCIES, Home, Place, Task
from core.services.shelf import Shelf
from core.storage.database import Database

A_KIND = 5
"""So many of one kind are shown, so that one flood does not hide all else."""
OVERSEERS = ("auditor", "admin")
"""Who sees what was done, and whose desk none of the tasks is."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of task: who finds it, what he must be allowed to do, whose desk it is, and where all of them stand."""

    find: Callable[[Asked], Iterable[Task]]
    action: str
    roles: tuple[str, ...]
    screen: str


SUBJECTS = (
    Subject(watching.clocks_due, "case.act", ("operator",), "monitor"),
    Subject(watching.late_clocks, "case.act", ("operator",), "monitor"),
    Subject(watching.own_clocks, "case.act", ("operator",), "cases"),
    Subject(watching.paused_clocks, "case.act", ("operator",), "cases"),
    Subject(watching.ending_objections, "breach.dispute", ("operator",), "breaches"),
    Subject(watching.disputes, "breach.decide", ("manager",), "breaches"),
    Subject(watching.objections, "breach.accept", ("vendor",), "breaches"),
    Subject(watching.vendor_forms, "case.act", ("vendor",), "cases"),
    Subject(buying.drafted_packages, "package.edit", ("procurement",), "work_package"),
    Subject(buying.open_studies, "package.edit", ("procurement",), "feasibility"),
    Subject(buying.undecided_studies, "feasibility.decide", ("manager",), "feasibility"),
    Subject(buying.selections_to_run, "selection.edit", ("procurement",), "selection"),
    Subject(buying.selections_to_award, "selection.award", ("manager",), "ranking"),
    Subject(buying.own_sheets, "sheet.score", ("evaluator",), "evaluation"),
    Subject(buying.expiring_evidence, "vendor.edit", ("procurement",), "vendors"),
    Subject(contracting.undrafted_awards, "draft.edit", ("legal",), "ranking"),
    Subject(contracting.drafts_to_move, "draft.edit", ("legal",), "contracts"),
    Subject(contracting.drafts_to_approve, "draft.approve", ("manager",), "contracts"),
    Subject(contracting.ending_guarantees, "draft.edit", ("legal",), "contracts"),
    Subject(contracting.ending_contracts, "draft.edit", ("legal",), "contracts"),
    Subject(contracting.renewals_to_decide, "renewal.decide", ("manager",), "portfolio"),
    Subject(judging.months_to_close, "scorecard.close", ("manager",), "portfolio"),
    Subject(judging.reviews_to_decide, "standing.decide", ("manager",), "reviews"),
    Subject(judging.reviews_to_write, "review.write", ("procurement",), "reviews"),
    Subject(judging.reviews_to_answer, "review.reply", ("vendor",), "reviews"),
    Subject(judging.ending_standings, "standing.decide", ("manager",), "portfolio"),
    Subject(judging.expiring_certificates, "worker.edit", ("vendor",), "workers"),
)


@dataclass(frozen=True, slots=True)
class HomeService:
    """Reads the first screen on one snapshot; each kind of task is found only for who may do the act."""

    database: Database
    shelf: Shelf

    def get(self, actor: Actor) -> Home:
        """The first screen of a person."""
        with self.database.reading_for(actor) as work:
            asked = Asked(work, actor, self.shelf)
            found = _found(asked)
            shown, rest = _chosen(found)
            entries = recent.own_entries(asked)
            is_overseer = actor.role in OVERSEERS
            done, since_ms = recent.done_since(asked) if is_overseer else ([], None)
            return Home(
                tasks=shown, rest=rest, figures=figures(asked, [task for task, _ in found]),
                changed=recent.changed(asked, entries), touched=recent.touched(asked, entries),
                done_since=done, since_ms=since_ms, now_ms=asked.now_ms, on=asked.on,
            )  # fmt: skip


def _found(asked: Asked) -> list[tuple[Task, Subject]]:
    """All tasks of the reader, with what kind each is."""
    role = asked.actor.role
    own = (one for one in SUBJECTS if role in one.roles and asked.may(one.action))
    return [(task, subject) for subject in own for task in subject.find(asked)]


def _chosen(found: Sequence[tuple[Task, Subject]]) -> tuple[list[Task], list[Place]]:
    """The most urgent, not too many of a kind; and the screens where the others stand."""
    shown: list[Task] = []
    left: list[str] = []
    of_kind: Counter[Subject] = Counter()
    for task, subject in sorted(found, key=lambda one: _rank(one[0])):
        of_kind[subject] += 1
        if of_kind[subject] <= A_KIND and len(shown) < MOST:
            shown.append(task)
        else:
            left.append(subject.screen)
    return shown, [at(screen) for screen in dict.fromkeys(left)]


def _rank(task: Task) -> tuple[int, int]:
    """By urgency, then by the end that comes first; what is late stands with the latest first."""
    end_ms = task.until_ms
    if end_ms is None and task.until_on is not None:
        end_ms = day_start_ms(HOUSE_ZONE, task.until_on + timedelta(days=1))
    place = URGENCIES.index(task.urgency)
    return place, -(end_ms or 0) if task.urgency == "overdue" else end_ms or 0
