"""What every route needs: the app's services, the actor behind the API key, and the client's key for the call."""

from typing import Annotated

from fastapi import Depends, Header, Request

from core.bootstrap import App
from core.services.access import Actor
from core.services.once import Once, once

LARGEST_ID = 2**63 - 1


async def services(request: Request) -> App:
    """The services that `create_app` was given."""
    built: App = request.app.state.services
    return built


async def actor(request: Request) -> Actor:
    """The program whose key the gate has checked."""
    caller: Actor = request.state.actor
    return caller


async def raw_body(request: Request) -> bytes:
    """The body as it came, so that its items are read one by one."""
    return await request.body()


RawBody = Annotated[bytes, Depends(raw_body)]


async def call(request: Request, body: RawBody, key: Annotated[str, Header(alias="Idempotency-Key")] = "") -> Once:
    """The client's key for this call of a method on an address, with its query. Raises `InvalidInput` without a key."""
    query = request.url.query
    address = request.scope["path"] + (f"?{query}" if query else "")
    return once(key, f"{request.method} {address}", body)


Services = Annotated[App, Depends(services)]
Caller = Annotated[Actor, Depends(actor)]
Call = Annotated[Once, Depends(call)]
