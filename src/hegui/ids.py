"""Obligation ids: the one string that ties law, code, test and evidence.

An id is a path of three parts:

    cn/genai-2023/art-14-1-stop
    │  │          └ provision: article 14, paragraph 1, its duty to stop
    │  └ instrument: short name and year of promulgation
    └ jurisdiction: ISO 3166-1 alpha-2, lower case (and ``eu``)

The first two parts are the folder under ``instruments/``. The whole is the
argument of a control, a reference in a ledger entry, the console's address and
an anchor in the docs, so that ``git grep`` for it finds everything about one
duty.

An obligation is atomic: one bearer, one verb. A paragraph that asks three
things holds three obligations.

Ids never change meaning. A renumbered article gets a new id, and the old one
keeps an ``until`` date.

More information:

* Akoma Ntoso naming convention (work / expression / manifestation)
* European Legislation Identifier (ELI)

>>> parse('cn/genai-2023/art-14-1-stop').instrument
'cn/genai-2023'
>>> is_valid('cn/genai-2023/Article 14')
False
>>> parse('art-14')
Traceback (most recent call last):
    ...
hegui.errors.law.MalformedId: ...
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from hegui.errors import MalformedId

__all__ = ["ObligationId", "is_valid", "parse"]

_GRAMMAR: Final = re.compile(
    r"(?P<jurisdiction>[a-z]{2})/(?P<instrument>[a-z0-9]+(?:-[a-z0-9]+)*)"
    r"/(?P<provision>[a-z0-9]+(?:-[a-z0-9]+)*)"
)


@dataclass(frozen=True, slots=True, order=True)
class ObligationId:
    """A parsed id. ``str()`` gives back what was parsed."""

    jurisdiction: str
    """Two lower-case letters, for example ``cn``."""

    name: str
    """The instrument within its jurisdiction, for example ``genai-2023``."""

    provision: str
    """The duty within its instrument, for example ``art-14-1-stop``."""

    @property
    def instrument(self) -> str:
        """Jurisdiction and name: the folder under ``instruments/``."""
        return f"{self.jurisdiction}/{self.name}"

    def __str__(self) -> str:
        return f"{self.instrument}/{self.provision}"


def parse(text: str) -> ObligationId:
    """Return the parts of an id.

    Raises:
        MalformedId: `text` does not follow the grammar above.
    """
    match = _GRAMMAR.fullmatch(text)
    if match is None:
        raise MalformedId(text)
    return ObligationId(match["jurisdiction"], match["instrument"], match["provision"])


def is_valid(text: str) -> bool:
    """Whether `text` follows the grammar; it says nothing about existence."""
    return _GRAMMAR.fullmatch(text) is not None
