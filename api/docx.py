"""Word documents as calls carry them: declared once, named by letters and digits alone."""

from typing import Any

from fastapi import Response

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
A_DOCX: dict[str, Any] = {"content": {DOCX: {"schema": {"type": "string", "format": "binary"}}}}
"""A body or an answer in the OpenAPI document."""
ANSWER: dict[int | str, dict[str, Any]] = {200: {**A_DOCX, "description": "the docx"}}


def attached(content: bytes, name: str) -> Response:
    """A docx to be kept under a name; a number that a person chose may hold what no header can."""
    plain = "".join(one for one in name if one.isascii() and (one.isalnum() or one in "-_"))
    return Response(content, media_type=DOCX, headers={"Content-Disposition": f'attachment; filename="{plain}.docx"'})
