"""One service under several regimes, theme by theme.

    for column in compare(law, profile, on, regimes=load_regimes()).columns:
        column.regime.principle, column.cell('labels').rows, column.costs

Each cell holds the duties of one theme with their verdicts for this service.
Guidance does not bind anybody: its rows are marked, and their verdict says
whether the guidance is addressed to a service like this one. Drafts and what is
not in force that day are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hegui.bilingual import Bilingual
from hegui.errors import UnknownRegime
from hegui.law.applicability import Applicability
from hegui.law.decide import Decision, applies
from hegui.law.instrument import Obligation
from hegui.law.load import Law
from hegui.law.penalty import Penalty
from hegui.law.profile import Profile
from hegui.law.regimes import Regime

__all__ = ["THEME_WORDS", "Cell", "Column", "Comparison", "Cost", "Row", "compare"]

THEME_WORDS: Final[Mapping[str, Bilingual]] = {
    "scope": Bilingual(zh="适用范围", en="scope"),
    "filing": Bilingual(zh="备案与评估", en="filing and assessment"),
    "labels": Bilingual(zh="标识", en="labels"),
    "content": Bilingual(zh="内容", en="content"),
    "data": Bilingual(zh="数据", en="data"),
    "users": Bilingual(zh="用户", en="users"),
    "transparency": Bilingual(zh="透明度", en="transparency"),
    "records": Bilingual(zh="记录", en="records"),
    "security": Bilingual(zh="安全", en="security"),
}
"""The themes as people read them, in the order of the rows."""

_MAY_BIND: Final = frozenset({Applicability.APPLIES, Applicability.UNKNOWN, Applicability.CONFLICT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One duty, or one piece of guidance, for this service."""

    obligation: Obligation
    verdict: Applicability

    is_guidance: bool
    """It binds nobody; `verdict` says whether it is addressed to such a service."""

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return {
            "id": self.obligation.id,
            "title": self.obligation.title.as_dict(),
            "verdict": self.verdict.value,
            "is_guidance": self.is_guidance,
            "confidence": self.obligation.confidence,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one regime asks on one theme."""

    theme: str
    rows: tuple[Row, ...]
    """In law order."""

    @property
    def counts(self) -> Counter[Applicability]:
        """How many binding rows have each verdict; guidance is not counted."""
        return Counter(row.verdict for row in self.rows if not row.is_guidance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a breach of duties that bind here, or may, can cost."""

    provision: str
    """As ``cn/genai-2023/art-21``."""

    penalty: Penalty


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One regime."""

    regime: Regime
    cells: tuple[Cell, ...]
    """One for each theme, in their order."""

    costs: tuple[Cost, ...]

    def cell(self, theme: str) -> Cell:
        """Return the cell of a theme."""
        return next(cell for cell in self.cells if cell.theme == theme)

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return {
            "regime": self.regime.as_dict(),
            "themes": {cell.theme: [row.as_dict() for row in cell.rows] for cell in self.cells},
            "penalties": [
                {
                    "provision": cost.provision,
                    "on": cost.penalty.on.as_dict(),
                    "measures": list(cost.penalty.measures),
                    "fine_at_least": cost.penalty.fine_at_least,
                    "fine_at_most": cost.penalty.fine_at_most,
                    "currency": cost.penalty.currency,
                    "turnover_share": cost.penalty.turnover_share,
                }
                for cost in self.costs
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One service, one day, several regimes."""

    on: date
    service: Bilingual
    columns: tuple[Column, ...]

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        return {
            "on": self.on.isoformat(),
            "service": self.service.as_dict(),
            "themes": {theme: words.as_dict() for theme, words in THEME_WORDS.items()},
            "regimes": [column.as_dict() for column in self.columns],
        }


def _row(decision: Decision) -> Row | None:
    duty = decision.obligation
    if decision.verdict is not Applicability.NOT_IN_FORCE:
        return Row(obligation=duty, verdict=decision.verdict, is_guidance=False)
    if duty.status != "guidance" or decision.would is None:
        return None
    return Row(obligation=duty, verdict=decision.would, is_guidance=True)


def _costs(law: Law, rows: Iterable[Row]) -> tuple[Cost, ...]:
    named = dict.fromkeys(
        reference
        for row in rows
        if row.verdict in _MAY_BIND and not row.is_guidance
        for reference in row.obligation.penalties
    )
    costs: list[Cost] = []
    for reference in named:
        instrument, _, stem = reference.rpartition("/")
        article = law.instruments[instrument].article(stem)
        penalties = () if article is None else article.penalties
        costs += [Cost(provision=reference, penalty=penalty) for penalty in penalties]
    return tuple(costs)


def _column(law: Law, regime: Regime, rows: list[Row]) -> Column:
    return Column(
        regime=regime,
        cells=tuple(
            Cell(theme=theme, rows=tuple(row for row in rows if row.obligation.theme == theme))
            for theme in THEME_WORDS
        ),
        costs=_costs(law, rows),
    )


def compare(
    law: Law,
    profile: Profile,
    on: date,
    *,
    regimes: Iterable[Regime],
    only: Iterable[str] = (),
) -> Comparison:
    """Return one service under several regimes.

    Args:
        law: as loaded.
        profile: the service's answers.
        on: the day asked for.
        regimes: as `hegui.law.regimes.load_regimes` gives them.
        only: keys of the regimes wanted, in this order; empty for all.

    Raises:
        UnknownRegime: `only` names one that is not there.
    """
    known = {regime.key: regime for regime in regimes}
    wanted = tuple(only) or tuple(known)
    for key in wanted:
        if key not in known:
            raise UnknownRegime(key, known=tuple(known))
    rows: dict[str, list[Row]] = {key: [] for key in wanted}
    for decision in applies(law, profile, on):
        key = decision.obligation.instrument.partition("/")[0]
        if key in rows and (row := _row(decision)) is not None:
            rows[key].append(row)
    return Comparison(
        on=on,
        service=profile.name,
        columns=tuple(_column(law, known[key], rows[key]) for key in wanted),
    )
