"""A document as pages: docx to PDF by LibreOffice, PDF to PNG by pdftoppm, where these are installed.

The docx is the product; pages are for looking. LibreOffice runs with a profile of its own, headless, with its network
proxied to nowhere, because it fetches remote pictures.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from core.errors import Unavailable

LONGEST_S = 60
DPI = 80
_NOWHERE = "http://127.0.0.1:9"
_PACKAGES = {"soffice": "libreoffice-writer", "pdftoppm": "poppler-utils"}


def pdf(content: bytes) -> bytes:
    """Return a docx as PDF. Raises `Unavailable` without LibreOffice, or if it takes longer than a minute."""
    tool = _tool("soffice")
    with tempfile.TemporaryDirectory(prefix="pages-") as name:
        folder = Path(name)
        (folder / "contract.docx").write_bytes(content)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        _run([tool, profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", name,
              str(folder / "contract.docx")], folder)  # fmt: skip
        return _read(folder / "contract.pdf")


def pictures(content: bytes, dpi: int = DPI) -> list[bytes]:
    """Return the pages of a PDF as PNG. Raises `Unavailable` without pdftoppm."""
    tool = _tool("pdftoppm")
    with tempfile.TemporaryDirectory(prefix="pages-") as name:
        folder = Path(name)
        (folder / "contract.pdf").write_bytes(content)
        _run([tool, "-r", str(dpi), "-png", str(folder / "contract.pdf"), str(folder / "page")], folder)
        return [one.read_bytes() for one in sorted(folder.glob("page-*.png"))]


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise Unavailable("pages.no_tool", value=name, package=_PACKAGES[name])
    return found


def _run(command: list[str], home: Path) -> None:
    """Run a tool without a shell, in a home of its own; the whole group ends with it when the time is over."""
    environment = {
        "PATH": os.environ.get("PATH", ""), "HOME": str(home), "TMPDIR": str(home), "LANG": "C.UTF-8",
        "http_proxy": _NOWHERE, "https_proxy": _NOWHERE, "all_proxy": _NOWHERE,
    }  # fmt: skip
    with subprocess.Popen(  # noqa: S603 - our own arguments, no shell
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    ) as running:
        try:
            _, said = running.communicate(timeout=LONGEST_S)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, 9)
            raise Unavailable("pages.failed", seconds=LONGEST_S, reason="timeout") from None
    if running.returncode != 0:
        raise Unavailable("pages.failed", seconds=LONGEST_S, reason=said.decode("utf-8", "replace")[-200:])


def _read(path: Path) -> bytes:
    if not path.exists():
        raise Unavailable("pages.failed", seconds=LONGEST_S, reason=path.name)
    return path.read_bytes()
