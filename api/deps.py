"""What every route needs: the app's services and the actor behind the API key."""

from typing import Annotated

from fastapi import Depends, Request

from core.bootstrap import App
from core.errors import NotSignedIn, TooLarge
from core.services.access import Actor

MOST_BYTES = 8_000_000


def services(request: Request) -> App:
    """The services that `create_app` was given."""
    built: App = request.app.state.services
    return built


def actor(request: Request) -> Actor:
    """The program behind the API key. Raises `NotSignedIn`."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        raise NotSignedIn("request.no_key", place="Authorization")
    return services(request).sign_in.actor_of_key(key)


async def raw_body(request: Request) -> bytes:
    """The body as it came, so that its items are read one by one."""
    body = await request.body()
    if len(body) > MOST_BYTES:
        raise TooLarge("request.body_too_large", bytes=len(body), most=MOST_BYTES)
    return body


Services = Annotated[App, Depends(services)]
Caller = Annotated[Actor, Depends(actor)]
RawBody = Annotated[bytes, Depends(raw_body)]
