"""Every page in both languages, at a desk and on a telephone.

No request leaves our origin, the browser complains about nothing, nothing is
wider than the window, and nothing is left in the other language. Pictures stay
in ``shots/`` for people to look at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.browser.asking import ask

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor
    from tests.conftest import Running

STAFF = {
    "overview": "/",
    "obligations": "/obligations/",
    "obligation": "/obligations/cn/genai-2023/art-14-1-stop/",
    "obligation-of-a-person": "/obligations/cn/genai-2023/art-11-1-minimum/",
    "obligation-undecided": "/obligations/cn/genai-2023/art-17-assess/",
    "controls": "/controls/",
    "control": "/controls/content/illegal_prompt_is_refused/",
    "ledger": "/ledger/",
    "entry": "/ledger/0/",
    "checkpoint": "/ledger/checkpoint/",
    "receipts": "/receipts/",
    "search": "/receipts/search/?q=label",
    "keys": "/keys/",
    "publications": "/publications/",
    "publication": "/publications/complaint-handling/",
    "cases": "/cases/?state=all",
    "account": "/account/",
    "labels": "/labels/",
    "unlabelled": "/labels/unlabelled/",
    "users": "/users/",
    "begin": "/interview/begin/",
}
PUBLIC = {
    "public": "/public/",
    "complaint": "/public/complaint/",
    "follow-up": "/public/follow-up/",
    "check": "/public/check/",
    "your-data": "/public/data/",
    "login": "/login/",
}

FOREIGN = re.compile(
    r"\b(Overview|Obligations?|Controls?|Evidence|Entry|Entries|Receipt|Cases?|Account|Settings"
    r"|Search|Show|Publish|Version|Proof|Envelope|State|Theme|Stage|Kind|Reason|Password|Log in"
    r"|Log out|Complain|Contact|Send|the|and|with|this)\b"
)
"""English words that a Chinese page must not show outside code and quotations."""

HAN = re.compile(r"[\u3400-\u9fff]")

READ = """() => {
  const copy = document.body.cloneNode(true);
  for (const each of copy.querySelectorAll(
    'code, pre, script, [lang], .language, .seal, .row-id, .value, .said, .what, .id, dl.payload'
  )) each.remove();
  const named = document.querySelectorAll('[placeholder], [aria-label], [title]');
  return copy.innerText + ' ' + [...named]
    .filter(e => !e.closest('[lang]:not(html)'))
    .map(e => [e.placeholder, e.getAttribute('aria-label'), e.title].join(' ')).join(' ');
}"""
"""What the page says in its own words: no code, no data, nothing marked as another language."""


@pytest.fixture(scope="module", autouse=True)
def _traffic(served: Running) -> None:
    ask(served, "你好")


def hold(visitor: Visitor, language: str) -> None:
    """Hold an open page to what every page promises."""
    said = visitor.page.evaluate(READ)

    assert [] == visitor.elsewhere
    assert [] == visitor.complaints
    assert visitor.overflow <= 0
    assert [] == (FOREIGN if language.startswith("zh") else HAN).findall(said)


@pytest.mark.parametrize("name", STAFF)
def test_pages_of_staff(name: str, staff: Visitor, language: str, width: int) -> None:
    """Nothing from elsewhere, no complaint, no overflow, one language."""
    staff.go(STAFF[name])
    staff.shoot(f"{name}-{language[:2]}-{width}")

    hold(staff, language)


@pytest.mark.parametrize("name", PUBLIC)
def test_pages_of_the_public(name: str, stranger: Visitor, language: str, width: int) -> None:
    """The same for whoever has no account."""
    stranger.go(PUBLIC[name])
    stranger.shoot(f"{name}-{language[:2]}-{width}")

    hold(stranger, language)


def test_the_rooms_fold_on_a_telephone(staff: Visitor, width: int) -> None:
    """At a desk they stand at the side; on a telephone they open by a press."""
    staff.go("/")
    link = staff.page.locator("nav.rooms a[href='/ledger/']:visible")
    before = link.count()
    if width == 390:
        staff.page.locator("nav.rooms summary").click()

    assert (1 if width == 1280 else 0) == before
    assert 1 == link.count()


def test_the_keyboard_reaches_the_content_first(staff: Visitor) -> None:
    """The first stop is the link that skips what all pages share, and it can be seen."""
    staff.go("/")
    staff.page.keyboard.press("Tab")
    focused = staff.page.evaluate("document.activeElement.getAttribute('href')")
    top = staff.page.evaluate("document.activeElement.getBoundingClientRect().top")

    assert "#main" == focused
    assert top >= 0
