"""Codes are held against the rules and never made."""

from __future__ import annotations

import pytest

from hegui.cli.label_law import code_shape
from hegui.errors import MalformedProviderCode
from hegui.labels import provider_code
from hegui.labels.provider_code import ProviderCode

GOOD = "001191440300708461136T1XGW3"


def test_a_code_is_taken_apart() -> None:
    found = ProviderCode.parse(GOOD, code_shape())

    assert ("91440300708461136T", "1", "XGW3") == (found.subject_code, found.kind, found.extension)
    assert found.is_checked


def test_a_code_without_extension() -> None:
    found = ProviderCode.parse("001191110102MAD55U9H0F00000", code_shape())

    assert ("", "") == (found.kind, found.extension)


def test_another_kind_of_subject_is_not_checked() -> None:
    """Its form is not known to us: it is not called wrong."""
    found = ProviderCode.parse("0021" + "1" * 18 + "10001", code_shape())

    assert (False, "") == (found.is_checked, found.subject_code)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("", "found 0"),
        (GOOD + "0", "found 28"),
        (GOOD.lower(), "something else"),
        ("01" + GOOD[2:], "'01'"),
        ("001191440300708461136X1XGW3", "91440300708461136X"),
        ("001191440300708461136T9XGW3", "'9'"),
    ],
)
def test_a_wrong_code_is_refused(code: str, found: str) -> None:
    with pytest.raises(MalformedProviderCode) as told:
        ProviderCode.parse(code, code_shape())

    assert found in str(told.value)


def test_nothing_makes_a_code() -> None:
    assert ["CodeShape", "ProviderCode"] == provider_code.__all__
    assert ["parse"] == [
        name for name in vars(ProviderCode) if isinstance(vars(ProviderCode)[name], classmethod)
    ]
