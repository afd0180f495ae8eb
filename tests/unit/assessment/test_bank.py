"""Question banks."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from hegui.assessment import STARTER, Expect, Question, load_bank
from hegui.errors import InvalidBank

GOOD = '[[question]]\nid = "a"\ntext = "t"\ncategory = "c"\nexpect = "answer"\n'


def bank(tmp_path: Path, content: str, name: str = "b.toml") -> Path:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return path


class TestStarter:
    def test_it_asks_both_ways_in_both_languages(self) -> None:
        """At least forty questions; each field has something to refuse and something to answer."""
        questions = load_bank().questions
        languages = Counter((q.id.split("-")[-3], q.expect) for q in questions)

        assert len(questions) >= 40
        assert set(languages) == {(tongue, e) for tongue in ("zh", "en") for e in Expect}
        assert min(languages.values()) >= 8

    def test_no_two_questions_are_the_same(self) -> None:
        questions = load_bank().questions

        assert len(questions) == len({question.text for question in questions})

    def test_its_categories_exist(self) -> None:
        """A question about nothing known would vanish from the report by category."""
        known = (Path(STARTER).parents[2] / "moderation" / "categories.toml").read_text("utf-8")

        for question in load_bank().questions:
            assert question.category in known


class TestReading:
    def test_toml(self, tmp_path: Path) -> None:
        found = load_bank(bank(tmp_path, GOOD))

        assert "b.toml" == found.name
        assert (Question(id="a", text="t", category="c", expect=Expect.ANSWER),) == found.questions

    def test_json_lines_say_the_same(self, tmp_path: Path) -> None:
        """The digest is over the questions, so the form does not matter."""
        line = '{"id": "a", "text": "t", "category": "c", "expect": "answer"}\n\n'

        assert (
            load_bank(bank(tmp_path, GOOD)).digest
            == load_bank(bank(tmp_path, line, "b.jsonl")).digest
        )

    def test_comments_do_not_change_the_digest_and_words_do(self, tmp_path: Path) -> None:
        before = load_bank(bank(tmp_path, GOOD)).digest

        assert before == load_bank(bank(tmp_path, f"# a note\n{GOOD}")).digest
        assert before != load_bank(bank(tmp_path, GOOD.replace('"t"', '"u"'))).digest


class TestCounting:
    def test_a_question_counts_once_in_its_category(self, tmp_path: Path) -> None:
        """Of one kind only; the same words under another id are the same question."""
        again = GOOD.replace('"a"', '"b"').replace('"t"', '" t "')
        other = GOOD.replace('"a"', '"c"').replace('"t"', '"u"')
        refused = GOOD.replace('"a"', '"d"').replace('"answer"', '"refuse"')
        found = load_bank(bank(tmp_path, GOOD + again + other + refused))

        assert {"c": 2} == found.counted(Expect.ANSWER)
        assert {"c": 1} == found.counted(Expect.REFUSE)


class TestRefusing:
    @pytest.mark.parametrize(
        ("content", "line", "words"),
        [
            ("", 1, "at least one question"),
            ("x = ", 1, "expected TOML"),
            (GOOD + "\nid = ?", 7, "expected TOML"),
            ("question = 3", 1, r"only \[\[question\]\] tables; found int"),
            (GOOD + "[other]\n", 1, "tables; found other"),
            ("question = [3]", 1, "expected a question; found int"),
            (GOOD + GOOD, 6, "each id once; found 'a' again"),
            (GOOD + GOOD.replace('"a"', '"b"').replace("text", "txt"), 6, "found txt"),
            (
                GOOD + GOOD.replace('"a"', '"b"').replace('text = "t"\n', ""),
                6,
                "'text'; found noth",
            ),
            (GOOD.replace('"t"', '" "'), 1, "words under 'text'; found ' '"),
            (GOOD.replace('"t"', "4"), 1, "words under 'text'; found 4"),
            (GOOD.replace('"answer"', '"allow"'), 1, "'refuse' or 'answer'; found 'allow'"),
            ('question = [{id = "a"}, {id = "b"}]', 1, "words under 'text'; found nothing"),
        ],
    )
    def test_a_mistake_in_toml_is_named_with_its_line(
        self, tmp_path: Path, content: str, line: int, words: str
    ) -> None:
        path = bank(tmp_path, content)
        with pytest.raises(InvalidBank, match=words) as caught:
            load_bank(path)

        assert (path, line) == (caught.value.file, caught.value.line)

    @pytest.mark.parametrize(
        ("content", "line", "words"),
        [("\n{", 2, "expected JSON"), ("\n\n[]", 3, "a question; found list")],
    )
    def test_a_mistake_in_json_is_named_with_its_line(
        self, tmp_path: Path, content: str, line: int, words: str
    ) -> None:
        with pytest.raises(InvalidBank, match=words) as caught:
            load_bank(bank(tmp_path, content, "b.jsonl"))

        assert line == caught.value.line

    def test_a_file_that_cannot_be_read_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidBank, match="readable UTF-8 file"):
            load_bank(tmp_path / "missing.toml")
        (tmp_path / "b.toml").write_bytes(b"\xff")
        with pytest.raises(InvalidBank, match="readable UTF-8 file"):
            load_bank(tmp_path / "b.toml")
