"""A label beside a text: for an answer that is JSON, which words around it would break.

Where a program reads the answer, the label cannot stand in it. It goes with the
answer, in a header, and whoever shows the answer to people shows the label too.

>>> is_json('{"city": "北京"}'), is_json('北京'), is_json('"北京"')
(True, False, False)
"""

from __future__ import annotations

import json
from typing import Final

import orjson

from hegui.labels.text import TextLabel

__all__ = ["is_json", "label_header"]

_SIGNS: Final = ("{", "[")


def is_json(text: str) -> bool:
    """Tell whether a text is a JSON object or list, whole and nothing else.

    A bare string is none: it could be any prose in quotation marks. O(length).
    """
    bare = text.strip()
    if not bare.startswith(_SIGNS):
        return False
    try:
        orjson.loads(bare)
    except orjson.JSONDecodeError:
        return False
    return True


def label_header(label: TextLabel) -> bytes:
    r"""Return the value of a header that tells the label: JSON in ASCII, both languages.

    >>> from hegui.bilingual import Bilingual
    >>> label_header(TextLabel(wording=Bilingual(zh='AI生成', en='AI-generated'), position='end'))
    b'{"zh":"\\uff08AI\\u751f\\u6210\\uff09","en":"(AI-generated)"}'
    """
    told = {"zh": label.words_for("文"), "en": label.words_for("text")}
    return json.dumps(told, separators=(",", ":")).encode("ascii")
