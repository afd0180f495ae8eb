"""Provider codes: who stands behind a label, as registered.

    00 1 1 91440300708461136T 1 XGW3
    │  │ │ │                  │ └ the provider's own model or application
    │  │ │ │                  └ generation or spreading
    │  │ │ └ unified social credit code, with its check character
    │  │ └ bound to that code
    │  └ organisation
    └ format

A code follows from registration. It is validated here and never made: there is
no way to build one from parts. The lengths are the guide's and come in as a
`CodeShape`. The form for natural persons is not known to us, so such codes are
reported as not checkable, not as wrong.

>>> shape = CodeShape(characters=27, format_characters=2, subject_code_characters=18,
...                   extension_characters=5, no_extension='00000', kinds=('1', '2'))
>>> ProviderCode.parse('001191440300708461136T1XGW3', shape).subject_code
'91440300708461136T'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from stdnum.cn import uscc

from hegui.errors import MalformedProviderCode

__all__ = ["CodeShape", "ProviderCode"]

_ORGANISATION: Final = "11"
"""Subject type and binding of the only form that is known to us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeShape:
    """The lengths and digits of the code rules, handed in."""

    characters: int
    format_characters: int
    subject_code_characters: int
    extension_characters: int
    no_extension: str
    """What stands in place of kind and own code when neither is used."""

    kinds: tuple[str, ...]
    """The first character of an extension: generation, spreading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderCode:
    """A code that follows the rules, taken apart."""

    code: str
    subject_code: str
    """The unified social credit code; empty for a subject that is no organisation."""

    kind: str
    """``1`` for generation, ``2`` for spreading, empty without an extension."""

    extension: str
    """The provider's own four characters; empty without an extension."""

    is_checked: bool
    """Whether the check character could be verified; only organisations have one."""

    @classmethod
    def parse(cls, text: str, shape: CodeShape) -> ProviderCode:
        """Take a provider code apart.

        Raises:
            MalformedProviderCode: length, characters, format, check character or
                kind are not by the rules.
        """

        def refuse(expected: str, found: str) -> MalformedProviderCode:
            return MalformedProviderCode(text, expected=expected, found=found)

        if len(text) != shape.characters:
            raise refuse(f"{shape.characters} characters", f"{len(text)}")
        if not re.fullmatch(r"[0-9A-Z]+", text):
            raise refuse("digits and capital letters", "something else")
        start = shape.format_characters
        if text[:start] != "0" * start:
            raise refuse(f"format {'0' * start!r} in front", repr(text[:start]))
        subject = text[start : -shape.extension_characters]
        extension = text[-shape.extension_characters :]
        is_organisation = subject[: -shape.subject_code_characters] == _ORGANISATION
        number = subject[-shape.subject_code_characters :] if is_organisation else ""
        if is_organisation and not uscc.is_valid(number):
            raise refuse("a unified social credit code with its check character", repr(number))
        has_extension = extension != shape.no_extension
        if has_extension and extension[0] not in shape.kinds:
            raise refuse(f"kind {' or '.join(shape.kinds)}", repr(extension[0]))
        return cls(
            code=text,
            subject_code=number,
            kind=extension[0] if has_extension else "",
            extension=extension[1:] if has_extension else "",
            is_checked=is_organisation,
        )
