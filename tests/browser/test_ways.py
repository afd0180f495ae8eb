"""What people do in the console, from press to press."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.browser.asking import BANNED, ask

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from tests.browser.conftest import Visitor
    from tests.conftest import Running


def test_from_a_receipt_to_its_proof(desk: Visitor, served: Running) -> None:
    """A refused request is found by its receipt, with its control and a proof that holds."""
    receipt, answer = ask(served, BANNED)
    desk.go("/")
    desk.page.get_by_role("searchbox").fill(receipt)
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**/ledger/*/")
    desk.page.wait_for_timeout(1500)
    desk.page.reload()
    said = desk.page.inner_text("main")

    assert "content_filter" == answer["choices"][0]["finish_reason"]
    assert "A request for banned content is refused before the model sees it" in said
    assert "verified just now" in said
    assert [] == desk.complaints


def test_from_a_failing_duty_to_ok(desk: Visitor) -> None:
    """The duty names the next step, its button leads to the form, and publishing mends it."""
    duty = "/obligations/cn/genai-2023/art-10-disclose/"
    desk.go(duty)
    before = desk.page.inner_text(".standing")
    desk.page.get_by_role("link", name="Write and publish").click()
    for name, text in {
        "people": "adults",
        "occasions": "work",
        "uses": "questions",
        "zh": "面向成年人<script>alert(1)</script>",
    }.items():
        desk.page.fill(f"[name={name}]", text)
    desk.page.get_by_role("button", name="Publish").click()
    desk.page.wait_for_url("**/publications/purpose/")
    desk.go(duty)
    desk.shoot("obligation-mended-en-1280")

    assert "failing" in before
    assert "ok" in desk.page.inner_text(".standing")
    desk.go("/public/notices/purpose/")
    assert "<script>alert(1)</script>" in desk.page.inner_text("main")
    assert [] == desk.complaints


def test_the_list_narrows_while_one_types(desk: Visitor) -> None:
    """Rows and address change together; without htmx the same form works by its button."""
    desk.go("/obligations/")
    whole = desk.page.inner_text(".tally")
    desk.page.locator("#q").press_sequentially("label")
    desk.page.wait_for_url("**q=label**")
    rows = desk.page.locator("#rows tbody tr:not(.group)")
    said = rows.all_inner_texts()

    assert any("cn/genai-2023/art-12-label" in row for row in said)
    assert whole != desk.page.inner_text(".tally")
    assert [] == desk.complaints


def test_everything_works_without_javascript(browser: Browser, served: Running) -> None:
    """A complaint can be made and followed with scripts turned off."""
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{served.url}/public/complaint/")
    page.fill("[name=text]", "它给出的回答有问题，请核查。")
    page.get_by_role("button", name="提交").click()
    text = page.inner_text("main")
    number = re.search(r"C-\d{8}-\w{5}-\w", text)
    secret = re.search(r"\b[0-9A-Z]{26}\b", text)
    assert number is not None
    assert secret is not None
    page.goto(f"{served.url}/public/follow-up/")
    page.fill("[name=number]", number[0])
    page.fill("[name=secret]", secret[0])
    page.get_by_role("button", name="显示").click()
    followed = page.inner_text("main")
    context.close()

    assert "它给出的回答有问题" in followed


def test_a_key_is_copied_with_one_press(desk: Visitor) -> None:
    """What the page shows once is what lands on the clipboard."""
    desk.go("/keys/")
    desk.page.fill("[name=name]", "<script>alert(1)</script>")
    desk.page.get_by_role("button", name="Make the key").click()
    shown = desk.page.locator(".secret code").inner_text()
    desk.page.locator(".secret button").click()
    desk.page.wait_for_selector(".secret button.copied")
    copied = desk.page.evaluate("navigator.clipboard.readText()")

    assert shown.startswith("hegui-k-")
    assert shown == copied
    assert [] == desk.complaints


def test_another_day_shows_another_law(desk: Visitor) -> None:
    """Choosing a day is enough; going back is one press."""
    desk.go("/obligations/")
    desk.page.fill("#as-of", "2010-01-01")
    desk.page.dispatch_event("#as-of", "change")
    desk.page.wait_for_selector(".other-day")
    empty = desk.page.inner_text("#rows")
    desk.page.get_by_role("button", name="Back to today").click()
    desk.page.wait_for_selector(".other-day", state="detached")

    assert "No obligation fits." in empty
    assert "No obligation fits." not in desk.page.inner_text("#rows")


def test_dark_and_paper(desk: Visitor) -> None:
    """A dark page for who prefers it; paper shows one duty without menus."""
    desk.page.emulate_media(color_scheme="dark")
    desk.go("/")
    desk.shoot("overview-dark-en-1280")
    dark = desk.page.evaluate("getComputedStyle(document.body).backgroundColor")
    desk.page.emulate_media(media="print", color_scheme="light")
    desk.go("/obligations/cn/genai-2023/art-14-1-stop/")
    desk.shoot("obligation-print-en-1280")

    assert "rgb(21, 25, 26)" == dark
    assert not desk.page.locator("nav.rooms").is_visible()
