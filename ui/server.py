"""The screens' server: `streamlit run ui/server.py`. Signing in is a plain form, whose answer sets the cookie.

Streamlit's own script cannot set a cookie that scripts in the browser may not read; these routes can.
"""

from contextlib import suppress
from html import escape
from pathlib import Path
from urllib.parse import quote

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import URL
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from core.errors import NotSignedIn, TooMany
from ui.desks import ABSENT, is_page
from ui.house import services
from ui.session import COOKIE
from ui.texts import COOKIE as LANGUAGE_COOKIE
from ui.texts import LANGUAGES, catalogue, preferred

HERE = Path(__file__).parent
YEAR_S = 31_536_000
FIRST_STEPS = ('outpact organisation add acme "Acme Homes"', "outpact account add anna --role admin")
PUBLIC = ("/sign-in", "/sign-out", "/_stcore", "/static", "/favicon", "/media", "/component")


def show_form(request: Request) -> Response:
    """The sign-in form."""
    return _form(request, "")


async def sign_in(request: Request) -> Response:
    """Open a session and go where the person wanted to go; a wrong password shows the form again."""
    form = await request.form(max_files=0, max_fields=10)
    typed = str(form.get("name", "")).strip(), str(form.get("password", ""))
    address = request.client.host if request.client else ""
    try:
        token = await run_in_threadpool(_open_session, *typed, address)
    except (NotSignedIn, TooMany) as error:
        status = 429 if isinstance(error, TooMany) else 401
        said = error.message(_language(request)).partition(": ")[2]
        return await run_in_threadpool(_form, request, said, status, name=typed[0])
    answer = RedirectResponse(_next(request), 303)
    answer.set_cookie(COOKIE, token, httponly=True, samesite="lax", secure=request.url.scheme == "https")
    return answer


def _open_session(name: str, password: str, address: str) -> str:
    """Hashing takes its time and writing may have to wait: this must not run where all screens are served."""
    return services().sign_in.sign_in(name, password, address)


def sign_out(request: Request) -> Response:
    """End the session."""
    token = request.cookies.get(COOKIE)
    if token:
        with suppress(NotSignedIn):  # it may have ended by itself
            services().sign_in.sign_out(token)
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(COOKIE)
    return answer


def choose_language(request: Request) -> Response:
    """Remember the language and go back, by default to the page that asked."""
    chosen = request.path_params["language"]
    answer = RedirectResponse(_next(request) if "next" in request.query_params else _asking(request), 303)
    if chosen in LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, chosen, max_age=YEAR_S, samesite="lax")
    return answer


def _language(request: Request) -> str:
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    return chosen if chosen in LANGUAGES else preferred(request.headers.get("accept-language", ""))


def _asking(request: Request) -> str:
    """Path and query of the page behind a link, if it is one of ours; a language in its address has had its day."""
    page = URL(request.headers.get("referer", ""))
    if page.netloc != request.url.netloc:
        return "/"
    rest = page.remove_query_params("lang")
    path = rest.path + (f"?{rest.query}" if rest.query else "")
    return "/" if path.startswith("//") else path or "/"


def _next(request: Request) -> str:
    """Where to go afterwards: a path of ours, never another host."""
    wanted = request.query_params.get("next", "/")
    return wanted if wanted.startswith("/") and not wanted.startswith(("//", "/\\")) else "/"


def _quoted(path: str) -> str:
    """A path with its query as one value of a query."""
    return quote(path, safe="/?=")


def _form(request: Request, error: str, status: int = 200, *, name: str = "") -> HTMLResponse:
    """The form with what was wrong; where nobody has an account yet, with the commands that add the first one."""
    house = services()
    first_steps = () if house.accounts.has_people() else FIRST_STEPS[not house.sign_in.is_unused() :]
    language = _language(request)
    texts = {key.replace(".", "_"): escape(text) for key, text in catalogue(language).items() if "{" not in text}
    other = next(one for one in LANGUAGES if one != language)
    page = (HERE / "sign_in.html").read_text("utf-8").format(
        language="zh-CN" if language == "zh" else "en", error=escape(error), error_class="" if error else "none",
        steps="\n".join(first_steps), steps_class="" if first_steps else "none",
        typed=escape(name, quote=True), first="" if name else "autofocus", then="autofocus" if name else "",
        next=escape(_quoted(_next(request)), quote=True), other=other, other_name=LANGUAGES[other],
        here=escape(quote(f"/sign-in?next={_quoted(_next(request))}"), quote=True), **texts,
    )  # fmt: skip
    return HTMLResponse(page, status)


class SignedInOnly:
    """Sends a browser without a session to the form before Streamlit is asked for anything."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let public paths and known sessions through."""
        if scope["type"] == "http" and scope["method"] == "GET" and not scope["path"].startswith(PUBLIC):
            request = Request(scope)
            wants_page = "text/html" in request.headers.get("accept", "")
            is_open = not wants_page or scope["path"].startswith("/language")
            elsewhere = None if is_open else await run_in_threadpool(_elsewhere, request)
            if elsewhere is not None:
                await RedirectResponse(elsewhere, 303)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _elsewhere(request: Request) -> str | None:
    """Where a page is asked for that cannot be shown: the form first, or the page that says so; else None."""
    path = request.url.path
    try:
        someone = services().sign_in.actor_of_session(request.cookies.get(COOKIE, ""))
    except NotSignedIn:
        return f"/sign-in?next={_quoted(path + (f'?{request.url.query}' if request.url.query else ''))}"
    return None if is_page(path, someone) else f"/{ABSENT}?page={quote(path.strip('/'))}"


app = st.App(
    "app.py",
    routes=[
        Route("/sign-in", show_form, methods=["GET"]),
        Route("/sign-in", sign_in, methods=["POST"]),
        Route("/sign-out", sign_out, methods=["GET"]),
        Route("/language/{language}", choose_language, methods=["GET"]),
    ],
    middleware=[Middleware(SignedInOnly)],
)
