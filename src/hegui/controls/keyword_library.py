"""What the controls over the keyword library share: the library in use, or why it is not known."""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.clock import beijing_day
from hegui.controls.base import Opinion, Status
from hegui.controls.evidence import Evidence, KeywordLibrary
from hegui.controls.keyword_law import keyword_floors

__all__ = ["IMPORT", "in_use", "update_days"]

IMPORT: Final = Bilingual(
    zh="按风险补充词语：用 `hegui moderation lexicon check` 检查名单，放进词库文件夹",
    en="add words by risk: look at a list with `hegui moderation lexicon check` "
    "and put it into the folder of lexicons",
)


def update_days(evidence: Evidence) -> int:
    """Return for how many days the standard in force lets the library stay as it is."""
    _, floors = keyword_floors(beijing_day(evidence.now))
    return floors.update_days


def in_use(evidence: Evidence) -> KeywordLibrary | Opinion:
    """Return the library that the service has in use, or the opinion that there is none to judge.

    A service that runs says at least once a day what it has in use. One that has
    not for longer than the library may stay as it is shows nothing of today.
    """
    library = evidence.keywords
    if library is None:
        return Opinion(
            status=Status.UNKNOWN,
            reason=Bilingual(
                zh="账本里还没有词库条目：服务尚未启动过",
                en="the ledger has no entry about lexicons: the service has not been started yet",
            ),
            next_step=Bilingual(zh="启动服务", en="start the service"),
            is_unseen=True,
        )
    days = update_days(evidence)
    day = beijing_day(library.at)
    if (beijing_day(evidence.now) - day).days > days:
        return Opinion(
            status=Status.STALE,
            reason=Bilingual(
                zh=f"服务最近一次记录在用词库是 {day.isoformat()}，已超过 {days} 天",
                en=f"the service last told which words it uses on {day.isoformat()}, "
                f"more than {days} days ago",
            ),
            entries=() if library.entry is None else (library.entry,),
            next_step=Bilingual(zh="启动服务", en="start the service"),
        )
    return library
