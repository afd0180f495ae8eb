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
from hegui.law.condition import Condition, facts_in
from hegui.law.decide import Decision, applies, ask_next, decide
from hegui.law.facts import Answer, Fact, FactKind, Option
from hegui.law.instrument import Article, Displacement, Expression, Instrument, Obligation
from hegui.law.load import PACKAGED, Law, load
from hegui.law.profile import Profile, candidates, find_profile, load_profile, profile_path
from hegui.law.template import profile_template
from hegui.law.tree import Node

__all__ = [
    "PACKAGED",
    "Answer",
    "Applicability",
    "Article",
    "Condition",
    "Decision",
    "Displacement",
    "Expression",
    "Fact",
    "FactKind",
    "Instrument",
    "Law",
    "Node",
    "Obligation",
    "Option",
    "Profile",
    "applies",
    "ask_next",
    "candidates",
    "decide",
    "facts_in",
    "find_profile",
    "load",
    "load_profile",
    "profile_path",
    "profile_template",
]
