"""The plan: the acting controls that bind a service on a day, ready to be asked.

The gateway gets a plan and never the law. `make_plan` reads the law once; the
plan is remade at Beijing midnight and when the profile changes. Its digest
stands in every entry, so that one can tell later what was in use.

A duty whose applicability is unknown is acted upon as if it applied: an
unanswered question must not switch a safeguard off.

Several duties may call for one control. Each states itself what the control
reads, so that the control works when that duty alone binds; where two state one
parameter they must agree, which the tests hold for the whole law. Which of two
numbers is the stricter no program can tell, so none is chosen here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Literal

import orjson

from hegui.bilingual import Bilingual
from hegui.controls.base import Acting, Action, Parameters, Subject, Verdict
from hegui.controls.registry import ALL
from hegui.controls.user_rules import NO_RULES, UserRules, read_rules
from hegui.errors import InvalidParameter
from hegui.labels.text import TextLabel
from hegui.law import Applicability, Law, Profile, applies

__all__ = ["Bound", "Plan", "Ruling", "make_plan", "parameters_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """An acting control with the duties that call for it and their parameters."""

    control: Acting
    obligations: tuple[str, ...]
    parameters: Parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What all controls together decided about one subject."""

    action: Action
    """The strongest action of all verdicts."""

    verdicts: tuple[Verdict, ...] = ()
    """Those that did not allow, in plan order."""

    errors: tuple[str, ...] = ()
    """Names of controls that raised. Each of them counts as a STOP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What applies today. Immutable; swapped by reference."""

    day: date
    """The Beijing day for which it was made."""

    digest: str
    """``sha256:…`` over the law's digest, the controls, their duties and parameters."""

    law: str
    """Digest of the loaded instruments."""

    bound: tuple[Bound, ...]

    text_label: TextLabel | None
    """The explicit label for text, or None when no duty to label binds this service."""

    user_rules: UserRules = NO_RULES
    """The numbers of the law about end users."""

    def judge(self, subject: Subject) -> Ruling:
        """Ask every control of the subject's moment; the strongest action wins.

        Never raises: a control that does is a STOP that names itself (fail
        closed). O(controls x findings).
        """
        action = Action.ALLOW
        verdicts: list[Verdict] = []
        errors: list[str] = []
        for bound in self.bound:
            control = bound.control
            if control.moment is not subject.moment:
                continue
            try:
                what, findings, reason = control.decide(subject, bound.parameters)
            except Exception as error:  # noqa: BLE001 - whatever it was, the content must not pass
                errors.append(control.name)
                what, findings, reason = Action.STOP, (), _broken(error)
            if what is not Action.ALLOW:
                action = max(action, what)
                verdicts.append(
                    Verdict(control=control.name, action=what, findings=findings, reason=reason)
                )
        return Ruling(action=action, verdicts=tuple(verdicts), errors=tuple(errors))

    def as_dict(self) -> dict[str, str | list[dict[str, str | list[str]]]]:
        """Return the plan as JSON values: the payload of a ``plan`` entry."""
        return {
            "day": self.day.isoformat(),
            "digest": self.digest,
            "law": self.law,
            "controls": [
                {"control": b.control.name, "obligations": list(b.obligations)} for b in self.bound
            ],
        }


def _broken(error: Exception) -> Bilingual:
    kind = type(error).__name__
    return Bilingual(
        zh=f"控制项运行出错（{kind}），按停止处理",
        en=f"the control raised {kind}; treated as a stop",
    )


def make_plan(law: Law, profile: Profile, on: date) -> Plan:
    """Return the plan for one service on one Beijing day.

    Raises:
        InvalidParameter: an obligation's parameters cannot be used by its control.
    """
    may_bind = {
        decision.obligation.id: decision.obligation.parameters
        for decision in applies(law, profile, on)
        if decision.verdict in (Applicability.APPLIES, Applicability.UNKNOWN)
    }
    bound = tuple(
        Bound(
            control=control,
            obligations=duties,
            parameters=parameters_of(duties, may_bind),
        )
        for control in ALL
        if isinstance(control, Acting)
        and (duties := tuple(id_ for id_ in control.obligations if id_ in may_bind))
    )
    about_users = {
        id_: may_bind[id_]
        for control in ALL
        if control.name.startswith(("users/", "records/"))
        for id_ in control.obligations
        if id_ in may_bind
    }
    return Plan(
        day=on,
        digest=_digest(law, bound, about_users),
        law=law.digest,
        bound=bound,
        text_label=_text_label(bound),
        user_rules=read_rules(about_users),
    )


def parameters_of(
    duties: tuple[str, ...], parameters: Mapping[str, Mapping[str, object]]
) -> Parameters:
    """Return the parameters of several duties as one mapping; the duty named first wins.

    >>> parameters_of(('a', 'b'), {'a': {'months': 6}, 'b': {'months': 3, 'label': 'x'}})
    {'months': 6, 'label': 'x'}
    """
    merged: dict[str, object] = {}
    for duty in duties:
        for key, value in parameters.get(duty, {}).items():
            merged.setdefault(key, value)
    return merged


def _digest(
    law: Law, bound: tuple[Bound, ...], about_users: Mapping[str, Mapping[str, object]]
) -> str:
    content = {
        "law": law.digest,
        "controls": [[b.control.name, b.obligations, dict(b.parameters)] for b in bound],
        "users": about_users,
    }
    # The law's tables are read-only views; JSON knows dicts.
    packed = orjson.dumps(content, default=dict, option=orjson.OPT_SORT_KEYS)
    return f"sha256:{sha256(packed).hexdigest()}"


def _text_label(bound: tuple[Bound, ...]) -> TextLabel | None:
    for item in bound:
        if "text_label" not in item.parameters:
            continue
        match item.parameters["text_label"]:
            case {
                "zh": str(zh),
                "en": str(en),
                "position": "start" | "end" as position,
            }:
                place: Literal["start", "end"] = "start" if position == "start" else "end"
                return TextLabel(wording=Bilingual(zh=zh, en=en), position=place)
            case other:
                raise InvalidParameter(
                    "text_label",
                    item.obligations,
                    expected="{zh, en, position = 'start' or 'end'}",
                    found=repr(other),
                )
    return None
