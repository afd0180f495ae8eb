"""Reference numbers and secrets."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from hegui.cases import Kind, Number, new_number, new_secret, parse_number
from hegui.errors import MalformedNumber

NUMBER = Number(kind=Kind.COMPLAINT, day=date(2026, 11, 21), serial="7K3QX")


def test_a_number_reads_as_shown() -> None:
    assert "C-20261121-7K3QX-V" == str(NUMBER)
    assert NUMBER == parse_number("C-20261121-7K3QX-V")


@pytest.mark.parametrize("kind", list(Kind))
def test_a_new_number_is_read_back(kind: Kind) -> None:
    """Its day is Beijing's."""
    number = new_number(kind, datetime(2026, 11, 20, 16, 0, tzinfo=UTC))

    assert date(2026, 11, 21) == number.day
    assert number == parse_number(number.text)


def test_new_numbers_differ() -> None:
    at = datetime(2026, 11, 20, tzinfo=UTC)

    assert 50 <= len({new_number(Kind.REPORT, at).text for _ in range(52)})


@pytest.mark.parametrize(
    "typed",
    ["c-20261121-7k3qx-v", " C-20261121-7K3QX-V ", "C202611217K3QXV", "C-2O26112l-7K3QX-V"],
)
def test_what_people_do_to_numbers_is_forgiven(typed: str) -> None:
    """Case, spaces, missing hyphens and look-alikes."""
    assert NUMBER == parse_number(typed)


@pytest.mark.parametrize(
    ("typed", "because"),
    [
        ("", "form"),
        ("7K3QX", "form"),
        ("X-20261121-7K3QX-V", "form"),
        ("C-20261121-7K3QX", "form"),
        ("C-20261321-7K3QX-V", "no day 20261321"),
        ("C-２0261121-7K3QX-V", "form"),
        ("C-20261121-7K3QY-V", "last character"),
    ],
)
def test_other_text_is_refused_with_the_reason(typed: str, because: str) -> None:
    with pytest.raises(MalformedNumber, match=because) as caught:
        parse_number(typed)

    assert typed == caught.value.text


def test_each_wrong_character_and_each_swap_is_found() -> None:
    """One slip of the finger never leads to somebody else's case."""
    text = NUMBER.text
    places = [i for i in range(11, 16) if text[i] != "-"]
    slips = [
        text[:i] + char + text[i + 1 :]
        for i in places
        for char in "0123456789ABCDEFGHJKMNPQRSTVWXY"
        if char != text[i]
    ]
    swaps = [text[:i] + text[i + 1] + text[i] + text[i + 2 :] for i in places[:-1]]

    for typed in (*slips, *swaps):
        with pytest.raises(MalformedNumber):
            parse_number(typed)


def test_a_secret_opens_only_with_itself() -> None:
    """Spaces, hyphens, case and look-alikes are forgiven; any other text is not."""
    shown, kept = new_secret()

    assert 26 == len(shown)
    assert kept.matches(shown)
    assert kept.matches(f" {shown[:13].lower()}-{shown[13:]} ")
    assert not kept.matches(shown[:-1])
    assert not kept.matches("")
    assert not kept.matches("\ud800")


def test_what_is_kept_does_not_show_the_secret() -> None:
    """Two keepings of one secret differ, and neither holds it."""
    shown, kept = new_secret()

    assert 16 == len(kept.salt)
    assert 32 == len(kept.digest)
    assert shown.encode() not in kept.salt + kept.digest
    assert not new_secret()[1].matches(shown)
