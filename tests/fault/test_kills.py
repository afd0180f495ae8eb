"""Whatever part dies at whatever moment, nothing unjudged is delivered."""

from __future__ import annotations

from pathlib import Path

from tests.fault.kills import kill_parts


def test_no_kill_lets_an_unjudged_byte_out(tmp_path: Path) -> None:
    """Sixty of the thousand kills of `tests.fault.kills`; they do deliver what was judged."""
    tally = kill_parts(tmp_path, 60, seed=45654)

    assert tally.leaks == []
    assert (tally.hung, tally.unwritten) == (0, 0)
    assert tally.kills > 30
    assert tally.clean > 100
    assert {end.partition(":")[0] for end in tally.ends} >= {"upstream", "client", "judge"}
    assert any(end.startswith("ledger: evidence") for end in tally.ends)
