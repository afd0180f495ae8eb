"""A real browser in front of a whole running server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from tests.conftest import Running, start_server

SHOTS = Path(__file__).parent / "shots"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HEIGHT = {1280: 900, 390: 844}


@dataclass
class Visitor:
    """A page, with all that it asked for and complained about."""

    page: Page
    url: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._asked)
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(f"dialog {dialog.message}"))

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)

    def go(self, path: str) -> None:
        """Open a page of the console."""
        self.page.goto(self.url + path)

    @property
    def elsewhere(self) -> list[str]:
        """Requests to anywhere but our own origin."""
        ours = urlsplit(self.url).netloc
        return [each for each in self.requests if urlsplit(each).netloc != ours]

    @property
    def overflow(self) -> int:
        """Pixels by which the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))

    def shoot(self, name: str) -> None:
        """Keep a picture of the whole page, where somebody wants to look: ``SHOTS=1 make test``.

        Long pages take a browser two seconds to draw.
        """
        if not os.environ.get("SHOTS"):
            return
        SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium, without a window.

    Closed after each module: while Playwright is open, its event loop runs in
    this thread, and Django's tables refuse to be read under a running loop.
    """
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=FLAGS, headless=True
        )
        yield started
        started.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server of the browser tests' own, whose one-time link nobody else uses up."""
    running = start_server(tmp_path_factory.mktemp("browsed"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def state(served: Running, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the session of the person lies once somebody came in."""
    return tmp_path_factory.mktemp(f"session-{served.process.pid}") / "state.json"


@pytest.fixture(scope="module")
def cookies(browser: Browser, served: Running, state: Path) -> Path:
    """The session of somebody who came in by the link that the terminal shows; it works once."""
    if not state.exists():
        context = browser.new_context()
        context.new_page().goto(served.login_url)
        context.storage_state(path=state)
        context.close()
    return state


def visit(
    browser: Browser, url: str, *, language: str, width: int, cookies: Path | None
) -> tuple[BrowserContext, Visitor]:
    """Open a window of a width, for a reader of a language."""
    context = browser.new_context(
        storage_state=cookies,
        viewport={"width": width, "height": HEIGHT[width]},
        locale=language,
        permissions=["clipboard-read", "clipboard-write"],
    )
    return context, Visitor(context.new_page(), url)


class Windows:
    """One window for each reader: to open one costs more than the page that is looked at."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._opened: dict[tuple[str, str, int, Path | None], tuple[BrowserContext, Visitor]] = {}

    def visit(self, url: str, *, language: str, width: int, cookies: Path | None) -> Visitor:
        """Return the window of such a reader, with nothing asked for or complained about yet."""
        key = (url, language, width, cookies)
        if key not in self._opened:
            self._opened[key] = visit(
                self._browser, url, language=language, width=width, cookies=cookies
            )
        visitor = self._opened[key][1]
        visitor.page.goto("about:blank")
        visitor.requests.clear()
        visitor.complaints.clear()
        return visitor

    def close(self) -> None:
        """Close them all."""
        for context, _ in self._opened.values():
            context.close()


@pytest.fixture(params=["zh-CN", "en-GB"])
def language(request: pytest.FixtureRequest) -> str:
    """Each of the two languages."""
    return str(request.param)


@pytest.fixture(params=[1280, 390])
def width(request: pytest.FixtureRequest) -> int:
    """A desk and a telephone, in CSS pixels."""
    return int(request.param)


@pytest.fixture(scope="module")
def windows(browser: Browser) -> Iterator[Windows]:
    """Windows that stay open for the tests of a module that only read."""
    opened = Windows(browser)
    yield opened
    opened.close()


@pytest.fixture
def staff(windows: Windows, served: Running, cookies: Path, language: str, width: int) -> Visitor:
    """A member of staff in each language at each width."""
    return windows.visit(served.url, language=language, width=width, cookies=cookies)


@pytest.fixture
def stranger(windows: Windows, served: Running, language: str, width: int) -> Visitor:
    """Somebody from the public in each language at each width."""
    return windows.visit(served.url, language=language, width=width, cookies=None)


@pytest.fixture
def desk(browser: Browser, served: Running, cookies: Path) -> Iterator[Visitor]:
    """A member of staff who reads English at a desk."""
    context, visitor = visit(browser, served.url, language="en-GB", width=1280, cookies=cookies)
    yield visitor
    context.close()
