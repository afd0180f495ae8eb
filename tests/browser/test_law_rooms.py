"""Interview, comparison, deadlines and the law browser, as people use them.

A server of its own with a small profile, since answering changes it.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser
from tests.browser.conftest import visit
from tests.browser.test_pages import hold
from tests.conftest import start_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.browser.conftest import Visitor, Windows
    from tests.conftest import Running

PROFILE = """[service]
name.zh = "小和"
name.en = "Xiaohe"

[facts]
role.provider = true  # we run it
audience.mainland_public = true
stage = "public"
service.modalities = ["text"]
"""
PAGES = {
    "interview": "/interview/",
    "several": "/interview/several/",
    "several-of-a-group": "/interview/several/?group=abroad",
    "fact": "/interview/service.modalities/",
    "fact-derived": "/interview/scene.risk/",
    "law": "/law/",
    "law-search": "/law/?q=label",
    "instrument": "/law/cn/labelling-2025/",
    "provision": "/law/cn/labelling-2025/art-4/",
    "diff": "/law/diff/?from=2025-08-31&to=2025-09-01",
    "diff-draft": "/law/diff/?before=cn/genai-draft-2023&after=cn/genai-2023",
    "compare": "/law/compare/",
    "compare-all": "/law/compare/?regime=cn&regime=eu&regime=us&regime=jp&regime=kr&regime=gb",
    "deadlines": "/deadlines/",
    "obligations-by-point": "/obligations/?group=point",
    "obligations-by-instrument": "/obligations/?group=instrument&binds=unknown",
}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server whose service is told little."""
    var = tmp_path_factory.mktemp("law-rooms")
    (var / "hegui.toml").write_text(PROFILE, encoding="utf-8")
    running = start_server(var, {"HEGUI_PROFILE": str(var / "hegui.toml")})
    yield running
    running.stop()


@pytest.fixture(scope="module")
def own_cookies(browser: Browser, own: Running) -> Path:
    """The session of whoever came in by its one-time link."""
    state = own.var / "session.json"
    context = browser.new_context()
    context.new_page().goto(own.login_url)
    context.storage_state(path=state)
    context.close()
    return state


@pytest.fixture
def reader(windows: Windows, own: Running, own_cookies: Path, language: str, width: int) -> Visitor:
    """A member of staff in each language at each width."""
    return windows.visit(own.url, language=language, width=width, cookies=own_cookies)


@pytest.fixture
def at_desk(browser: Browser, own: Running, own_cookies: Path, language: str) -> Iterator[Visitor]:
    """A member of staff in each language at a desk."""
    context, visitor = visit(browser, own.url, language=language, width=1280, cookies=own_cookies)
    yield visitor
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_law_rooms(name: str, reader: Visitor, language: str, width: int) -> None:
    """Nothing from elsewhere, no complaint, no overflow, one language."""
    reader.go(PAGES[name])
    reader.page.evaluate(
        "document.querySelectorAll('main details').forEach(each => { each.open = true })"
    )
    reader.shoot(f"{name}-{language[:2]}-{width}")

    hold(reader, language)


def test_the_interview_from_question_to_question(at_desk: Visitor, own: Running) -> None:
    """An answer is saved by a press, counts at once, and the next question stands there."""
    at_desk.go("/interview/")
    first = at_desk.page.locator("h2.question").inner_text()
    link = at_desk.page.locator("h2.question a").get_attribute("href")
    fields = at_desk.page.locator("#answer [name=answer]")
    fields.last.check()
    at_desk.page.locator("button[value=save]").click()
    at_desk.page.wait_for_selector(".notice-success")
    text = (own.var / "hegui.toml").read_text(encoding="utf-8")

    assert first != at_desk.page.locator("h2.question").inner_text()
    assert re.search(rf"^{str(link).split('/')[-2]} = (true|false|\[?\")", text, re.MULTILINE)
    assert "# we run it" in text
    assert [] == at_desk.complaints


def test_the_interview_without_javascript(
    browser: Browser, own: Running, own_cookies: Path, language: str
) -> None:
    """Not known yet is written too, with scripts turned off."""
    context = browser.new_context(
        java_script_enabled=False, locale=language, storage_state=own_cookies
    )
    page = context.new_page()
    page.goto(f"{own.url}/interview/")
    name = str(page.locator("h2.question a").get_attribute("href")).split("/")[-2]
    page.locator("button[value=unsure]").click()
    said = page.inner_text("main")
    context.close()

    assert f'{name} = "?"' in (own.var / "hegui.toml").read_text(encoding="utf-8")
    assert {"zh": "尚不清楚", "en": "Not known yet"}[language[:2]] in said


def test_regimes_are_chosen_and_stand_side_by_side(at_desk: Visitor, language: str) -> None:
    """Ticks choose the columns; each cell belongs to its regime."""
    at_desk.go("/law/compare/")
    at_desk.page.locator("input[value=us]").uncheck()
    at_desk.page.locator("input[value=kr]").check()
    at_desk.page.locator("main form.filters button").click()
    at_desk.page.wait_for_url("**regime=kr**")
    heads = at_desk.page.locator(".regimes thead th").all_inner_texts()
    wanted = {"zh": ("中国", "欧盟", "韩国"), "en": ("China", "European Union", "Korea")}

    assert [True, True, True] == [
        head.startswith(name) for head, name in zip(heads, wanted[language[:2]], strict=True)
    ]
    assert [] == at_desk.complaints


def test_regimes_are_cards_on_a_telephone(
    browser: Browser, own: Running, own_cookies: Path, language: str
) -> None:
    """At 390 px each cell is a card that names its regime, one below the other."""
    context, phone = visit(browser, own.url, language=language, width=390, cookies=own_cookies)
    phone.go("/law/compare/")
    cells = phone.page.locator(".regimes tbody tr").first.locator("td")
    boxes = [cells.nth(at).bounding_box() for at in range(cells.count())]
    tops = [box["y"] for box in boxes if box is not None]
    label = cells.first.evaluate("e => getComputedStyle(e, '::before').content")
    overflow = phone.overflow
    context.close()

    assert sorted(set(tops)) == tops
    assert 3 == len(tops)
    assert {"zh": '"中国"', "en": '"China"'}[language[:2]] == label
    assert overflow <= 0


def test_a_launch_is_reported_and_its_days_are_taken_along(
    at_desk: Visitor, own: Running, language: str
) -> None:
    """From the form to the agenda, the file for calendars, and back."""
    day = {"zh": "2026-11-02", "en": "2026-11-03"}[language[:2]]
    at_desk.go("/deadlines/")
    at_desk.page.select_option("#id_kind", "launch")
    at_desk.page.fill("#id_on", day)
    at_desk.page.locator("#report button.act").click()
    at_desk.page.wait_for_selector(".notice-success")
    said = at_desk.page.inner_text("main")
    with at_desk.page.expect_download() as waiting:
        at_desk.page.locator("a[href$='calendar.ics']").click()
    text = waiting.value.path().read_text(encoding="utf-8")
    reported = tomllib.loads((own.var / "hegui.toml").read_text(encoding="utf-8"))["event"]
    at_desk.page.locator("form[action$='withdraw/'] button").last.click()
    at_desk.page.wait_for_selector(".notice-success")
    left = tomllib.loads((own.var / "hegui.toml").read_text(encoding="utf-8")).get("event", [])

    assert day in said
    assert "launch" in {event["kind"] for event in reported}
    assert text.startswith("BEGIN:VCALENDAR")
    assert "BEGIN:VEVENT" in text
    assert len(reported) - 1 == len(left)
    assert [] == at_desk.complaints
