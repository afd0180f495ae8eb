"""Our checksums are python-stdnum's."""

from __future__ import annotations

from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from hegui.moderation.identifiers import check_character, is_luhn, is_resident_id, is_uscc
from hegui.moderation.identifiers.checksums import uscc_check_character

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
AREAS = ("110101", "120101", "310104", "330106", "440103", "510104", "610102", "650102")


@given(st.text("0123456789", min_size=2, max_size=24))
def test_luhn(digits: str) -> None:
    assert luhn.is_valid(digits) == is_luhn(digits)


@given(st.text("0123456789", min_size=17, max_size=17))
def test_mod_11_2(digits: str) -> None:
    assert ric.calc_check_digit(digits + "0").lower() == check_character(digits)


@given(st.text(ALPHABET, min_size=17, max_size=17))
def test_mod_31(body: str) -> None:
    assert uscc.calc_check_digit(body).lower() == uscc_check_character(body.lower())


@given(st.text("0123456789abcdefghijklmnopqrstuvwxyz字", min_size=18, max_size=18))
def test_any_eighteen_characters_are_judged_alike(code: str) -> None:
    """Also those with letters that the standard leaves out."""
    assert uscc.is_valid(code.upper()) == (is_uscc(code) or _starts_with_zero(code))


def _starts_with_zero(code: str) -> bool:
    """No authority has the digit 0; stdnum does not look."""
    try:
        return code[0] == "0" and bool(uscc.validate(code.upper()))
    except ValidationError:
        return False


@given(st.text("0123456789", min_size=8, max_size=8), st.text(ALPHABET, min_size=9, max_size=9))
def test_a_code_with_its_check_character_is_one(front: str, back: str) -> None:
    body = front + back
    code = (body + uscc.calc_check_digit(body)).lower()
    assume(code[0] != "0")

    assert is_uscc(code)
    assert not is_uscc(code[:17] + ("0" if code[17] != "0" else "1"))


@given(
    st.sampled_from(AREAS),
    st.dates(date(1900, 1, 1), date(2020, 12, 31)),
    st.integers(0, 999),
)
def test_what_stdnum_accepts_we_accept(area: str, born: date, order: int) -> None:
    """The independent implementation agrees, and agrees on a wrong check character."""
    digits = f"{area}{born:%Y%m%d}{order:03d}"
    number = digits + check_character(digits)
    wrong = number[:17] + ("0" if number[17] != "0" else "1")
    assume(ric.is_valid(number.upper()))  # it knows which districts there were in which year

    assert is_resident_id(number)
    assert not ric.is_valid(wrong)
    assert not is_resident_id(wrong)
