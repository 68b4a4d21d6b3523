"""`/docs`: every operation with an example, one plain page made from the OpenAPI document; it loads nothing else."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment

Document = dict[str, Any]
router = APIRouter(include_in_schema=False)

PAGE = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string("""\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
<style>
  :root { color-scheme: light dark }
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
  section { border-top: 1px solid #8886; margin-top: 1.5rem; padding-top: .5rem }
  code, pre { font: .875rem/1.5 ui-monospace, monospace }
  pre { overflow-x: auto; padding: .75rem; background: #8881; border-radius: .25rem }
  h2 code { font-size: 1.1rem }
  td { padding: .1rem 1.5rem .1rem 0; vertical-align: top }
</style>
<h1>{{ title }}</h1>
<p>{{ description }} <a href="/openapi.json">OpenAPI</a></p>
<nav>
{% for one in operations %}
<a href="#{{ one.id }}"><code>{{ one.method }} {{ one.path }}</code></a><br>
{% endfor %}
</nav>
{% for one in operations %}
<section id="{{ one.id }}">
<h2><code>{{ one.method }} {{ one.path }}</code></h2>
<p>{{ one.says }}</p>
{% if one.parameters %}
<h3>参数 Parameters</h3>
<table>
{% for name, place, allowed in one.parameters %}
<tr><td><code>{{ name }}</code></td><td>{{ place }}</td><td>{{ allowed }}</td></tr>
{% endfor %}
</table>
{% endif %}
{% if one.example %}
<h3>请求体 Body</h3>
<pre>{{ one.example }}</pre>
{% endif %}
<h3>应答 Answers</h3>
<table>
{% for status, said in one.answers %}
<tr><td><code>{{ status }}</code></td><td>{{ said }}</td></tr>
{% endfor %}
</table>
</section>
{% endfor %}
""")


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the page shows it."""

    id: str
    method: str
    path: str
    says: str
    parameters: list[tuple[str, str, str]]
    example: str
    answers: list[tuple[str, str]]


@router.get("/docs")
def show_reference(request: Request) -> HTMLResponse:
    """The page of all operations."""
    document = request.app.openapi()
    about = document["info"]
    return HTMLResponse(
        PAGE.render(title=about["title"], description=about["description"], operations=list(operations(document)))
    )


def operations(document: Document) -> Iterator[Operation]:
    """Every operation of the document, in its order."""
    for path, item in document["paths"].items():
        for method, one in item.items():
            yield Operation(
                one["operationId"], method.upper(), path, one.get("description", one.get("summary", "")),
                [(each["name"], each["in"], _allowed(each["schema"])) for each in one.get("parameters", ())],
                _example(document, one),
                [(status, answer["description"]) for status, answer in one["responses"].items()],
            )  # fmt: skip


def _example(document: Document, operation: Document) -> str:
    """An example of the body, or where there is none its schema."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return ""
    schema = content.get("schema", {})
    named = schema.get("$ref", "").rpartition("/")[2]
    schema = document["components"]["schemas"].get(named, schema)
    shown = content.get("example") or schema.get("example") or schema
    return json.dumps(shown, ensure_ascii=False, indent=2)


def _allowed(schema: Document) -> str:
    """What a parameter may be: its choices, or its type with its bounds."""
    some = schema.get("anyOf", [schema])
    one = next((each for each in some if each.get("type") != "null"), schema)
    one = one.get("items", one)
    if "enum" in one:
        return " | ".join(one["enum"])
    bounds = [f"{sign} {one[name]}" for name, sign in (("minimum", "≥"), ("maximum", "≤")) if name in one]
    return ", ".join([str(one.get("type", "")), *bounds])
