"""Whose models stand behind the gateway, as the ledger is told.

Recorded at each start and each change of the routes, without addresses and
without secrets, so that a control can look whether every base model is known,
filed and replaceable.

>>> base_models(Declared())
[]
"""

from __future__ import annotations

from hegui.gateway.declared import Declared

__all__ = ["base_models"]


def base_models(declared: Declared) -> list[dict[str, object]]:
    """Return what an entry says about the base models in use: no address, no secret."""
    stand_ins = {
        name: _stand_ins(declared, name) for name in (each.name for each in declared.upstream)
    }
    return [
        {
            "name": each.name,
            "region": each.region,
            "base_model": each.base_model,
            "filing": each.filing,
            "substitutes": stand_ins[each.name],
        }
        for each in declared.upstream
    ]


def _stand_ins(declared: Declared, name: str) -> list[str]:
    """Return the upstreams that stand behind `name` in every route that it serves."""
    behind: list[set[str]] = [
        {target.upstream for target in route.to} - {name}
        for route in declared.route
        if any(target.upstream == name for target in route.to)
    ]
    return sorted(set.intersection(*behind)) if behind else []
