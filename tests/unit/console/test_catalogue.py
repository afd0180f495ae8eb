"""The console speaks Chinese and English, all of it."""

from __future__ import annotations

import re
from pathlib import Path

import polib  # type: ignore[import-untyped]  # polib ships no types
import pytest
from tests.unit.console import catalogue

PO = catalogue.FOLDER / "django.po"
MO = catalogue.FOLDER / "django.mo"


def test_every_string_is_in_the_catalogue() -> None:
    """Nothing is said that is not translated, and nothing translated that is not said."""
    assert sorted(catalogue.said()) == sorted(entry.msgid for entry in polib.pofile(str(PO)))


def test_nothing_is_left_untranslated() -> None:
    """Each string has Chinese words, and none is marked as a guess."""
    po = polib.pofile(str(PO))

    assert [] == [entry.msgid for entry in po.untranslated_entries() + po.fuzzy_entries()]


def test_the_compiled_catalogue_is_fresh(tmp_path: Path) -> None:
    """What is loaded is what is committed as text."""
    polib.pofile(str(PO)).save_as_mofile(str(tmp_path / "django.mo"))

    assert (tmp_path / "django.mo").read_bytes() == MO.read_bytes()


@pytest.mark.parametrize("entry", list(polib.pofile(str(PO))), ids=lambda entry: entry.msgid[:30])
def test_a_translation_keeps_what_is_filled_in(entry: polib.POEntry) -> None:
    """Each name between brackets stands in both."""
    names = re.compile(r"%\((\w+)\)s")

    assert sorted(set(names.findall(entry.msgid))) == sorted(set(names.findall(entry.msgstr)))


def test_the_extraction_reads_templates_and_python() -> None:
    """Both tags, trimmed blocks and both calls are found."""
    template = (
        "{% translate 'one' %}{% blocktranslate trimmed with x=y %}\n  two {{ x }}\n"
        '{% endblocktranslate %}<b title="{% translate "three (3)" %}">'
    )

    assert ["one", "two %(x)s", "three (3)"] == list(catalogue._in_template(template))
    assert ["a", "b"] == list(catalogue._in_python("_('a'); gettext('b'); f('c')"))
