"""What the standard asks of a library or a bank by number, held against what there is.

A duty asks one of three things, and its parameters say which:

    items_at_least                         so many in all
    items_per_risk_at_least  with groups   so many for each risk of these groups
    risks_covered            with groups   at least one for each of so many risks

`groups` are parts of the annex, ``a1`` for A.1; without them all risks are meant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Status
from hegui.errors import InvalidParameter
from hegui.moderation.categories import categories

__all__ = ["Asked", "Counted", "asked", "held_against"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One number of the standard."""

    least: int
    """In all, or for each of `risks`."""

    risks: tuple[str, ...] | None
    """Categories in the order of the annex; None: in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What there is."""

    what: Bilingual
    """For example ``the keyword library``."""

    unit: Bilingual
    """For example ``个词`` and ``keywords``."""

    total: int
    risks: Mapping[str, int]
    """By category; one that is missing has none."""

    entries: tuple[int, ...]
    next_step: Bilingual
    """How more of them come in."""


def asked(parameters: Parameters, duties: tuple[str, ...]) -> Asked:
    """Return what the parameters of a duty ask.

    Raises:
        InvalidParameter: they ask nothing of the three, or of risks that the annex does not have.
    """
    total = parameters.get("items_at_least")
    if isinstance(total, int):
        return Asked(least=total, risks=None)
    groups = parameters.get("groups")
    beginnings = (
        tuple(f"{group}." for group in groups)
        if isinstance(groups, Sequence) and not isinstance(groups, str)
        else ("",)
    )
    risks = tuple(key for key in categories() if key.startswith(beginnings))
    each, covered = parameters.get("items_per_risk_at_least"), parameters.get("risks_covered")
    if isinstance(each, int) and risks:
        return Asked(least=each, risks=risks)
    if isinstance(covered, int) and covered == len(risks):
        return Asked(least=1, risks=risks)
    raise InvalidParameter(
        "items_at_least",
        duties,
        expected="it, or items_per_risk_at_least, or risks_covered with as many risks",
        found=", ".join(sorted(parameters)) or "none",
    )


def held_against(counted: Counted, asked_for: Asked) -> Opinion:
    """Return ok when there are enough; else failing, and which are missing in words."""
    if asked_for.risks is None:
        missing = asked_for.least - counted.total
        return _opinion(counted, _total(counted, asked_for.least), is_met=missing <= 0)
    having = {risk: counted.risks.get(risk, 0) for risk in asked_for.risks}
    short = {risk: count for risk, count in having.items() if count < asked_for.least}
    reason = (
        _short(counted, asked_for.least, short, len(having))
        if short
        else _enough(counted, asked_for.least, having)
    )
    return _opinion(counted, reason, is_met=not short)


def _opinion(counted: Counted, reason: Bilingual, *, is_met: bool) -> Opinion:
    return Opinion(
        status=Status.OK if is_met else Status.FAILING,
        reason=reason,
        entries=counted.entries,
        next_step=None if is_met else counted.next_step,
    )


def _total(counted: Counted, least: int) -> Bilingual:
    what, unit, total = counted.what, counted.unit, counted.total
    lacks = least - total
    return Bilingual(
        zh=f"{what.zh}共 {total:,} {unit.zh}，要求不少于 {least:,}"
        + (f"，还差 {lacks:,}" if lacks > 0 else ""),
        en=f"{what.en} has {total:,} {unit.en}; at least {least:,} are asked for"
        + (f", so {lacks:,} are missing" if lacks > 0 else ""),
    )


def _short(counted: Counted, least: int, short: Mapping[str, int], of: int) -> Bilingual:
    names = [(categories()[risk], count) for risk, count in short.items()]
    if least == 1:
        zh = "；".join(f"{risk.annex} {risk.name.zh}" for risk, _ in names)
        en = "; ".join(f"{risk.annex} {risk.name.en}" for risk, _ in names)
        return Bilingual(
            zh=f"{counted.what.zh}：{of} 种风险中 {len(names)} 种一{counted.unit.zh}也没有：{zh}",
            en=f"{counted.what.en}: {len(names)} of {of} risks have no {counted.unit.en}: {en}",
        )
    zh = "；".join(
        f"{risk.annex} {risk.name.zh}（有 {count:,}，差 {least - count:,}）"
        for risk, count in names
    )
    en = "; ".join(
        f"{risk.annex} {risk.name.en} (has {count:,}, lacks {least - count:,})"
        for risk, count in names
    )
    return Bilingual(
        zh=f"{counted.what.zh}：{of} 种风险中 {len(short)} 种不足 {least:,} {counted.unit.zh}："
        f"{zh}",
        en=f"{counted.what.en}: {len(short)} of {of} risks have fewer than {least:,} "
        f"{counted.unit.en}: {en}",
    )


def _enough(counted: Counted, least: int, having: Mapping[str, int]) -> Bilingual:
    fewest = min(having, key=lambda risk: having[risk])
    risk, count = categories()[fewest], having[fewest]
    return Bilingual(
        zh=f"{counted.what.zh}：{len(having)} 种风险各不少于 {least:,} {counted.unit.zh}，"
        f"最少的是 {risk.annex} {risk.name.zh}，有 {count:,}",
        en=f"{counted.what.en}: each of {len(having)} risks has at least {least:,} "
        f"{counted.unit.en}; the fewest are {count:,}, for {risk.annex} {risk.name.en}",
    )
