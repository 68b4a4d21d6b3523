"""The one table of status codes, and errors as problem+json (RFC 9457) in both languages."""

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.refusals import refusal
from api.schemas.problem import PROBLEM
from core.errors import (
    Conflict,
    Forbidden,
    InvalidInput,
    Malformed,
    NotFound,
    NotSignedIn,
    OutpactError,
    TooLarge,
    TooMany,
    Unavailable,
)
from core.messages import sentence

STATUS: dict[type[OutpactError], int] = {
    Malformed: 400,
    NotSignedIn: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    TooLarge: 413,
    InvalidInput: 422,
    TooMany: 429,
    Unavailable: 503,
}
log = structlog.get_logger()


def problem(status: int, code: str, place: str, zh: str, en: str) -> JSONResponse:
    """One problem: `type` is the code, `detail` the English sentence, `detail_zh` the Chinese one."""
    body = {
        "type": f"urn:outpact:{code}",
        "title": code,
        "status": status,
        "detail": en,
        "detail_zh": zh,
        "place": place,
    }
    headers = {"Retry-After": "5"} if status in (429, 503) else None
    return JSONResponse(body, status, headers, media_type=PROBLEM)


def told(error: OutpactError) -> JSONResponse:
    """An error of ours as a problem."""
    status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
    return problem(status, error.code, error.place, error.message("zh"), error.message("en"))


def install(app: FastAPI) -> None:
    """Let `app` answer whatever goes wrong as a problem."""

    @app.exception_handler(OutpactError)
    def known(request: Request, error: OutpactError) -> JSONResponse:
        return told(error)

    @app.exception_handler(RequestValidationError)
    def refused(request: Request, error: RequestValidationError) -> JSONResponse:
        return told(refusal(error.errors()))

    @app.exception_handler(HTTPException)
    def routed(request: Request, error: HTTPException) -> JSONResponse:
        """A route that is not there, a method that it does not have, a body that could not be read to its end."""
        if isinstance(error.__cause__, OutpactError):
            return told(error.__cause__)
        code = _ROUTED.get(error.status_code, "request.unreadable")
        answer = _coded(error.status_code, code, request.url.path, method=request.method)
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(Exception)
    def unforeseen(request: Request, error: Exception) -> JSONResponse:
        """A mistake of ours: its details are for the log, not for the caller."""
        log.error("request.failed", method=request.method, path=request.url.path, exc_info=error)
        return _coded(500, "request.failed", "")


_ROUTED = {404: "request.no_route", 405: "request.no_method"}


def _coded(status: int, code: str, place: str, **values: str) -> JSONResponse:
    zh, en = (sentence(code, language, values) for language in ("zh", "en"))
    return problem(status, code, place, zh, en)
