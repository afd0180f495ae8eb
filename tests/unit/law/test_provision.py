"""Every way to get a provision file wrong, and what is said about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from tests.unit.law.conftest import ARTICLE, Spoil

from hegui.errors import InvalidInstrument
from hegui.law import Displacement, load

EXPRESSION = ARTICLE[ARTICLE.index("[[expression]]") : ARTICLE.index("[[obligation]]")]
BASIS = 'basis.zh = "特"\nbasis.en = "special"'
OBLIGATION = ARTICLE[ARTICLE.index("[[obligation]]") :]


@pytest.mark.parametrize(
    "mistake",
    [
        # unknown key, at each level
        ('topic.zh = "试行"', 'topc = 1\ntopic.zh = "试行"', 1, "one of topic", "key 'topc'"),
        ("checked =", "cheked =", 6, "one of from, until", "key 'cheked'"),
        ("bearer =", "barer =", 17, "one of id, title", "key 'barer'"),
        # missing key
        ('bearer = "provider"\n', "", 13, "bearer = a text", "no 'bearer'"),
        ("checked = 2026-11-20\n", "", 4, "checked = a day", "no 'checked'"),
        # missing language
        ('must.en = "Do the thing."\n', "", 19, "must.zh and must.en", "no must.en"),
        ('says.zh = "一条规定。"\n', "", 10, "says.zh and says.en", "no says.zh"),
        ('topic.en = "a trial"\n', "", 1, "topic.zh and topic.en", "no topic.en"),
        # wrong type
        ('must.zh = "做这件事。"', "must.zh = 3", 19, "zh = a text", "the number 3"),
        ('bearer = "provider"', "bearer = true", 17, "bearer = a text", "true"),
        ('stage = "during"', 'stage = "now"', 23, "one of before, during, after", "'now'"),
        ('theme = "content"', 'theme = "contents"', 22, "one of scope", "'contents'"),
        ('bearer = "provider"', 'bearer = "providers"', 17, "one of provider", "'providers'"),
        ('status = "binding"', 'status = "bound"', 8, "one of binding", "'bound'"),
        ('confidence = "primary"', 'confidence = "sure"', 9, "one of primary", "'sure'"),
        ('stage = "during"', 'stage = "during"\nparameters = 3', 24, "parameters = a", "3"),
        ('stage = "during"', 'stage = "during"\nsucceeds = "x"', 24, "a list of texts", "'x'"),
        ('stage = "during"', 'stage = "during"\nmatter = ""', 24, "not empty", "''"),
        ('stage = "during"', 'stage = "during"\nconfidence = "x"', 24, "one of primary", "'x'"),
        # bad date
        ("from = 2023-08-15\nchecked", 'from = "2023"\nchecked', 5, "from = a day", "'2023'"),
        ("from = 2023-08-15\ntheme", "from = 2023-13-01\ntheme", 21, "TOML", "expected newline"),
        (
            "from = 2023-08-15\ntheme",
            "from = 2023-08-15\nuntil = 2023-08-01\ntheme",
            22,
            "a day after 2023-08-15",
            "the day 2023-08-01",
        ),
        (
            "from = 2023-08-15\ntheme",
            "from = 2022-01-01\ntheme",
            21,
            "a day on which an [[expression]] stands",
            "the day 2022-01-01",
        ),
        # conditions
        ("role.provider", "role.provder", 18, "a declared fact", "the unknown name role.provder"),
        ('"role.provider"', "\"stage == 'x'\"", 18, "an option of stage", "the text 'x'"),
        ('"role.provider"', '"users == stage"', 18, "the number users", "users == stage"),
        ('"role.provider"', '"role.provider + 1"', 18, "nothing else", "role.provider + 1"),
        # ids
        ('id = "art-1-do"', 'id = "art-2-do"', 14, "'art-1' or 'art-1-…'", "'art-2-do'"),
        ('id = "art-1-do"', 'id = "art-10"', 14, "'art-1' or 'art-1-…'", "'art-10'"),
        ('id = "art-1-do"', 'id = "art-1-Do"', 14, "in lower case", "'art-1-Do'"),
        ('id = "art-1-do"', 'id = "art-1--do"', 14, "single hyphens", "'art-1--do'"),
        (OBLIGATION, OBLIGATION + OBLIGATION, 25, "each id once", "(first on line 13)"),
        # expressions
        (EXPRESSION, "", 1, "at least one [[expression]]", "none"),
        (EXPRESSION, EXPRESSION * 2, 14, "has ended", "no 'until' there"),
        (
            EXPRESSION,
            EXPRESSION.replace("checked", "until = 2025-01-01\nchecked") + EXPRESSION,
            15,
            "when the one of 2023-08-15 has ended",
            "the day 2023-08-15 and until = 2025-01-01",
        ),
        (
            EXPRESSION,
            EXPRESSION.replace("checked", "known_until = 2023-07-13\nchecked"),
            6,
            "a day after 2023-07-13, when it was known",
            "the day 2023-07-13",
        ),
        # references
        (
            'stage = "during"',
            'stage = "during"\nsucceeds = ["art-1-done"]',
            24,
            "the id of an obligation",
            "'xx/trial-2023/art-1-done'",
        ),
        (
            'stage = "during"',
            f'stage = "during"\n[[obligation.special_to]]\nid = "yy/other-2020/art-1"\n{BASIS}',
            24,
            "the id of an obligation",
            "'yy/other-2020/art-1'",
        ),
        (
            'stage = "during"',
            'stage = "during"\n[[obligation.supersedes]]\nid = "art-1-do"',
            24,
            "basis = a table",
            "no 'basis'",
        ),
        ("[[obligation]]", "[[obligation]", 13, "TOML", "expected ']]'"),
    ],
)
def test_a_mistake_is_named(spoil: Spoil, mistake: tuple[str, str, int, str, str]) -> None:
    """File, line, what was expected and what was found, for each class of mistake."""
    old, new, line, expected, found = mistake
    folder = spoil("art-1.toml", old, new)

    with pytest.raises(InvalidInstrument) as caught:
        load(folder)

    assert ("art-1.toml", line) == (caught.value.file.name, caught.value.line)
    assert expected in caught.value.expected
    assert found in caught.value.found


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("bearer =", "barer =", "Did you mean bearer?"),
        ("role.provider", "role.provder", "Did you mean role.provider?"),
        ('"role.provider"', "\"stage == 'publick'\"", "Did you mean public?"),
        ('theme = "content"', 'theme = "contents"', "Did you mean content?"),
        (
            'stage = "during"',
            'stage = "during"\nsucceeds = ["art-1-did"]',
            "Did you mean xx/trial-2023/art-1-do?",
        ),
    ],
)
def test_a_near_name_is_offered(spoil: Spoil, old: str, new: str, hint: str) -> None:
    """A typing mistake is mended without looking anything up."""
    folder = spoil("art-1.toml", old, new)

    with pytest.raises(InvalidInstrument) as caught:
        load(folder)

    assert hint == caught.value.hint


@pytest.mark.parametrize("name", ["art-01.toml", "article-1.toml", "notes.toml"])
def test_a_file_has_a_known_name(spoil: Spoil, name: str) -> None:
    """A provision that would be overlooked is an error instead."""
    folder = spoil("art-1.toml", "", "")
    (folder / "xx/trial-2023" / name).write_text(ARTICLE, encoding="utf-8")

    with pytest.raises(InvalidInstrument, match=r"instrument\.toml, art-14\.toml, cl-5-4\.toml"):
        load(folder)


def test_what_an_obligation_may_say(spoil: Spoil) -> None:
    """Every optional key, read."""
    folder = spoil(
        "art-1.toml",
        'stage = "during"\n',
        """stage = "during"
until = 2030-01-01
confidence = "secondary"
matter = "xx.doing"
penalties = ["art-1", "xx/trial-2023/art-1"]
reading.zh = "读法"
reading.en = "reading"
because.zh = "人来做"
because.en = "a person does it"
parameters.needs = ["a", "b"]
parameters.deep.days = 10

[[obligation]]
id = "art-1-more"
title.zh = "更多"
title.en = "More"
bearer = "user"
when = "True"
must.zh = "更多。"
must.en = "More."
from = 2024-01-01
theme = "users"
stage = "after"
succeeds = ["art-1-do"]
[[obligation.special_to]]
id = "art-1-do"
basis.zh = "特别规定"
basis.en = "special rule"
""",
    )

    law = load(folder)
    first = law.obligation("xx/trial-2023/art-1-do")
    second = law.obligation("xx/trial-2023/art-1-more")

    assert (date(2023, 8, 15), date(2030, 1, 1)) == (first.start, first.end)
    assert ("secondary", "xx.doing", "1") == (first.confidence, first.matter, first.article)
    assert ("xx/trial-2023/art-1", "xx/trial-2023/art-1") == first.penalties
    assert first.reading is not None
    assert first.because is not None
    assert ("reading", "a person does it") == (first.reading.en, first.because.en)
    assert ("a", "b") == first.parameters["needs"]
    deep = first.parameters["deep"]
    assert isinstance(deep, Mapping)
    assert {"days": 10} == dict(deep)
    assert (13, 35) == (first.line, second.line)
    assert ("xx/trial-2023/art-1-do",) == second.succeeds
    assert ("xx/trial-2023/art-1",) == second.penalties
    edge = second.displaces[0]
    assert isinstance(edge, Displacement)
    assert ("special_to", "xx/trial-2023/art-1-do", "special rule") == (
        edge.kind,
        edge.obligation,
        edge.basis.en,
    )


def test_parameters_cannot_be_changed(spoil: Spoil) -> None:
    """Numbers of the law are the same for everybody who reads them."""
    folder = spoil("art-1.toml", 'stage = "during"', 'stage = "during"\nparameters.days = 10')
    parameters = load(folder).obligation("xx/trial-2023/art-1-do").parameters

    with pytest.raises(TypeError):
        parameters["days"] = 11  # type: ignore[index]  # the point of the test
