"""What every route needs: the app's services and the actor behind the API key."""

from typing import Annotated

from fastapi import Depends, Request

from core.bootstrap import App
from core.services.access import Actor

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


Services = Annotated[App, Depends(services)]
Caller = Annotated[Actor, Depends(actor)]
RawBody = Annotated[bytes, Depends(raw_body)]
