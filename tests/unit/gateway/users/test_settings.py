"""The table [users]: exact errors, and nothing that makes no sense."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from hegui.errors import InvalidUserSetting
from hegui.gateway.users.settings import read_settings, read_text
from hegui.records.end_user import MeasureKind

FILE = Path("hegui.toml")
FIELD = '[users]\nidentity = "field"\n'
TOKEN = '[users]\nidentity = "token"\n[users.token]\n'


def test_without_the_table_nobody_is_asked_for(tmp_path: Path) -> None:
    """An API for one company needs no end users."""
    file = tmp_path / "hegui.toml"
    file.write_text("[service]\n", encoding="utf-8")

    assert None is read_settings(file)


def test_the_frame_is_read() -> None:
    """Hours, minutes and ladder as the policies read them."""
    settings = read_text(
        FIELD + '[users.minors]\nhours = "08:30-20:00"\nminutes_a_day = 25\n'
        "[users.abuse]\n"
        'ladder = [{measure = "limit", hours = 2}, {measure = "end"}]\n',
        FILE,
    )

    assert settings is not None
    frame = settings.frame
    assert (time(8, 30), time(20), 25) == (frame.opens, frame.closes, frame.minutes_a_day)
    assert [(MeasureKind.LIMIT, 2), (MeasureKind.END, None)] == [
        (rung.kind, rung.hours) for rung in settings.rungs
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("users = 3", "Expected `object`, got `int`"),
        ("[users]\n", "missing required field `identity`"),
        ('[users]\nidentity = "guess"', "at `users.identity`"),
        (FIELD + "colour = 1", "unknown field `colour`"),
        (FIELD + "[users.minors]\nminutes_a_day = 0", "at `users.minors.minutes_a_day`"),
        (FIELD + '[users.minors]\nhours = "6-22"', "users.minors.hours: expected HH:MM-HH:MM"),
        (FIELD + "[users.abuse]\nladder = []", "at `users.abuse.ladder`"),
        (FIELD + "[users.keep]\nevidence_min = 9\nevidence_max = 1", "users.keep.evidence_max"),
        (
            FIELD + '[users.real_name]\nverifier_url = "https://v.example"',
            "users.real_name.secret_file: expected a file",
        ),
        (TOKEN, "one of secret_file, jwks_file and jwks_url; found none of them"),
        (TOKEN + 'secret_file = "a"\njwks_file = "b"', "found secret_file and jwks_file"),
        (
            TOKEN + 'secret_file = "a"\nalgorithms = ["RS256"]',
            "HS… with a shared secret, public-key algorithms with a key set; found RS256",
        ),
        (TOKEN + 'jwks_file = "a"', "found HS256"),
        (TOKEN + 'secret_file = "a"\nalgorithms = ["none"]', "at `users.token.algorithms[0]`"),
        (TOKEN + 'secret_file = "a"\nheader = "X User"', "a header's name in lower case"),
        ("[users", "expected TOML"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, says: str) -> None:
    """File, name, expected and found."""
    with pytest.raises(InvalidUserSetting) as told:
        read_text(text, FILE)

    assert str(told.value).startswith("hegui.toml")
    assert says in str(told.value)


def test_every_setting_is_told() -> None:
    """The how-to names each of them."""
    import msgspec

    from hegui.gateway.users.settings import UserSettings

    guide = Path(__file__).parents[4] / "docs" / "how-to" / "know-your-users.md"
    told = guide.read_text(encoding="utf-8")

    def names(table: type) -> list[str]:
        found = []
        for field in msgspec.structs.fields(table):
            found.append(field.name)
            if isinstance(field.type, type) and issubclass(field.type, msgspec.Struct):
                found += names(field.type)
        return found

    assert [] == [
        name
        for name in names(UserSettings)
        if f"`{name}`" not in told and f"users.{name}]" not in told
    ]
