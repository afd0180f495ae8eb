"""Law as data: load it, ask what binds a service on a day, and why.

    law = load()
    profile = load_profile(Path('hegui.toml'), law)
    for decision in applies(law, profile, clock.today()):
        decision.verdict, decision.because(), decision.blockers()

Everything that a rule says stands in TOML under ``hegui/instruments``; this
package knows no rule. Answers are three-valued and explained.
"""

from __future__ import annotations

from hegui.law.applicability import Applicability
from hegui.law.conclude import Conclusion, conclusions
from hegui.law.condition import Condition, facts_in, mentioned_in
from hegui.law.decide import Decision, applies, ask_next, decide
from hegui.law.facts import Answer, Fact, FactGroup, FactKind, Option, Rule
from hegui.law.instrument import (
    Article,
    Displacement,
    Earlier,
    Expression,
    Instrument,
    Obligation,
)
from hegui.law.load import PACKAGED, Law, load
from hegui.law.penalty import Penalty
from hegui.law.profile import Profile, candidates, find_profile, load_profile, profile_path
from hegui.law.template import profile_template
from hegui.law.timing import Deadline, Recurrence, Retention
from hegui.law.tree import Node

__all__ = [
    "PACKAGED",
    "Answer",
    "Applicability",
    "Article",
    "Conclusion",
    "Condition",
    "Deadline",
    "Decision",
    "Displacement",
    "Earlier",
    "Expression",
    "Fact",
    "FactGroup",
    "FactKind",
    "Instrument",
    "Law",
    "Node",
    "Obligation",
    "Option",
    "Penalty",
    "Profile",
    "Recurrence",
    "Retention",
    "Rule",
    "applies",
    "ask_next",
    "candidates",
    "conclusions",
    "decide",
    "facts_in",
    "find_profile",
    "load",
    "load_profile",
    "mentioned_in",
    "profile_path",
    "profile_template",
]
