"""The service notice and compliance statement: a snapshot in the words of one language.

Both forms of the document are laid out from this one view, so they cannot
differ in what they say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hegui.clock import beijing
from hegui.filing.snapshot import LabelPolicy, Snapshot, State

__all__ = ["View", "view"]

_STATES: Final[Mapping[State, tuple[str, str]]] = {
    "ok": ("符合", "ok"),
    "attested": ("经人证明", "attested"),
    "failing": ("不符合", "failing"),
    "stale": ("过期", "stale"),
    "unknown": ("未知", "unknown"),
}

_ABOUT_ZH: Final = (
    "本文件由系统按上述快照中的事实生成，不构成法律意见，也不代表主管部门的认可。"
    "“经人证明”表示由具名人员作出的陈述，系统未自行测得；“未知”表示尚无证据，不表示符合。"
)
_ABOUT_EN: Final = (
    "This document was written from the facts in the snapshot named above. It is no legal advice "
    "and no authority has approved it. “Attested” means that a named person states it and the "
    "system did not measure it. “Unknown” means that there is no evidence yet; it does not mean ok."
)

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "title": ("服务说明与合规情况声明", "Service notice and compliance statement"),
    "service": ("服务", "Service"),
    "taken_at": ("事实截至（北京时间）", "Facts as of (Beijing time)"),
    "law": ("法规数据摘要", "Digest of the law data"),
    "plan": ("控制计划摘要", "Digest of the plan"),
    "ledger": ("台账", "Ledger"),
    "snapshot": ("事实快照摘要", "Digest of this snapshot"),
    "about": (_ABOUT_ZH, _ABOUT_EN),
    "summary": ("一、概况", "1. Summary"),
    "obligations": ("二、义务", "2. Obligations"),
    "controls": ("三、控制项", "3. Controls"),
    "label": ("四、生成内容标识", "4. Labels on generated content"),
    "published": ("五、对外公布的内容", "5. What is published"),
    "obligation": ("义务", "Obligation"),
    "must": ("要求", "Must"),
    "state": ("状态", "State"),
    "reason": ("依据", "Because"),
    "control": ("控制项", "Control"),
    "claim": ("说明", "Claim"),
    "needs_person": ("由人负责", "a person answers it"),
    "entries": ("台账条目", "ledger entries"),
    "none": ("无", "none"),
    "since": ("（自 {day} 起）", " (since {day})"),
    "colon": ("：", ": "),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the document says, as strings only, ready to be laid out."""

    language: str
    """``zh`` or ``en``."""

    words: Mapping[str, str]
    """Headings and captions."""

    heading: tuple[tuple[str, str], ...]
    """Name and value."""

    counts: tuple[tuple[str, str], ...]
    """State and number of obligations, all states."""

    obligations: tuple[tuple[str, str, str, str], ...]
    """Title with id, duty, state, reason."""

    controls: tuple[tuple[str, str, str], ...]
    """Name, claim, state."""

    label: str
    published: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    """Title with day, then name and value of each fact."""


def view(snapshot: Snapshot, language: str) -> View:
    """Return the words of the document in ``zh`` or ``en``.

    Characters that no document may hold (control characters)
    become U+FFFD, so that they show and do no harm.

    Raises:
        ValueError: another language was asked for.
    """
    if language not in {"zh", "en"}:
        raise ValueError(f"expected zh or en; got {language!r}")
    index = 0 if language == "zh" else 1
    words = {name: both[index] for name, both in _WORDS.items()}
    states = {state: both[index] for state, both in _STATES.items()}
    counts = Counter(duty.state for duty in snapshot.obligations)
    heading = {
        "service": snapshot.service.in_language(language),
        "taken_at": f"{beijing(snapshot.taken_at):%Y-%m-%d %H:%M:%S}",
        "law": snapshot.law,
        "plan": snapshot.plan or words["none"],
        "ledger": f"{snapshot.ledger_size} {snapshot.ledger_root}".strip(),
        "snapshot": snapshot.digest,
    }
    return View(
        language=language,
        words=words,
        heading=tuple((words[name], _clean(value)) for name, value in heading.items()),
        counts=tuple((states[state], str(counts[state])) for state in _STATES),
        obligations=tuple(
            (
                f"{_clean(duty.title.in_language(language))}\n{_clean(duty.id)}",
                _clean(duty.must.in_language(language)),
                states[duty.state],
                _reason(duty.reason.in_language(language), words, duty.entries, duty.needs_person),
            )
            for duty in snapshot.obligations
        ),
        controls=tuple(
            (
                _clean(control.name),
                _clean(control.claim.in_language(language)),
                states[control.state],
            )
            for control in snapshot.controls
        ),
        label=words["none"] if snapshot.label is None else _label(snapshot.label, index),
        published=tuple(
            (
                _clean(statement.title.in_language(language))
                + words["since"].format(day=statement.since.isoformat()),
                tuple(
                    (_clean(name.in_language(language)), _clean(value))
                    for name, value in statement.facts
                ),
            )
            for statement in snapshot.published
        ),
    )


def _reason(
    reason: str, words: Mapping[str, str], entries: tuple[int, ...], needs_person: bool
) -> str:
    parts = [_clean(reason)]
    if needs_person:
        parts.append(words["needs_person"])
    if entries:
        parts.append(f"{words['entries']} {', '.join(map(str, entries))}")
    return "\n".join(parts)


def _label(label: LabelPolicy, index: int) -> str:
    places = {"start": ("置于回答之前", "before the answer"), "end": ("置于回答之后", "after it")}
    place = places[label.position][index]
    return f"{_clean(label.wording.zh)} / {_clean(label.wording.en)} · {place}"


_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def _clean(text: str) -> str:
    """Return `text` with what XML and PDF cannot hold shown as U+FFFD."""
    return _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
