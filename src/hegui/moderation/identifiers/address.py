"""Postal addresses by rule: a place, a road or village, and a number of a house or room.

    北京市朝阳区建国路88号院3号楼1201室
    └ place ──┘└ road┘└ numbers ──────┘

A hint: rules see the shape of an address and cannot know whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from hegui.moderation.identifiers.kind import Kind

if TYPE_CHECKING:
    from hegui.moderation.kept import Kept

__all__ = ["ADDRESS", "Address"]

_HOUSE: Final = re.compile(r"[0-9a-z]{1,5}(?:号楼?|弄|栋|幢|座|单元|室|组)")
_MORE: Final = re.compile(r"[\u4e00-\u9fff]{0,4}?" + _HOUSE.pattern)
_REACH: Final = 40
_PLACE_AND_ROAD: Final = re.compile(
    r"[\u4e00-\u9fff]{2,8}?(?:省|自治区|市|区|县|旗|州)[\u4e00-\u9fff]{0,20}?"
    r"[\u4e00-\u9fff](?:路|街|道|巷|胡同|村|镇|乡|小区|里|苑|园|庄|桥|湾|坊|大厦|广场)"
    r"[\u4e00-\u9fff0-9a-z]{0,12}$"
)
_LEAD: Final = re.compile(r"^.*?(?:住址|地址|住在|家住|位于|寄到|送到|住|在|到|是|为)(?=..)")
_MOST: Final = 60


class Address:
    """The finder."""

    kind = Kind(rule="address", score=0.7, shown=(6, 0))

    def find(self, kept: Kept) -> Iterator[tuple[int, int]]:
        """Yield each address, its numbers included."""
        text = kept.text
        upto = 0
        for house in _HOUSE.finditer(text):
            if house.start() < upto:
                continue
            first = max(upto, house.start() - _REACH)
            near = text[first : house.start()]
            road = _PLACE_AND_ROAD.search(near)
            if road is None:
                continue
            lead = _LEAD.match(road[0])
            start = first + road.start() + (lead.end() if lead else 0)
            end = house.end()
            while (more := _MORE.match(text, end)) is not None and more.end() - start <= _MOST:
                end = more.end()
            upto = end
            yield start, end


ADDRESS: Final = Address()
"""Looked for only when asked, and in whole texts only."""
