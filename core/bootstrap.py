"""The only wiring: settings, packs and a clock in, the services out."""

import gc
import os
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile

import structlog

from core.documents.library import Library
from core.domain.actor import Actor
from core.errors import Unavailable
from core.now import Clock, ShiftedClock, installed_clock, keep_offset, machine_ms
from core.services.accounts import AccountService
from core.services.cases.case_desk import CaseDeskService
from core.services.cases.case_list import CaseListService
from core.services.cases.case_people import CasePeopleService
from core.services.cases.workers import WorkerService
from core.services.decisions import DecisionService, DecisionTables
from core.services.home.home import HomeService
from core.services.keys import KeyService
from core.services.legal.contract_desk import ContractDeskService
from core.services.legal.contracts import ContractService
from core.services.legal.verification import VerificationService
from core.services.operations.events import EventService
from core.services.operations.imports import ImportService
from core.services.operations.intake import Intake
from core.services.operations.monitor import MonitorService
from core.services.operations.objections import ObjectionService
from core.services.operations.plan import PlanService
from core.services.operations.watch import WatchService
from core.services.performance.renewals import RenewalService
from core.services.performance.reviews import ReviewService
from core.services.performance.scorecards import ScorecardService
from core.services.performance.settlements import SettlementService
from core.services.performance.standings import StandingService
from core.services.procurement.award_memos import AwardMemoService
from core.services.procurement.evaluations import EvaluationService
from core.services.procurement.feasibility import FeasibilityService
from core.services.procurement.ranking import RankingService
from core.services.procurement.selections import SelectionService
from core.services.procurement.vendors import VendorService
from core.services.procurement.work_packages import WorkPackageService
from core.services.record import RecordService
from core.services.shelf import COMMON_PACK, Shelf
from core.services.sign_in import SignInService
from core.settings import Settings
from core.sla.packs import Pack
from core.storage import migrate
from core.storage.database import Database, connect
from core.storage.files import Files

SWEEP_S = 1.0
EACH_MINUTE = 60
SECRET_BYTES = 32
CLOCK = "demo-clock"
"""The file in the data folder that makes an installation a sample world with its own time (record 0013)."""
log = structlog.get_logger()


@dataclass(slots=True)
class App:
    """All services of one process."""

    database: Database
    packs: dict[str, Pack]
    sign_in: SignInService
    accounts: AccountService
    keys: KeyService
    contracts: ContractService
    events: EventService
    intake: Intake
    monitor: MonitorService
    watch: WatchService
    objections: ObjectionService
    decisions: DecisionService
    imports: ImportService
    record: RecordService
    plan: PlanService
    vendors: VendorService
    work_packages: WorkPackageService
    feasibility: FeasibilityService
    desk: ContractDeskService
    verification: VerificationService
    selections: SelectionService
    evaluations: EvaluationService
    ranking: RankingService
    award_memos: AwardMemoService
    case_desk: CaseDeskService
    case_list: CaseListService
    case_people: CasePeopleService
    workers: WorkerService
    scorecards: ScorecardService
    reviews: ReviewService
    standings: StandingService
    renewals: RenewalService
    settlements: SettlementService
    home: HomeService
    secret: bytes
    _stopping: threading.Event = field(default_factory=threading.Event)
    _sweeper: threading.Thread | None = None

    def start(self) -> None:
        """Start the monitor beside whatever else this process serves."""
        settle()
        self._sweeper = threading.Thread(target=self._sweep, name="monitor", daemon=True)
        self._sweeper.start()

    def stop(self) -> None:
        """End the threads, write what has queued and how far the record has come, and give the connections back."""
        self._stopping.set()
        self.intake.stop()
        if self._sweeper is not None:
            self._sweeper.join(10)
        _attempt("record.checkpoint", self.record.checkpoint)
        self.database.close()

    @property
    def is_demo(self) -> bool:
        """Whether this is a sample world, whose time is not the machine's."""
        return isinstance(self.database.clock, ShiftedClock)

    def begin_time(self, folder: Path, at_ms: int) -> None:
        """Let it be `at_ms` (UTC) now for every process that serves the data in `folder`, and time go on from there."""
        with self.database.reading() as work:
            keep_offset(folder / CLOCK, at_ms - machine_ms(work.connection))

    def local_admin(self, organisation_id: int) -> Actor:
        """Whoever has the machine's command line acts as administrator."""
        return Actor(organisation_id, "local", "admin")

    def _sweep(self) -> None:
        """Sweep every second, plan and checkpoint every minute; nothing may silently stop (sla.md R9)."""
        sweeps = 0
        while not self._stopping.wait(SWEEP_S):
            sweeps += 1
            if sweeps % EACH_MINUTE == 1:
                _attempt("plan.run", self.plan.run)
                _attempt("record.checkpoint", self.record.checkpoint)
            _attempt("monitor.sweep", self.monitor.sweep)


def build(
    settings: Settings, packs: Sequence[Pack], clock: Clock | None = None, library: Callable[[], Library] | None = None
) -> App:
    """Migrate the database if need be and return the services on it; contracts are worded by `library`.

    Without a `clock` it is the installation's own.
    """
    check_folder(settings.data)
    migrate.upgrade(settings.url)
    secret = _secret(settings.data / "secret")
    database = connect(settings.url, clock or installed_clock(settings.data / CLOCK))
    by_name = {pack.name: pack for pack in packs}
    shelf = Shelf({pack.name: pack.forms for pack in packs})
    events = EventService(database, shelf)
    files = Files(settings.data / "files")
    return App(
        database=database, packs=by_name, sign_in=SignInService(database),
        accounts=AccountService(database), keys=KeyService(database), contracts=ContractService(database),
        events=events, intake=Intake(events.receive), monitor=MonitorService(database, shelf),
        watch=WatchService(database, shelf), objections=ObjectionService(database, shelf, files),
        decisions=DecisionService(by_name),
        imports=ImportService(database, shelf, [by_name[COMMON_PACK]]),
        record=RecordService(database, settings.data / "audit.checkpoints"),
        plan=PlanService(database, shelf), vendors=VendorService(database), work_packages=WorkPackageService(database),
        feasibility=FeasibilityService(database), desk=ContractDeskService(database, files, by_name, library),
        verification=VerificationService(database, files, shelf),
        selections=SelectionService(database), evaluations=EvaluationService(database),
        ranking=RankingService(database), award_memos=AwardMemoService(database),
        case_desk=CaseDeskService(database, shelf, DecisionTables(by_name)), case_list=CaseListService(database, shelf),
        case_people=CasePeopleService(database, shelf), workers=WorkerService(database),
        scorecards=ScorecardService(database, shelf), reviews=ReviewService(database),
        standings=StandingService(database), renewals=RenewalService(database),
        settlements=SettlementService(database), home=HomeService(database, shelf),
        secret=secret,
    )  # fmt: skip


def settle() -> None:
    """Keep what was loaded for good out of the garbage collector's sight: a storm of clocks takes a tenth less CPU."""
    gc.collect()
    gc.freeze()


def check_folder(folder: Path) -> None:
    """Make the data folder. Raises `Unavailable` if it cannot be made or written, saying why."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        TemporaryFile(dir=folder).close()
    except OSError as error:
        raise Unavailable("launch.bad_folder", place=str(folder), reason=error.strerror) from None


def _attempt(duty: str, act: Callable[[], object]) -> None:
    """A duty that fails is told and keeps no other from its work; its next turn tries again."""
    try:
        act()
    except Exception:
        log.exception("duty.failed", duty=duty)


def _secret(path: Path) -> bytes:
    """The installation's own secret, made on first start and readable by its owner alone (decision 15).

    It is written beside and renamed, so that a crash leaves the whole of it or none. Raises `Unavailable` if short.
    """
    if not path.exists():
        beside = path.with_name(f"{path.name}.{os.getpid()}.part")
        with open(beside, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(secrets.token_bytes(SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
        beside.rename(path)
    secret = path.read_bytes()
    if len(secret) < SECRET_BYTES:
        raise Unavailable("launch.bad_secret", place=path.name, value=len(secret), least=SECRET_BYTES)
    return secret
