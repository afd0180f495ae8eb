"""The words of the keyword library change as often as the standard asks.

Duty
    cn/gbt-45654-2025/annex-b-keywords-update: update the keywords as
    cybersecurity needs, and so often; the obligation's recurrence says how often.
    cn/tc260-003-2024/cl-8-1-update: the same by the standard before it.

What it does
    Looks when the words in use last became others, by the digests in the
    ledger. A ledger that is younger than the interval cannot show a change
    yet: until it is older, the day counts on which the files say their newest
    word was added.

What it does not do
    Judge whether a change was worth making. Take a new version number, a new
    note or a new program for a change: the digest is over words and their
    risks. Believe a file's day against the ledger.

Evidence
    The first ``lexicons`` entry with the words in use now, and the newest one.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from hegui.bilingual import Bilingual
from hegui.clock import beijing_day
from hegui.controls.base import Opinion, Parameters, Standing, Status
from hegui.controls.evidence import Evidence, KeywordLibrary
from hegui.controls.keyword_library import IMPORT, in_use, update_days

__all__ = ["CONTROL"]


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    library = in_use(evidence)
    if isinstance(library, Opinion):
        return library
    days, today = update_days(evidence), beijing_day(evidence.now)
    since = beijing_day(library.since)
    seqs = (library.entry, library.since_entry)
    entries = tuple(dict.fromkeys(seq for seq in seqs if seq is not None))
    if library.is_changed or (today - since).days > days:
        return _opinion(_by_ledger(library, since, days), (today - since).days <= days, entries)
    if library.newest is None:
        return Opinion(
            status=Status.UNKNOWN,
            reason=Bilingual(
                zh=f"账本自 {since.isoformat()} 起才记录词库，词库文件也没有写明词语的加入日期",
                en=f"the ledger tells of the library only since {since.isoformat()}, and no file "
                "says on which day its words were added",
            ),
            entries=entries,
            next_step=Bilingual(
                zh="在词库文件里写明 added，或在期限内更新词库",
                en="write `added` into the lexicons, or change the words in time",
            ),
        )
    age = (today - library.newest).days
    return _opinion(_by_files(library.newest, age, days), age <= days, entries)


def _by_ledger(library: KeywordLibrary, since: date, days: int) -> Bilingual:
    day = since.isoformat()
    if library.is_changed:
        return Bilingual(
            zh=f"词库的词语最近一次变动在 {day}，要求至少每 {days} 天一次",
            en=f"the words last changed on {day}; at least every {days} days is asked for",
        )
    return Bilingual(
        zh=f"自 {day} 起词库的词语没有变动，要求至少每 {days} 天一次",
        en=f"no word has changed since {day}; at least every {days} days is asked for",
    )


def _by_files(newest: date, age: int, days: int) -> Bilingual:
    day = newest.isoformat()
    return Bilingual(
        zh=f"词库文件写明最新的词语加入于 {day}，即 {age} 天前，要求至少每 {days} 天一次",
        en=f"the files say that the newest word was added on {day}, {age} days ago; "
        f"at least every {days} days is asked for",
    )


def _opinion(reason: Bilingual, is_met: bool, entries: tuple[int, ...]) -> Opinion:
    return Opinion(
        status=Status.OK if is_met else Status.FAILING,
        reason=reason,
        entries=entries,
        next_step=None if is_met else IMPORT,
    )


CONTROL: Final = Standing(
    module=__name__,
    obligations=(
        "cn/gbt-45654-2025/annex-b-keywords-update",
        "cn/tc260-003-2024/cl-8-1-update",
    ),
    claim=Bilingual(
        zh="关键词库按标准的频次更新",
        en="The keyword library is kept current",
    ),
    look=_look,
)
