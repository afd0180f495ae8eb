"""Run benchmarks: ``python -m bench [NAME …] [--rounds N] [--json FILE]``.

Exits with 0 when every budget is met, 1 when one is missed, 2 on wrong use.
The JSON names the processors and the Python version, and neither host nor
folder: results are committed.
"""

from __future__ import annotations

import argparse
import json
import os
import pkgutil
import platform
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final, cast

import bench
from bench.runner import Benchmark, Ratio

HERE: Final = Path(__file__).parent


def discover() -> dict[str, Benchmark]:
    """Return every module beside this one that can measure, by name."""
    names = sorted(m.name for m in pkgutil.iter_modules(bench.__path__) if m.name != "__main__")
    modules = {name: import_module(f"bench.{name}") for name in names}
    return {n: cast("Benchmark", m) for n, m in modules.items() if hasattr(m, "measure")}


def machine() -> dict[str, object]:
    """Return what a reader needs to place the figures; no host name, no path."""
    return {
        "cpus": os.cpu_count(),
        "usable_cpus": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "system": platform.system(),
        "architecture": platform.machine(),
    }


def line(ratio: Ratio) -> str:
    """Return one row of the table."""
    mark = "ok  " if ratio.is_met else "MISS"
    return (
        f"{mark} {ratio.name:<46} {ratio.value:>11.4g} {ratio.unit:<18}"
        f" {ratio.ratio:>8.3g} x {ratio.baseline} ({ratio.baseline_value:.4g})"
        f"{'  ' + ratio.budget if ratio.budget else ''}"
    )


def run(names: Sequence[str], rounds: int) -> dict[str, list[Ratio]]:
    """Measure the named benchmarks and print each figure as it comes."""
    found = discover()
    results: dict[str, list[Ratio]] = {}
    for name in names or found:
        print(f"{name}, {rounds} rounds", flush=True)
        results[name] = []
        for ratio in found[name].measure(rounds):
            results[name].append(ratio)
            print(f"  {line(ratio)}", flush=True)
    return results


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse the command line, measure, write the JSON, and return the exit code."""
    known = discover()
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the budgets.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(known)}")
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds (default 5)")
    parser.add_argument("--json", type=Path, default=None, help="where to write the results")
    given = parser.parse_args(arguments)
    unknown = [name for name in given.names if name not in known]
    if unknown:
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(known)}")
    if given.rounds < 1:
        parser.error(f"--rounds must be at least 1; got {given.rounds}")

    results = run(given.names, given.rounds)
    # A partial run must not overwrite the results of the whole.
    target: Path | None = given.json or (None if given.names else HERE / "results.json")
    if target is not None:
        report = {
            "machine": machine(),
            "rounds": given.rounds,
            "results": {name: [r.as_dict() for r in rows] for name, rows in results.items()},
        }
        target.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0 if all(r.is_met for rows in results.values() for r in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
