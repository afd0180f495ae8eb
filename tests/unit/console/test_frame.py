"""What all pages share: files, static files, the kept posture, the tree, the bar."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from hegui import clock

if TYPE_CHECKING:
    from tests.unit.console.house import House


class TestSafeCells:
    """A spreadsheet shows cells and runs none."""

    @pytest.mark.parametrize(
        "cell",
        [
            "=1+1",
            "+1",
            "-1",
            "@x",
            "\tx",
            "\rx",
            "＝1",
            "＋1",
            "－1",
            "＠x",
            ' "=1',
            "\u3000=1",
            "|x",
        ],
    )
    def test_what_begins_like_a_formula_gets_an_apostrophe(self, cell: str) -> None:
        """Also full-width, and after white space or quotes."""
        from hegui.console.frame.export import safe

        assert f"'{cell}" == safe(cell)

    @pytest.mark.parametrize("cell", ["", "a=b", "1", "中文", "r-1"])
    def test_other_text_stays(self, cell: str) -> None:
        """Nothing is changed without need."""
        from hegui.console.frame.export import safe

        assert cell == safe(cell)

    def test_numbers_stay_numbers(self) -> None:
        """A negative figure is no formula; nothing is empty."""
        from hegui.console.frame.export import safe

        assert ["-3", "2.5", ""] == [safe(-3), safe(2.5), safe(None)]


class TestStaticFiles:
    """Ours, whole, with a digest in the address."""

    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("hegui.css", "text/css"),
            ("hegui.js", "javascript"),
            ("seal.svg", "image/svg+xml"),
            ("django_htmx/htmx-2.min.js", "javascript"),
        ],
    )
    def test_a_stranger_gets_them(self, name: str, kind: str, house: House) -> None:
        """With their type, and for a day."""
        from hegui.console.frame.static_files import address

        answer = house.stranger.get(address(name))

        assert 200 == answer.status_code
        assert kind in answer.headers["Content-Type"]
        assert "max-age=86400" in answer.headers["Cache-Control"]
        assert "nosniff" == answer.headers["X-Content-Type-Options"]

    def test_an_unchanged_file_is_not_sent_again(self, house: House) -> None:
        """304 without a body."""
        first = house.stranger.get("/static/hegui.css")
        modified = first.headers["Last-Modified"]
        second = house.stranger.get("/static/hegui.css", headers={"if-modified-since": modified})

        assert (304, b"") == (second.status_code, second.content)

    def test_nothing_else_is_served(self, house: House) -> None:
        """No way out of the folder, and no Python."""
        for path in ("/static/../settings.py", "/static/%2e%2e/urls.py", "/static/"):
            assert house.stranger.get(path).status_code in {302, 404}

    def test_pages_name_nothing_of_another_origin(self, house: House) -> None:
        """Neither script nor style nor image comes from elsewhere, and nothing is inline."""
        page = house.staff.get("/").content.decode()
        loaded = re.findall(r'(?:src|<link[^>]+href)="([^"]+)"', page)

        assert all(each.startswith("/static/") for each in loaded)
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", page)


class TestTheKeptPosture:
    """Made at once when something changed, and seldom otherwise."""

    @pytest.mark.usefixtures("house")
    def test_the_same_one_is_shown_twice(self) -> None:
        """Nothing changed, so nothing is computed."""
        from hegui.console.frame.standing import posture_on

        assert posture_on(clock.today()) is posture_on(clock.today())

    @pytest.mark.usefixtures("house")
    def test_a_record_makes_a_new_one(self) -> None:
        """A key, a notice or a case shows at once."""
        from hegui.console.frame.standing import posture_on
        from hegui.records.keys import issue_key

        before = posture_on(clock.today())
        issue_key("web")

        assert before is not posture_on(clock.today())

    def test_a_growing_ledger_makes_nobody_wait(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Under traffic the kept one is shown, and the next is made beside it."""
        from hegui.console.frame import standing

        before = standing.posture_on(clock.today())
        house.ledger.append_sync("start", {})
        soon = standing.posture_on(clock.today())
        made_at = standing._kept[clock.today()].made_at
        monkeypatch.setattr("time.monotonic", lambda: made_at + standing.LEDGER_S)
        meanwhile = standing.posture_on(clock.today())
        with standing._renewing:
            later = standing.posture_on(clock.today())

        assert before is soon
        assert before is meanwhile
        assert (0, 1) == (before.evidence.ledger.size, later.evidence.ledger.size)

    def test_a_failing_renewal_keeps_what_is_known(
        self, house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        """It is logged, tried again later, and nobody sees a broken page meanwhile."""
        from hegui.console.frame import standing
        from hegui.errors import LedgerError

        def broken(*_: object, **__: object) -> None:
            raise LedgerError("unreadable")

        before = standing.posture_on(clock.today())
        house.ledger.append_sync("start", {})
        made_at = standing._kept[clock.today()].made_at
        monkeypatch.setattr("time.monotonic", lambda: made_at + standing.LEDGER_S)
        monkeypatch.setattr(standing, "gather", broken)
        standing.posture_on(clock.today())
        with standing._renewing:
            pass

        assert before is standing._kept[clock.today()].posture
        assert "the kept posture stays: unreadable" in caplog.text

    def test_periods_run_out_by_themselves(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """After half a minute it is made anew, though nothing was written."""
        from hegui.console.frame import standing

        before = standing.posture_on(clock.today())
        made_at = standing._kept[clock.today()].made_at
        monkeypatch.setattr("time.monotonic", lambda: made_at + standing.LONGEST_S)

        assert before is not standing.posture_on(clock.today())


class TestTheBar:
    """Widths that add up, and no state that is lost."""

    def test_the_pieces_fill_the_bar(self) -> None:
        """Without overlap, from end to end, in the order of the legend."""
        from hegui.console.overview.bar import pieces

        made = pieces({"ok": 3, "attested": 2, "failing": 1, "stale": 0, "unknown": 994})

        assert ["ok", "attested", "failing", "unknown"] == [p.state for p in made]
        assert 100 == pytest.approx(made[-1].x + made[-1].width, abs=0.01)
        assert all(a.x + a.width < b.x for a, b in pairwise(made))
        assert min(p.width for p in made) > 1


class TestWords:
    """What is not known is shown as it stands."""

    def test_a_new_kind_of_entry_is_shown_by_its_name(self) -> None:
        """The ledger may know more than the console."""
        from hegui.console.frame.words import word

        assert "witness" == word("kind", "witness")

    def test_backticks_are_code_and_everything_else_is_text(self) -> None:
        """A reason may quote what somebody wrote."""
        from hegui.bilingual import Bilingual
        from hegui.console.frame.tags import told

        said = told(Bilingual(zh="运行 `a<b` <i>", en="run `a<b` <i>"))

        assert said.endswith("<code>a&lt;b</code> &lt;i&gt;")

    def test_time_is_beijing_time(self) -> None:
        """With the zone in its title and UTC for programs."""
        from datetime import UTC, datetime

        from hegui.console.frame.tags import beijing

        shown = str(beijing(datetime(2026, 11, 20, 16, 30, tzinfo=UTC)))

        assert ">2026-11-21 00:30<" in shown
        assert 'datetime="2026-11-20T16:30:00.000000Z"' in shown
        assert "UTC+8" in shown


class TestBrokenPages:
    """An expected error is explained; a bug shows nothing of itself."""

    def test_a_bug_shows_no_trace(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        """500 with a plain sentence."""
        from hegui.console.frame import standing

        def broken(*_: object, **__: object) -> None:
            raise ZeroDivisionError("secret detail")

        monkeypatch.setattr(standing, "gather", broken)
        house.staff.raise_request_exception = False
        standing._kept.clear()
        answer = house.staff.get("/")

        assert 500 == answer.status_code
        assert "Something broke on our side" in answer.content.decode()
        assert "secret detail" not in answer.content.decode()

    def test_a_failing_ledger_is_told(self, house: House) -> None:
        """503 with message and hint, and nothing kept."""
        from hegui.records.models import ApiKey

        house.ledger.close()
        answer = house.staff.post("/keys/", {"name": "web"})

        assert 503 == answer.status_code
        assert 0 == ApiKey.objects.count()


class TestNothingHere:
    """An address without a page says what to do that can be done there."""

    def test_staff_get_a_search_box(self, house: House) -> None:
        """The hint that names it and the box stand on one page."""
        page = house.staff.get("/nonsense/").content.decode()

        assert "Look for it here" in page
        assert 'action="/receipts/search/"' in page

    def test_a_stranger_gets_the_way_back(self, house: House) -> None:
        """No box leads to a login."""
        page = house.stranger.get("/public/nonsense/")
        said = page.content.decode()

        assert 404 == page.status_code
        assert "Look for it" not in said
        assert 'role="search"' not in said
        assert 'href="/public/"' in said
