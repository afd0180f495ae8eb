"""What is done about a finding: a policy per service, as a typed value.

    [policy]
    name    = "default"
    version = "2026.11"

    [[rule]]
    stage    = "prompt"             # prompt, output or corpus
    risks    = ["a1.*", "a4.health"]
    measure  = "refuse"             # allow, redact, replace, hold, refuse or stop
    at_least = 0.9                  # optional: findings below are for other rules
    detector = "moderation.lexicon" # optional: findings of this detector only

    [[unjudged]]                    # what is done when a classifier gave no answer
    risks    = ["a1.*"]
    measure  = "hold"
    reasons  = ["timeout"]          # optional: for these reasons only

The strongest measure of all rules that fit wins. A finding that no rule names
is allowed, and is still reported. A policy that asks for what cannot be done is
refused when it is loaded, and not found out in service:

* ``stop`` ends a stream, so it is for outputs; ``refuse`` answers a question, so it is for prompts;
* ``redact`` masks a place, so it is not for classifiers, which report none;
* a corpus is not answered: it knows ``allow``, ``redact`` and ``hold``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Final

import msgspec
import orjson

from hegui.errors import InvalidPolicy
from hegui.finding import Finding, Stage
from hegui.moderation.categories import categories
from hegui.moderation.classifiers.base import DETECTOR, Unjudged

__all__ = ["DEFAULT_POLICY", "Measure", "Policy", "PolicyRule", "UnjudgedRule", "read_policy"]

DEFAULT_POLICY: Final = Path(__file__).with_name("policies") / "default.toml"
"""The policy that comes with hegui."""

_FILE_BYTES: Final = 1024 * 1024


class Measure(IntEnum):
    """What is done to content, from weakest to strongest."""

    ALLOW = 0
    REDACT = 1
    """Deliver with the findings' places masked."""
    REPLACE = 2
    """Deliver prepared words in its place."""
    HOLD = 3
    """Keep for a person to review."""
    REFUSE = 4
    """Do not ask the model; answer with a refusal."""
    STOP = 5
    """Deliver nothing more and end the answer."""

    @property
    def word(self) -> str:
        """The name in files and reports."""
        return self.name.lower()


_POSSIBLE: Final[Mapping[Stage, frozenset[Measure]]] = MappingProxyType(
    {
        Stage.PROMPT: frozenset(Measure) - {Measure.STOP},
        Stage.OUTPUT: frozenset(Measure) - {Measure.REFUSE},
        Stage.CORPUS: frozenset({Measure.ALLOW, Measure.REDACT, Measure.HOLD}),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRule:
    """What is done about some findings."""

    stage: Stage

    risks: tuple[str, ...]
    """Keys of categories.toml, or groups as ``a1.*``; ``*`` is all of them."""

    measure: Measure

    at_least: float = 0.0
    """Lowest score that it is for."""

    detector: str | None = None
    """The only detector that it is for."""

    def __post_init__(self) -> None:
        """Refuse what cannot be done."""
        where = f"rule for {self.stage} {', '.join(self.risks)}"
        _check_risks(where, self.risks)
        if self.measure not in _POSSIBLE[self.stage]:
            possible = ", ".join(each.word for each in sorted(_POSSIBLE[self.stage]))
            raise InvalidPolicy(where, expected=f"one of {possible}", found=self.measure.word)
        if not 0.0 <= self.at_least <= 1.0:
            raise InvalidPolicy(where, expected="at_least in [0, 1]", found=str(self.at_least))
        if self.measure is Measure.REDACT and self.detector == DETECTOR:
            raise InvalidPolicy(
                where, expected="a detector that reports places", found=self.detector
            )

    def fits(self, finding: Finding, stage: Stage) -> bool:
        """Whether it is for this finding."""
        return (
            stage is self.stage
            and finding.score >= self.at_least
            and (self.detector is None or self.detector == finding.detector)
            and _is_named(finding.category, self.risks)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class UnjudgedRule:
    """What is done when a classifier that covers some risks gave no answer."""

    risks: tuple[str, ...]
    measure: Measure

    reasons: tuple[Unjudged, ...] = tuple(Unjudged)
    """Why there was no answer; a rule for some reasons leaves the others alone."""

    def __post_init__(self) -> None:
        """Refuse what cannot be done."""
        where = f"unjudged {', '.join(self.risks)}"
        _check_risks(where, self.risks)
        if self.measure in {Measure.REDACT, Measure.REPLACE}:
            raise InvalidPolicy(
                where, expected="allow, hold, refuse or stop", found=self.measure.word
            )


@dataclass(frozen=True, kw_only=True)
class Policy:
    """All rules of one service; immutable."""

    name: str
    version: str
    rules: tuple[PolicyRule, ...]

    unjudged: tuple[UnjudgedRule, ...] = ()
    """Risks that no rule names pass, and are reported as unjudged all the same."""

    replacements: Mapping[str, str] = field(default_factory=dict)
    """Prepared words by risk or group, for ``replace``."""

    def __post_init__(self) -> None:
        """Refuse a replacement without words."""
        _check_risks("replacements", tuple(self.replacements))
        for rule in self.rules:
            if rule.measure is Measure.REPLACE:
                for risk in expand(rule.risks):
                    if self.replacement(risk) is None:
                        raise InvalidPolicy(
                            f"rule for {rule.stage} {', '.join(rule.risks)}",
                            expected=f"words under [replacements] for {risk}",
                            found="none",
                        )

    @cached_property
    def digest(self) -> str:
        """``sha256:…`` over all that decides what is done."""
        told = {
            "name": self.name,
            "version": self.version,
            "rules": [
                [r.stage.value, list(r.risks), r.measure.word, r.at_least, r.detector]
                for r in self.rules
            ],
            "unjudged": [[list(r.risks), r.measure.word, sorted(r.reasons)] for r in self.unjudged],
            "replacements": dict(self.replacements),
        }
        packed = orjson.dumps(told, option=orjson.OPT_SORT_KEYS)
        return f"sha256:{hashlib.sha256(packed).hexdigest()}"

    def measure(self, finding: Finding, stage: Stage) -> Measure:
        """Return what is done about one finding; a finding without a place is never redacted."""
        strongest = Measure.ALLOW
        for rule in self.rules:
            if rule.fits(finding, stage):
                strongest = max(strongest, rule.measure)
        if strongest is Measure.REDACT and finding.span is None:
            # Where to mask is not known, and to pass the text would be to do nothing.
            return Measure.HOLD
        return strongest

    def on_unjudged(self, risks: Collection[str], stage: Stage, reason: Unjudged) -> Measure:
        """Return what is done when a classifier of these risks gave no answer."""
        strongest = Measure.ALLOW
        for rule in self.unjudged:
            if reason in rule.reasons and any(_is_named(risk, rule.risks) for risk in risks):
                strongest = max(strongest, rule.measure)
        if strongest in _POSSIBLE[stage]:
            return strongest
        if stage is Stage.CORPUS:
            return Measure.HOLD
        # Refuse and stop are one thing on two stages.
        return Measure.REFUSE if strongest is Measure.STOP else Measure.STOP

    def replacement(self, risk: str) -> str | None:
        """Return the prepared words for a risk: its own, its group's, or everybody's."""
        group = f"{risk.partition('.')[0]}.*"
        for key in (risk, group, "*"):
            if key in self.replacements:
                return self.replacements[key]
        return None


def expand(risks: Sequence[str]) -> tuple[str, ...]:
    """Return the keys that keys and groups name, in the order of the annex.

    >>> expand(['a5.*'])
    ('a5.inaccurate', 'a5.unreliable')
    """
    return tuple(key for key in categories() if _is_named(key, risks))


def _is_named(risk: str, risks: Sequence[str]) -> bool:
    return "*" in risks or risk in risks or f"{risk.partition('.')[0]}.*" in risks


def _check_risks(where: str, risks: Sequence[str]) -> None:
    groups = {f"{key.partition('.')[0]}.*" for key in categories()}
    for risk in risks:
        if risk not in categories() and risk not in groups and risk != "*":
            raise InvalidPolicy(
                where, expected="a risk of categories.toml or a group as a1.*", found=repr(risk)
            )


class _Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    version: str


class _Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    stage: Stage
    risks: list[str]
    measure: str
    at_least: float = 0.0
    detector: str | None = None


class _Unjudged(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    risks: list[str]
    measure: str
    reasons: list[Unjudged] | None = None


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    policy: _Head
    rule: list[_Rule]
    unjudged: list[_Unjudged] = []
    replacements: dict[str, str] = {}


def read_policy(file: Path = DEFAULT_POLICY) -> Policy:
    """Return the policy in a TOML file.

    Raises:
        InvalidPolicy: no such file, not of this form, or it asks for what cannot be done.
    """
    try:
        if file.stat().st_size > _FILE_BYTES:
            raise InvalidPolicy(str(file), expected=f"at most {_FILE_BYTES} bytes", found="more")
        raw = msgspec.toml.decode(file.read_bytes(), type=_File)
    except OSError as error:
        raise InvalidPolicy(str(file), expected="a readable file", found=str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidPolicy(str(file), expected="a policy in TOML", found=str(error)) from error
    return Policy(
        name=raw.policy.name,
        version=raw.policy.version,
        rules=tuple(
            PolicyRule(
                stage=row.stage,
                risks=tuple(row.risks),
                measure=_measure(file, row.measure),
                at_least=row.at_least,
                detector=row.detector,
            )
            for row in raw.rule
        ),
        unjudged=tuple(
            UnjudgedRule(
                risks=tuple(row.risks),
                measure=_measure(file, row.measure),
                reasons=tuple(Unjudged if row.reasons is None else row.reasons),
            )
            for row in raw.unjudged
        ),
        replacements=raw.replacements,
    )


def _measure(file: Path, word: str) -> Measure:
    for each in Measure:
        if each.word == word:
            return each
    expected = "one of " + ", ".join(each.word for each in Measure)
    raise InvalidPolicy(str(file), expected=expected, found=repr(word))
