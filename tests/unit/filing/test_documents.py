"""Documents: the same bytes each time, the facts as text, nothing missing."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path

import pytest
import typst

from hegui.bilingual import Bilingual
from hegui.errors import DocumentNotRendered, FontMissing
from hegui.filing import (
    ControlState,
    LabelPolicy,
    ObligationState,
    Snapshot,
    Statement,
    to_docx,
    to_pdf,
)
from hegui.filing.notice import view
from hegui.filing.pdf import FONTS

HOSTILE = '#read("x") $a$ *b* <c> & {{ 7*7 }} {% raw %} \\u{41} @ref // end `d` ]'
SNAPSHOT = Snapshot(
    service=Bilingual(zh="示例服务", en="Example"),
    taken_at=datetime(2026, 11, 20, 23, 2, 3, tzinfo=UTC),
    law="sha256:" + "ab" * 32,
    obligations=(
        ObligationState(
            id="cn/genai-2023/art-12-label",
            title=Bilingual(zh="标识生成内容", en="Label content"),
            must=Bilingual(zh="加上标识", en="Add a label"),
            state="failing",
            reason=Bilingual(zh="没有标识", en="No label"),
            needs_person=True,
            entries=(17, 4),
        ),
    ),
    controls=(
        ControlState(
            name="labels/text_has_explicit_label",
            claim=Bilingual(zh="文本带有显式标识", en="Text carries the label"),
            state="unknown",
        ),
    ),
    label=LabelPolicy(
        wording=Bilingual(zh="（内容由人工智能生成）", en="(AI-generated content)"), position="end"
    ),
    published=(
        Statement(
            title=Bilingual(zh="投诉举报入口", en="Where to complain"),
            since=date(2026, 1, 1),
            facts=((Bilingual(zh="网址", en="Address"), "https://example.com/?a=1&b=2"),),
        ),
    ),
)
EMPTY = Snapshot(service=SNAPSHOT.service, taken_at=SNAPSHOT.taken_at, law=SNAPSHOT.law)


def hostile(text: str) -> Snapshot:
    return replace(SNAPSHOT, service=Bilingual(zh=text, en=text), plan=text)


def text_of(docx: bytes) -> str:
    """The visible text of a Word document, one paragraph a line."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        assert archive.testzip() is None
        xml = archive.read("word/document.xml").decode()
    marked = xml.replace("</w:p>", "\n").replace("<w:br/>", "\n")
    return unescape(re.sub(r"<[^>]+>", "", marked))


def has_chinese_font() -> bool:
    return bool(set(FONTS) & set(typst.Fonts(include_embedded_fonts=False).families()))


def test_this_machine_has_a_chinese_font() -> None:
    """The tests of PDF below mean nothing without one; say so rather than skip."""
    assert has_chinese_font(), "install a Chinese font, for example Debian's fonts-noto-cjk"


class TestWords:
    def test_both_languages_state_the_same_facts(self) -> None:
        zh, en = view(SNAPSHOT, "zh"), view(SNAPSHOT, "en")

        assert len(zh.obligations) == len(en.obligations) == 1
        assert ("标识生成内容\ncn/genai-2023/art-12-label", "加上标识", "不符合") == (
            zh.obligations[0][:3]
        )
        assert "No label\na person answers it\nledger entries 17, 4" == en.obligations[0][3]
        assert "投诉举报入口（自 2026-01-01 起）" == zh.published[0][0]
        assert "（内容由人工智能生成） / (AI-generated content) · after it" == en.label

    def test_the_day_is_beijings(self) -> None:
        assert "2026-11-21 07:02:03" in dict(view(SNAPSHOT, "zh").heading).values()

    def test_all_states_are_counted_even_when_none_is_there(self) -> None:
        names = ("ok", "attested", "failing", "stale", "unknown")

        assert tuple((name, str(int(name == "failing"))) for name in names) == (
            view(SNAPSHOT, "en").counts
        )

    def test_what_is_attested_is_not_told_as_ok(self) -> None:
        duty = replace(SNAPSHOT.obligations[0], state="attested")

        assert "经人证明" == view(replace(SNAPSHOT, obligations=(duty,)), "zh").obligations[0][2]

    def test_a_service_without_anything_says_none(self) -> None:
        found = view(EMPTY, "zh")

        assert ("无", ()) == (found.label, found.published)

    def test_what_no_document_can_hold_is_shown_as_such(self) -> None:
        """Control characters would make the file unreadable."""
        found = view(hostile("a\x00b\x9fc\r\nd\re\x0b\ufffe"), "en").heading

        assert "a\ufffdb\ufffdc\nd\ne\ufffd\ufffd" == found[0][1]

    def test_a_reason_without_entries_stands_alone(self) -> None:
        duty = replace(SNAPSHOT.obligations[0], needs_person=False, entries=())

        assert "没有标识" == view(replace(SNAPSHOT, obligations=(duty,)), "zh").obligations[0][3]

    def test_another_language_is_refused(self) -> None:
        with pytest.raises(ValueError, match="got 'fr'"):
            view(SNAPSHOT, "fr")


class TestWordDocument:
    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_twice_the_same_bytes(self, language: str) -> None:
        assert to_docx(SNAPSHOT, language) == to_docx(SNAPSHOT, language)

    def test_no_member_carries_a_time(self) -> None:
        with zipfile.ZipFile(io.BytesIO(to_docx(SNAPSHOT))) as archive:
            times = {member.date_time for member in archive.infolist()}

        assert {(1980, 1, 1, 0, 0, 0)} == times

    def test_every_fact_is_in_it(self) -> None:
        text = text_of(to_docx(SNAPSHOT, "zh"))

        for fact in (
            "服务说明与合规情况声明",
            SNAPSHOT.digest,
            "cn/genai-2023/art-12-label",
            "不符合",
            "由人负责",
            "台账条目 17, 4",
            "labels/text_has_explicit_label",
            "（内容由人工智能生成）",
            "网址：https://example.com/?a=1&b=2",
        ):
            assert fact in text

    def test_facts_are_text_and_no_commands(self) -> None:
        """Braces, brackets and ampersands come out as they went in."""
        text = text_of(to_docx(hostile(HOSTILE), "en"))

        assert 2 == text.count(HOSTILE)
        assert "49" not in text.replace(hostile(HOSTILE).digest, "")

    def test_a_service_without_anything_has_a_document(self) -> None:
        text = text_of(to_docx(EMPTY, "en"))

        assert "5. What is published\nnone" in text
        assert "{" not in text

    def test_a_header_row_repeats_on_every_page(self) -> None:
        with zipfile.ZipFile(io.BytesIO(to_docx(SNAPSHOT))) as archive:
            xml = archive.read("word/document.xml").decode()

        assert 2 == xml.count("<w:tblHeader/>")

    def test_chinese_text_names_a_chinese_font(self) -> None:
        """Without it Word takes a Japanese face for Chinese characters."""
        with zipfile.ZipFile(io.BytesIO(to_docx(SNAPSHOT))) as archive:
            styles = archive.read("word/styles.xml").decode()

        assert 'w:eastAsia="FangSong"' in styles
        assert 'w:eastAsia="SimHei"' in styles


class TestPdf:
    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_twice_the_same_bytes_in_the_archive_form(self, language: str) -> None:
        first = to_pdf(SNAPSHOT, language)

        assert first == to_pdf(SNAPSHOT, language)
        assert first.startswith(b"%PDF-")
        assert b"<pdfaid:part>2</pdfaid:part>" in first
        assert b"<pdfaid:conformance>B</pdfaid:conformance>" in first

    def test_other_facts_give_other_bytes(self) -> None:
        assert to_pdf(SNAPSHOT) != to_pdf(EMPTY)

    def test_facts_are_values_and_no_commands(self, tmp_path: Path) -> None:
        """Read or broken markup in a fact would fail the layout; it comes out as text."""
        laid_out = to_pdf(hostile(HOSTILE), "en")

        assert laid_out.startswith(b"%PDF-")
        assert [] == list(tmp_path.iterdir())

    def test_a_character_without_a_glyph_is_an_error_and_not_a_box(self) -> None:
        """U+E000 is nobody's character."""
        with pytest.raises(DocumentNotRendered, match="could not be displayed") as caught:
            to_pdf(hostile("甲\ue000"))

        assert "--fonts" in caught.value.hint

    def test_without_a_chinese_font_nothing_is_written(self, tmp_path: Path) -> None:
        with pytest.raises(FontMissing) as caught:
            to_pdf(SNAPSHOT, fonts=[tmp_path], system_fonts=False)

        assert FONTS == caught.value.tried
        assert "fonts-noto-cjk" in caught.value.hint

    def test_a_folder_of_fonts_is_enough(self) -> None:
        """No system fonts: a service in a bare container brings its own."""
        paths = {
            Path(font.path).parent
            for font in typst.Fonts(include_embedded_fonts=False).fonts()
            if font.family in FONTS and font.path is not None
        }

        assert to_pdf(SNAPSHOT, fonts=sorted(paths), system_fonts=False).startswith(b"%PDF-")

    def test_any_other_failure_is_told_without_that_advice(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        broken = tmp_path / "notice.typ"
        broken.write_text("#broken")
        monkeypatch.setattr("hegui.filing.pdf._TEMPLATE", broken)
        with pytest.raises(DocumentNotRendered, match="unknown variable") as caught:
            to_pdf(SNAPSHOT)

        assert "" == caught.value.hint
