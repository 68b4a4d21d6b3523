"""`/v1/work-packages`: what is to be outsourced, its versions and its feasibility study."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response

import contract_templates
from api.deps import Call, Caller, Services
from api.docx import ANSWER, attached
from api.pages import page
from api.plain import plain, shown
from api.schemas.work_packages import DecisionIn, EconomicsIn, PackageIn
from core.domain.feasibility.core_review import CoreReview
from core.domain.feasibility.social import SocialReview
from core.domain.feasibility.technical import TechnicalReview
from core.domain.work_package import PackageContent
from core.services.page import MOST

router = APIRouter(prefix="/work-packages")
Version = Annotated[int, Query(ge=1, le=100_000)]
OfVersion = Annotated[int, Path(ge=1, le=100_000)]


@router.post("")
def create_package(caller: Caller, app: Services, sent: PackageIn, call: Call) -> dict[str, Any]:
    """Begin a work package."""
    return shown(app.work_packages.create(caller, sent.title, sent.content, call))


@router.get("")
def list_packages(
    caller: Caller, app: Services, after: str = "", limit: Annotated[int, Query(ge=1, le=MOST)] = 100
) -> dict[str, Any]:
    """List work packages by number; `next` is the number behind which the next page begins."""
    return page(app.work_packages.list(caller, after=after, limit=limit), limit, shown)


@router.get("/{number}")
def get_package(caller: Caller, app: Services, number: str, version: Version | None = None) -> dict[str, Any]:
    """One version of a work package, by default the latest."""
    return shown(app.work_packages.get(caller, number, version))


@router.put("/{number}/content")
def revise_package(
    caller: Caller, app: Services, number: str, content: PackageContent, call: Call, of: Version | None = None
) -> dict[str, Any]:
    """Add a version; the same content again changes nothing.

    With `of`, the version that it was made from, it is refused if there is a later one.
    """
    return shown(app.work_packages.revise(caller, number, content, call, of=of))


@router.post("/{number}/release")
def release_package(
    caller: Caller, app: Services, number: str, call: Call, of: Version | None = None
) -> dict[str, Any]:
    """Let the latest version be tendered; with `of` that version and no later one."""
    return shown(app.work_packages.release(caller, number, call, of=of))


@router.get("/{number}/differences")
def compare_versions(caller: Caller, app: Services, number: str, before: Version, after: Version) -> dict[str, Any]:
    """List the paths at which two versions differ."""
    return {"paths": list(app.work_packages.compare(caller, number, before, after))}


@router.get("/{number}/versions/{version}/feasibility")
def get_study(caller: Caller, app: Services, number: str, version: OfVersion) -> dict[str, Any]:
    """The feasibility study of one version, with the draws and the tornado of its economic step."""
    answer = shown(app.feasibility.get(caller, number, version))
    answer["economics"] = plain(app.feasibility.economics(caller, number, version))
    return answer


@router.get("/{number}/versions/{version}/feasibility/report", response_class=Response, responses=ANSWER)
def get_report(
    caller: Caller, app: Services, number: str, version: OfVersion, language: Literal["zh", "en"] = "zh"
) -> Response:
    """The feasibility report as a docx; all four steps must have been answered."""
    content = app.feasibility.report(caller, number, version, language, contract_templates.load_report())
    return attached(content, f"{number}-v{version}-{language}")


@router.put("/{number}/versions/{version}/feasibility/core")
def review_core(
    caller: Caller, app: Services, number: str, version: OfVersion, step: CoreReview, call: Call
) -> dict[str, Any]:
    """Answer step 1, core or not."""
    return shown(app.feasibility.review(caller, number, version, step, call))


@router.put("/{number}/versions/{version}/feasibility/technical")
def review_technical(
    caller: Caller, app: Services, number: str, version: OfVersion, step: TechnicalReview, call: Call
) -> dict[str, Any]:
    """Answer step 2, technical feasibility."""
    return shown(app.feasibility.review(caller, number, version, step, call))


@router.put("/{number}/versions/{version}/feasibility/economic")
def review_economic(
    caller: Caller, app: Services, number: str, version: OfVersion, step: EconomicsIn, call: Call
) -> dict[str, Any]:
    """Answer step 3: the figures are worked out exactly, the probability by 10,000 draws."""
    return shown(app.feasibility.review_economics(caller, number, version, step.case, step.uncertainty, call))


@router.put("/{number}/versions/{version}/feasibility/social")
def review_social(
    caller: Caller, app: Services, number: str, version: OfVersion, step: SocialReview, call: Call
) -> dict[str, Any]:
    """Answer step 4, social feasibility."""
    return shown(app.feasibility.review(caller, number, version, step, call))


@router.post("/{number}/versions/{version}/feasibility/decision")
def decide_study(
    caller: Caller, app: Services, number: str, version: OfVersion, sent: DecisionIn, call: Call
) -> dict[str, Any]:
    """Decide to outsource, pilot or keep, with a reason; a failed gate cannot be passed."""
    study = app.feasibility.decide(caller, number, version, sent.outcome, sent.reason, sent.triggers, call)
    return shown(study)
