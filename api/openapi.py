"""What the OpenAPI document says beside the routes: the API key, and how a call that fails is answered."""

from typing import Any

from fastapi import FastAPI, Security
from fastapi.security import HTTPBearer

from api.schemas.problem import Problem

KEY = Security(HTTPBearer(auto_error=False, scheme_name="API key", description="`Authorization: Bearer op_...`"))
"""Declares the key; the gate has checked it before any route is asked."""


def declare_problem(app: FastAPI) -> None:
    """Give the document the schema that `api.schemas.problem.RESPONSES` refers to."""
    made = app.openapi

    def with_problem() -> dict[str, Any]:
        document = made()
        document["components"]["schemas"].setdefault("Problem", Problem.model_json_schema())
        return document

    app.openapi = with_problem  # type: ignore[method-assign]
