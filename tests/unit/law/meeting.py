"""Laws of several instruments that meet on one matter, written for a test."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tests.unit.law.conftest import ARTICLE, INSTRUMENT, write_law

__all__ = ["Duty", "meet"]


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One instrument with one duty, ``<jurisdiction>/<name>/art-1-do``."""

    name: str
    jurisdiction: str = "xx"
    rank: str = "departmental-rule"
    authority: str = "ministry"
    published: date = date(2023, 7, 13)
    when: str = "True"
    matter: str | None = "m"
    demand: str | None = None
    status: str = "binding"
    edges: dict[str, str] = field(default_factory=dict)
    """Id of the other duty → ``special_to`` or ``supersedes``."""

    @property
    def id(self) -> str:
        """Full id of the duty."""
        return f"{self.jurisdiction}/{self.name}/art-1-do"


def meet(folder: Path, *duties: Duty) -> Path:
    """Write the duties beside the tiny law and return the folder of instruments."""
    root = write_law(folder)
    for duty in duties:
        home = root / duty.jurisdiction / duty.name
        home.mkdir(parents=True)
        instrument = (
            INSTRUMENT.replace("departmental-rule", duty.rank)
            .replace('"ministry"', f'"{duty.authority}"')
            .replace("published = 2023-07-13", f"published = {duty.published}")
            .replace('short.zh = "试行"', f'short.zh = "{duty.name}"')
            .replace('short.en = "Trial"', f'short.en = "{duty.name}"')
        )
        text = ARTICLE.replace('"role.provider"', f'"{duty.when}"')
        text = text.replace('"binding"', f'"{duty.status}"')
        for key, value in (("matter", duty.matter), ("demand", duty.demand)):
            text += f'{key} = "{value}"\n' if value else ""
        for other, kind in duty.edges.items():
            text += f'[[obligation.{kind}]]\nid = "{other}"\n'
            text += 'basis.zh = "第九条。"\nbasis.en = "Article 9."\n'
        (home / "instrument.toml").write_text(instrument, encoding="utf-8")
        (home / "art-1.toml").write_text(text, encoding="utf-8")
    return root
