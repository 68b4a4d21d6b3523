"""How every call that fails is answered, as the OpenAPI document declares it (RFC 9457)."""

from typing import Any

from pydantic import BaseModel, Field


class Problem(BaseModel):
    """A problem: what is wrong, where, and what is allowed, in both languages."""

    type: str = Field(description="the stable code as a URN", examples=["urn:outpact:contract.limit_outside"])
    title: str = Field(description="the stable code", examples=["contract.limit_outside"])
    status: int
    detail: str = Field(description="in English")
    detail_zh: str = Field(description="in Chinese")
    place: str = Field(description="the field or parameter that is meant; empty if it is the call as a whole")


STATUSES = {
    400: "the body cannot be read",
    401: "no valid key",
    403: "the key's role may not do this",
    404: "absent, or another organisation's",
    409: "the state forbids it, or the same call is still in flight",
    413: "more than one call may carry",
    422: "a value is not allowed, or an idempotency key was used with another body",
    503: "try again after `Retry-After`",
}
PROBLEM = "application/problem+json"
RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"description": said, "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for status, said in STATUSES.items()
}
"""What every operation under `/v1` may answer beside what it is for."""
