"""The grammar of an obligation id."""

from __future__ import annotations

import pytest

from hegui import ids
from hegui.errors import MalformedId


def test_an_id_has_three_parts() -> None:
    parsed = ids.parse("cn/genai-2023/art-14-1-stop")

    assert ("cn", "genai-2023", "art-14-1-stop") == (
        parsed.jurisdiction,
        parsed.name,
        parsed.provision,
    )
    assert "cn/genai-2023" == parsed.instrument
    assert "cn/genai-2023/art-14-1-stop" == str(parsed)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "art-14",
        "cn/genai-2023",
        "CN/genai-2023/art-14",
        "chn/genai-2023/art-14",
        "cn/genai_2023/art-14",
        "cn/genai-2023/art--14",
        "cn/genai-2023/art-14-",
        "cn/genai-2023/art-14/stop",
        "cn/genai-2023/第十四条",
        "cn/genai-2023/art-14\n",
    ],
)
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    """The error says what an id looks like and what came."""
    with pytest.raises(MalformedId) as caught:
        ids.parse(text)

    assert repr(text) in str(caught.value)
    assert "cn/genai-2023/art-14-1-stop" in str(caught.value)
    assert not ids.is_valid(text)
