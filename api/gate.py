"""Before a route reads anything of a call: who asks, and that the body is no larger than a call may carry."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import told
from core.bootstrap import App
from core.domain.actor import Actor
from core.errors import InvalidInput, NotSignedIn, OutpactError, TooLarge

MOST_BYTES = 8_000_000
GUARDED = "/v1/"


class Gate:
    """Lets a call under `/v1` pass with a valid API key; its body is counted as it comes in."""

    def __init__(self, app: ASGIApp, services: App) -> None:
        self.app = app
        self.services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a call that may not pass at once, without reading its body."""
        if scope["type"] != "http" or not scope["path"].startswith(GUARDED):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        try:
            _check_text(scope)
            _check_length(request.headers.get("content-length", ""))
            request.state.actor = await run_in_threadpool(self._actor, request)
        except OutpactError as error:
            await told(error)(scope, receive, send)
            return
        await self.app(scope, _counted(receive), send)

    def _actor(self, request: Request) -> Actor:
        """The program behind the API key. Raises `NotSignedIn`."""
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not key:
            raise NotSignedIn("request.no_key", place="Authorization")
        return self.services.sign_in.actor_of_key(key)


def _check_text(scope: Scope) -> None:
    """No name of ours holds the character NUL, and PostgreSQL takes no text with it."""
    if "\0" in scope["path"] or b"%00" in scope["query_string"]:
        raise InvalidInput("request.nul_character", place="path" if "\0" in scope["path"] else "query")


def _check_length(stated: str) -> None:
    if stated.isdecimal() and int(stated[:20]) > MOST_BYTES:
        raise TooLarge("request.body_too_large", bytes=int(stated[:20]), most=MOST_BYTES)


def _counted(receive: Receive) -> Receive:
    """The same messages, until they have carried too much; a client need not say beforehand how long its body is."""
    seen = 0

    async def counting() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MOST_BYTES:
            raise TooLarge("request.body_too_large", bytes=seen, most=MOST_BYTES)
        return message

    return counting
