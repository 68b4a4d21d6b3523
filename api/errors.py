"""The one table of status codes, and errors as problem+json (RFC 9457) in both languages."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

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
PROBLEM = "application/problem+json"


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


def install(app: FastAPI) -> None:
    """Let `app` answer every error of ours, and every refused parameter, as a problem."""

    @app.exception_handler(OutpactError)
    def told(request: Request, error: OutpactError) -> JSONResponse:
        status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
        return problem(status, error.code, error.place, error.message("zh"), error.message("en"))

    @app.exception_handler(RequestValidationError)
    def refused(request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        values = {"reason": first["msg"]}
        zh, en = (f"{place}: {sentence('request.bad_parameter', language, values)}" for language in ("zh", "en"))
        return problem(422, "request.bad_parameter", place, zh, en)
