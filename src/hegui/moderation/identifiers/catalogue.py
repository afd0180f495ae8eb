"""All kinds of identifiers, and which of them are looked for where.

    in every text   resident-id · resident-id-15 · mobile · bank-card · passport
                    hk-macao-permit · taiwan-permit
    when asked for  landline · uscc · plate · email · ip · wechat · qq
    whole texts     address · name · spelled-number
    only, when
    asked for

What is looked for by itself has a checksum, or is named by the words before it,
and is personal nearly always. The others are as often public, the telephone of
a museum for example, and masking them everywhere would be a defect.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from hegui.errors import UnknownIdentifier
from hegui.finding import Stage
from hegui.moderation.identifiers import (
    bank_card,
    ip,
    landline,
    mobile,
    passport,
    permit,
    qq,
    resident_id,
    uscc,
)
from hegui.moderation.identifiers.address import ADDRESS
from hegui.moderation.identifiers.candidate import DigitRule
from hegui.moderation.identifiers.email import EMAIL
from hegui.moderation.identifiers.finder import Finder, WholeFinder
from hegui.moderation.identifiers.kind import Kind
from hegui.moderation.identifiers.name import NAME
from hegui.moderation.identifiers.plate import PLATE
from hegui.moderation.identifiers.spelled import SPELLED
from hegui.moderation.identifiers.wechat import WECHAT

__all__ = ["FINDERS", "JOINED", "KINDS", "POINTED", "VERSION", "WHOLE", "chosen"]

VERSION: Final = "3"
"""Part of the rules digest; rises when a rule changes."""

JOINED: Final[tuple[DigitRule, ...]] = (
    resident_id.NEW,
    resident_id.OLD,
    mobile.PLAIN,
    bank_card.RULE,
    passport.RULE,
    permit.HONG_KONG_MACAO,
    permit.TAIWAN,
    landline.RULE,
    uscc.RULE,
    qq.RULE,
)
POINTED: Final[tuple[DigitRule, ...]] = (mobile.DOTTED, ip.RULE)
FINDERS: Final[tuple[Finder, ...]] = (EMAIL, PLATE, WECHAT)
WHOLE: Final[tuple[WholeFinder, ...]] = (ADDRESS, NAME, SPELLED)

KINDS: Final[dict[str, Kind]] = {
    kind.rule: kind
    for kind in (
        *(rule.kind for rule in (*JOINED, *POINTED)),
        *(finder.kind for finder in FINDERS),
        *(finder.kind for finder in WHOLE),
    )
}
"""By rule id."""


def chosen(names: Collection[str] | None, stage: Stage) -> frozenset[str]:
    """Return the rule ids that are looked for in a stage.

    Args:
        names: what the operator asks for, in every stage; None means what each kind says itself.
        stage: which text.

    Raises:
        UnknownIdentifier: a name is none of `KINDS`.

    >>> sorted(chosen(None, Stage.OUTPUT) - {'bank-card', 'passport', 'resident-id'})
    ['hk-macao-permit', 'mobile', 'resident-id-15', 'taiwan-permit']
    >>> sorted(chosen({'email'}, Stage.OUTPUT))
    ['email']
    """
    if names is None:
        return frozenset(rule for rule, kind in KINDS.items() if stage in kind.stages)
    for name in names:
        if name not in KINDS:
            raise UnknownIdentifier(name, known=tuple(KINDS))
    return frozenset(names)
