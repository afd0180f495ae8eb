"""The budgets: each measurement beside its baseline, taken in one interleaved run.

    python -m bench                     everything; writes bench/results.json
    python -m bench ledger --rounds 9   one module, more rounds

A module here that defines ``measure(rounds: int) -> Iterable[Ratio]`` is a
benchmark; `bench.runner` holds the means. An absolute number of a shared
machine says little: the same ``write + fdatasync`` loop was seen to change
twelvefold within minutes. So a budget is a ratio wherever a baseline exists,
and both sides are measured in turn, round by round.
"""
