"""Files of independent encoders: labelled, media untouched, replaced and never doubled."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conformance.labels.media import FILES, media

from hegui.cli.label_law import grammar
from hegui.labels import AIGCLabel, read, read_bytes, write, write_bytes

FIRST = AIGCLabel.first_write(
    label="1", producer="001191440300708461136T1XGW3", produce_id="a&b<c>\"d'e()"
)
LONGER = AIGCLabel.first_write(
    label="1", producer="001191440300708461136T1XGW3", produce_id="n" * 3_000
)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
class TestEveryFixture:
    """cn/gb-45438-2025/cl-6-1-one: a file keeps one label, and nothing else changes."""

    def test_starts_without_a_label(self, file: Path) -> None:
        assert "none-found" == read(file, grammar()).state

    def test_is_labelled_and_media_stay(self, file: Path, tmp_path: Path) -> None:
        """What a player decodes is the same, found through the tables of the new file."""
        target = tmp_path / file.name

        write(file, FIRST, grammar(), to=target)

        assert FIRST == read(target, grammar()).label
        assert media(file.read_bytes(), file.suffix) == media(target.read_bytes(), file.suffix)

    def test_a_second_label_replaces_the_first(self, file: Path) -> None:
        """A longer one too, which moves what the first did not."""
        old = file.read_bytes()
        labelled = write_bytes(old, FIRST, grammar(), name=file.name)

        again = write_bytes(labelled, LONGER, grammar(), name=file.name)
        found = read_bytes(again, grammar(), name=file.name)

        assert LONGER == found.label
        assert (1, ()) == (len(found.sites), found.problems)
        assert media(old, file.suffix) == media(again, file.suffix)

    def test_the_same_label_changes_nothing(self, file: Path) -> None:
        labelled = write_bytes(file.read_bytes(), FIRST, grammar(), name=file.name)

        assert labelled == write_bytes(labelled, FIRST, grammar(), name=file.name)
