"""The documents are true: nothing undocumented, nothing stale, no broken link, no second word."""

from __future__ import annotations

import doctest
import json
import os
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import django
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from docs import generate
from docs.demo import Demo
from docs.pages import cli, controls, errors, markdown, outputs, settings
from tests.conftest import Running

from hegui import controls as hegui_controls
from hegui.errors import HeguiError
from hegui.finding import Stage
from hegui.labels import has_explicit_label
from hegui.law import load
from hegui.ledger import Ledger, Reader
from hegui.moderation import load_rules

ROOT: Final = Path(__file__).parents[1]
REFERENCE: Final = ROOT / "docs" / "reference"
SOURCE: Final = ROOT / "src" / "hegui"

# Folders that hold nothing of the repository.
OUTSIDE: Final = frozenset(
    {".git", ".venv", "var", "dist", "__pycache__", "shots"}
    | {".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache"}
)


@cache
def everything() -> tuple[Path, ...]:
    """Return the files of the repository, in order; folders outside of it are not entered."""
    found: list[Path] = []
    for folder, below, names in os.walk(ROOT):
        below[:] = sorted({*below} - OUTSIDE)
        found += (Path(folder, name) for name in names)
    return tuple(sorted(found))


def files(*suffixes: str) -> tuple[Path, ...]:
    """Return the files of the repository with one of the suffixes, in order."""
    return tuple(file for file in everything() if file.suffix in suffixes)


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@cache
def known_verbs() -> frozenset[str]:
    """Return every verb, and the groups that verbs stand in; built once, for each page asks."""
    return frozenset({*cli.verbs(), *(verb.split()[0] for verb in cli.verbs())})


def modules_with_examples() -> tuple[str, ...]:
    """Return the dotted names of the modules of hegui and of docs that show examples."""
    return tuple(
        ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        for root, folder in ((ROOT / "src", "hegui"), (ROOT, "docs"))
        for file in sorted((root / folder).rglob("*.py"))
        if ">>> " in file.read_text(encoding="utf-8")
    )


PAGES: Final = files(".md")
TEMPLATES: Final = tuple(file for file in files(".html", ".txt") if SOURCE in file.parents)


@pytest.fixture(scope="module")
def generated() -> Iterator[dict[str, str]]:
    """Every generated file as it should be now; the commands run once."""
    yield generate.expected()
    Demo.shared().close()
    Demo.shared.cache_clear()


@pytest.fixture(scope="module")
def registry() -> None:
    """Django's registry of applications, which modules with models need at import."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hegui.records.settings")
    django.setup()


class TestReference:
    """Everything that can be looked up has its place."""

    def test_generated_files_are_fresh(self, generated: dict[str, str]) -> None:
        """`make docs` would change nothing: pages and the READMEs' outputs are today's."""
        stale = generate.stale(generated)

        assert "" == "".join(stale.values())

    def test_stale_pages_are_found(self) -> None:
        """A page that differs by one line, or that nothing generates, counts as stale."""
        path = "docs/reference/errors.md"
        pages = {name_of(file): file.read_text("utf-8") for file in REFERENCE.rglob("*.md")}
        changed = {**pages, path: pages[path] + "one line more\n"}
        gone = {name: text for name, text in pages.items() if name != path}

        assert [] == list(generate.stale(pages))
        assert [path] == list(generate.stale(changed))
        assert [path] == list(generate.stale(gone))

    def test_every_setting_has_its_place(self) -> None:
        """A variable that the source reads is declared, and stands on the page."""
        read = {
            name
            for file in SOURCE.rglob("*.py")
            for name in re.findall(r"\bHEGUI_[A-Z_]+[A-Z]\b", file.read_text(encoding="utf-8"))
        }
        declared = {setting.name for setting in settings.settings()}
        page = (REFERENCE / "settings.md").read_text(encoding="utf-8")

        assert read == declared
        assert [] == [name for name in declared if f"## `{name}`" not in page]

    def test_every_fact_has_its_place(self) -> None:
        """A fact that can be answered can be looked up."""
        page = (REFERENCE / "facts.md").read_text(encoding="utf-8")

        assert [] == [name for name in load().facts if f"## `{name}`" not in page]

    def test_every_verb_has_its_place(self) -> None:
        """A verb that can be run can be looked up."""
        page = (REFERENCE / "cli.md").read_text(encoding="utf-8")

        assert [] == [verb for verb in cli.verbs() if f"## hegui {verb}\n" not in page]

    def test_every_error_has_its_place(self) -> None:
        """An error that can be met can be looked up, and says what it means."""
        page = (REFERENCE / "errors.md").read_text(encoding="utf-8")
        kinds = errors.classes()

        assert [] == [kind.__name__ for kind in kinds if f"## {kind.__name__}\n" not in page]
        assert [] == [kind.__name__ for kind in kinds if not kind.__doc__]

    def test_every_family_of_errors_is_drawn(self) -> None:
        """The tree at the top of hegui.errors shows each family."""
        drawn = import_module("hegui.errors").__doc__ or ""
        families = [kind for kind in errors.classes() if kind.__bases__ == (HeguiError,)]

        assert [] == [kind.__name__ for kind in families if f" {kind.__name__} " not in drawn]

    def test_every_obligation_has_its_anchor(self) -> None:
        """`#art-14-1-stop` on the instrument's page is the obligation."""
        missing = [
            duty.id
            for duty in load().obligations.values()
            if f"### {duty.id.rpartition('/')[2]}\n"
            not in (REFERENCE / "obligations" / f"{duty.instrument}.md").read_text(encoding="utf-8")
        ]

        assert [] == missing

    @pytest.mark.parametrize("control", hegui_controls.ALL, ids=lambda control: control.name)
    def test_every_control_has_its_page(self, control: hegui_controls.base.Control) -> None:
        """A control's docstring has the four headings, and its page shows them."""
        told = controls.parts(control)
        page = (ROOT / controls.address(control)).read_text(encoding="utf-8")

        assert ["", *controls.HEADINGS] == list(told)
        assert all(told.values())
        assert [] == [heading for heading in controls.HEADINGS if f"## {heading}\n" not in page]

    @pytest.mark.parametrize("control", hegui_controls.ALL, ids=lambda control: control.name)
    def test_a_control_names_the_duties_it_answers(
        self, control: hegui_controls.base.Control
    ) -> None:
        """The ids under *Duty* are those in the code, so a reader can trust either."""
        told = set(controls.ID.findall(controls.parts(control)["Duty"]))

        assert set(control.obligations) == told


class TestReadme:
    """The first screen shows what the program does today, in both languages."""

    @pytest.mark.parametrize("name", outputs.FILES)
    def test_outputs_are_marked(self, name: str) -> None:
        """Each README shows an audit, a trace, an applicability and a label."""
        shown = outputs.commands((ROOT / name).read_text(encoding="utf-8"))

        assert {"audit", "trace", "applies", "label"} == {command.split()[1] for command in shown}

    def test_both_tell_the_same(self) -> None:
        """Same headings, by depth, and same commands, in the same order."""
        english, chinese = (
            (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")
        )

        assert _depths(english) == _depths(chinese)
        assert [c.removesuffix(" --lang en") for c in outputs.commands(english)] == [
            c.removesuffix(" --lang zh") for c in outputs.commands(chinese)
        ]
        assert _fences(english, "python") == _fences(chinese, "python")

    def test_the_shown_program_runs(
        self,
        server: Running,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """The program with the openai SDK prints a labelled answer and its receipt."""
        (program,) = _fences((ROOT / "README.md").read_text(encoding="utf-8"), "python")
        (tmp_path / "var").symlink_to(server.var)
        monkeypatch.chdir(tmp_path)

        exec(program, {})  # noqa: S102 - our own document
        *answer, receipt = capsys.readouterr().out.splitlines()

        assert has_explicit_label("\n".join(answer))
        assert re.fullmatch(r"r-[0-9a-z]{26}", receipt)
        assert Reader.open(server.var / "ledger").by_receipt(receipt) is not None

    def test_a_false_output_is_found(self) -> None:
        """Changing one character of a shown output makes the file stale."""
        text = (ROOT / "README.md").read_text(encoding="utf-8")
        first = re.search(r"^\$ hegui .*$", text, re.MULTILINE)

        assert first is not None
        assert text == outputs.rewrite(text)
        assert text == outputs.rewrite(text.replace(first[0], first[0] + "x", 1))


class TestLimits:
    """What we are not sure of is said."""

    def test_what_was_read_is_named(self) -> None:
        """limits.md names every instrument that was read first-hand throughout, and no other."""
        limits = (ROOT / "docs" / "explanation" / "limits.md").read_text(encoding="utf-8")
        (told,) = (line for line in limits.splitlines() if "read first-hand throughout" in line)
        read = {
            instrument.id
            for instrument in load().instruments.values()
            if all(
                each.confidence == "primary"
                for article in instrument.articles
                for each in article.expressions
            )
        }

        assert read == set(re.findall(r"`([a-z]{2}/[a-z0-9-]+)`", told))


class TestLinks:
    """A relative link leads somewhere."""

    @pytest.mark.parametrize("page", PAGES, ids=name_of)
    def test_links_resolve(self, page: Path) -> None:
        """The file exists, and so does the anchor in it."""
        text = _without_code(page.read_text(encoding="utf-8"))
        broken = [
            target
            for target in re.findall(r"\]\(([^)\s]+)\)", text)
            if not target.startswith(("http://", "https://", "mailto:"))
            and not _leads_somewhere(page, target)
        ]

        assert [] == broken

    def test_a_broken_link_is_found(self) -> None:
        """Neither a missing file nor a missing anchor passes."""
        readme = ROOT / "README.md"

        assert not _leads_somewhere(readme, "docs/nowhere.md")
        assert not _leads_somewhere(readme, "GLOSSARY.md#nothing-of-the-kind")


class TestWords:
    """One meaning for each word: the glossary's refused words are not used."""

    @pytest.mark.parametrize("file", [*PAGES, *TEMPLATES], ids=name_of)
    def test_refused_words_are_not_used(self, file: Path) -> None:
        """Documents and templates say what the glossary says."""
        allowed = ALLOWED_WORDS.get(name_of(file), frozenset())
        text = _without_code(file.read_text(encoding="utf-8")).lower()
        found = {word for word in refused_words() if re.search(rf"\b{re.escape(word)}s?\b", text)}

        assert set() == found - allowed

    def test_there_are_refused_words(self) -> None:
        """The glossary refuses something; without this the test above could not fail."""
        assert {"statute", "requirement", "watermark", "ticket"} <= refused_words()


# A page may use a refused word where it stands in a title that others gave.
ALLOWED_WORDS: Final[dict[str, frozenset[str]]] = {
    f"docs/reference/obligations/cn/{name}.md": frozenset({"requirement"})
    for name in ("gbt-45654-2025", "tc260-003-2024")
} | {"src/hegui/labels/explicit/font/OFL.txt": frozenset({"requirement"})}  # a licence's own text


def refused_words() -> frozenset[str]:
    """Return the words in `code` in the last column of the glossary's tables."""
    rows = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    last = [row.rstrip(" |").rpartition("|")[2] for row in rows if row.count("|") == 6]
    return frozenset(word for cell in last for word in re.findall(r"`([^`]+)`", cell))


class TestExamples:
    """Examples in docstrings run."""

    @pytest.mark.usefixtures("registry")
    @pytest.mark.parametrize("module", modules_with_examples())
    def test_examples_run(self, module: str) -> None:
        """What a docstring shows is what the program prints."""
        failed, tried = doctest.testmod(import_module(module), optionflags=doctest.ELLIPSIS)

        assert tried > 0
        assert 0 == failed


class TestHowTo:
    """Code that a guide shows does what the guide says."""

    @pytest.mark.parametrize("page", PAGES, ids=name_of)
    def test_shown_commands_exist(self, page: Path) -> None:
        """Wherever a page says `hegui <verb>`, there is such a verb."""
        text = page.read_text(encoding="utf-8")
        fences = "\n".join(re.findall(r"^```\w*\n(.*?)^```$", text, re.DOTALL | re.MULTILINE))
        line = re.compile(r"^(?:\$ |\.venv/bin/)?hegui ([a-z]+(?: [a-z]+)?)", re.MULTILINE)
        shown = line.findall(fences)
        shown += re.findall(r"`hegui ([a-z]+(?: [a-z]+)?)", text)

        assert [] == [each for each in shown if not {each, each.split()[0]} & known_verbs()]

    @pytest.mark.parametrize("form", ["toml", "csv"])
    def test_a_shown_lexicon_can_be_imported(self, form: str, tmp_path: Path) -> None:
        """Both forms of the guide's lexicon are read, and stop the term but not the phrase."""
        guide = ROOT / "docs" / "how-to" / "import-a-lexicon.md"
        (shown,) = _fences(guide.read_text(encoding="utf-8"), form)
        file = tmp_path / f"shown.{form}"
        file.write_text(shown, encoding="utf-8")

        rules = load_rules((file,))

        assert 1 == len(rules.scan("这里代办假证。", Stage.PROMPT))
        assert () == rules.scan("欢迎举报代办假证。", Stage.PROMPT)

    @pytest.fixture
    def proofs(self, tmp_path: Path) -> tuple[str, tuple[str, ...]]:
        """A verifier key and the proofs of every entry of ledgers of several sizes."""
        ledger = Ledger.open(tmp_path)
        for n in range(11):
            ledger.append_sync("start", {"n": n})
        ledger.close()
        reader = Reader.open(tmp_path)
        vkey = (tmp_path / "keys" / "ledger.vkey").read_text(encoding="utf-8")
        return vkey, tuple(reader.proof(seq).as_text() for seq in range(reader.size()))

    @pytest.fixture
    def check(self) -> Callable[[str, str], bytes]:
        """The code of the guide, as it stands there."""
        guide = ROOT / "docs" / "how-to" / "verify-a-ledger-without-us.md"
        (code,) = _fences(guide.read_text(encoding="utf-8"), "python")
        names: dict[str, Any] = {}
        exec(code, names)  # noqa: S102 - our own document
        function: Callable[[str, str], bytes] = names["check"]
        return function

    def test_a_proof_can_be_checked_without_us(
        self, check: Callable[[str, str], bytes], proofs: tuple[str, tuple[str, ...]]
    ) -> None:
        """The guide's code accepts the proof of every entry and gives its envelope."""
        vkey, texts = proofs
        found = [json.loads(check(text, vkey))["seq"] for text in texts]

        assert list(range(len(texts))) == found

    def test_a_changed_proof_is_refused(
        self, check: Callable[[str, str], bytes], proofs: tuple[str, tuple[str, ...]]
    ) -> None:
        """The guide's code refuses another envelope, position, path, root and key."""
        vkey, texts = proofs
        lines = texts[4].splitlines(keepends=True)
        other = texts[5].splitlines(keepends=True)
        swapped = [
            "".join([*lines[:at], other[at], *lines[at + 1 :]])
            for at in range(len(lines))
            if lines[at] != other[at]
        ]
        size = lines.index("\n") + 2
        grown = "".join([*lines[:size], "12\n", *lines[size + 1 :]])
        public = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
        wrong_key = f"{vkey.rpartition('+')[0]}+{b64encode(bytes([1]) + public).decode()}"

        assert len(swapped) >= 3
        for text, trusted in [*((t, vkey) for t in (*swapped, grown)), (texts[4], wrong_key)]:
            with pytest.raises((AssertionError, InvalidSignature, ValueError)):
                check(text, trusted)


class TestHygiene:
    """The repository can be read anywhere and tells nobody's secrets."""

    @pytest.mark.parametrize(
        "file",
        files(".md", ".py", ".toml", ".html", ".css", ".js", ".txt", ".lock", ".po", ".json"),
        ids=name_of,
    )
    def test_nothing_of_a_machine_is_in_it(self, file: Path) -> None:
        """No path of somebody's machine, no address of a package index, no key."""
        text = file.read_text(encoding="utf-8")
        found = [what for what, pattern in FOREIGN.items() if pattern.search(text)]

        assert [] == found

    @pytest.mark.parametrize(
        ("what", "text"),
        [
            ("path", "/" + "home/somebody/hegui"),
            ("path", "C:\\" + "Users\\somebody"),
            ("index", "--" + "index-url https://mirror.example/"),
            ("index", "https://py" + "pi.org/simple"),
            ("secret", "-----BEGIN " + "PRIVATE KEY-----"),
            ("secret", "sk" + "-0123456789abcdefghijklmnop"),
        ],
    )
    def test_what_is_foreign_is_found(self, what: str, text: str) -> None:
        """The patterns recognise what they are for."""
        assert FOREIGN[what].search(text)


FOREIGN: Final = {
    "path": re.compile(r"(?<![\w.])/(?:home|Users|root|work)/[\w.]+|[A-Z]:\\+Users\\"),
    "index": re.compile(
        r"--(?:extra-)?index-url[ =]\S|https?://\S*(?:/simple\b|files\.pythonhosted\.org)"
    ),
    "secret": re.compile(
        r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bsk-[A-Za-z0-9]{20,}|\bghp_[A-Za-z0-9]{30,}"
        r"|\bAKIA[0-9A-Z]{16}\b"
    ),
}


def _without_code(text: str) -> str:
    """Return Markdown or HTML without fences, inline code, comments and addresses."""
    text = re.sub(r"^(`{3,})[^\n]*\n.*?^\1$", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"<!--.*?-->|<(?:pre|code|script|style)\b.*?</", "", text, flags=re.DOTALL)
    # Of a tag's attributes, a person reads only these.
    text = re.sub(r"""\s(?!title|alt|aria-label|placeholder)[\w:-]+="[^"]*\"""", "", text)
    return re.sub(r"`[^`\n]*`", "", text)


def _leads_somewhere(page: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    file = (page.parent / path).resolve() if path else page
    if not file.exists():
        return False
    return not anchor or anchor in _anchors(file)


def _anchors(file: Path) -> frozenset[str]:
    text = file.read_text(encoding="utf-8")
    headings = re.findall(r"^#{1,6} (.+)$", text, re.MULTILINE)
    named = re.findall(r'<a id="([^"]+)"></a>', text)
    return frozenset({*named, *(markdown.slug(heading) for heading in headings)})


def _depths(text: str) -> list[int]:
    """Return the depth of each heading outside fences, in order."""
    return [len(marks) for marks in re.findall(r"^(#{1,6}) ", _without_code(text), re.MULTILINE)]


def _fences(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
