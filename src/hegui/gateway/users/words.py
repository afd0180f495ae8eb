"""What an end user is told, in Chinese and in English; the wordings are in ``words.toml``.

>>> told('suspended-open', 'en')
'Your use is suspended until a person has reviewed it.'
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files

from hegui.clock import beijing
from hegui.gateway.refusals import Language

__all__ = ["notice_header", "told"]


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    text = files("hegui.gateway.users").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def told(  # noqa: PLR0913 - each is a gap in a wording, and named
    key: str,
    language: Language,
    *,
    appeal_url: str = "",
    until: datetime | None = None,
    minutes: int = 0,
    left: int = 0,
) -> str:
    """Return one wording with its gaps filled.

    Args:
        key: a table of ``words.toml``.
        language: of the user.
        appeal_url: where a user may complain; empty leaves the sentence out.
        until: end of a measure; None reads "when a person has reviewed it".
        minutes: of use.
        left: unlawful inputs until the next measure.
    """
    words = _words()
    appeal = words["appeal"][language].format(url=appeal_url) if appeal_url else ""
    end = (
        words["until-reviewed"][language]
        if until is None
        else beijing(until).strftime("%Y-%m-%d %H:%M")
    )
    return words[key][language].format(appeal=appeal, until=end, minutes=minutes, left=left).strip()


def notice_header(notices: list[dict[str, object]]) -> bytes:
    r"""Return pop-ups for the client as one line of ASCII JSON.

    >>> notice_header([{'kind': 'continuous-use', 'zh': '休息'}])
    b'[{"kind":"continuous-use","zh":"\\u4f11\\u606f"}]'
    """
    return json.dumps(notices, ensure_ascii=True, separators=(",", ":")).encode("ascii")
