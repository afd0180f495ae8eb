"""Hold the engine against the naive reading for so many seconds.

    nice -n 15 python tests/property/long_moderation.py 600 [seed]

Prints seed, count and result; exits with 1 at the first difference, with the seed
that shows it again.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.property.moderation_oracle import hold_against_naive

_SEED: Final = 20261121


def main(seconds: float, first: int) -> int:
    """Run for some seconds from a seed on; return the exit code."""
    until = time.monotonic() + seconds
    count = findings = with_findings = 0
    while time.monotonic() < until:
        try:
            found = hold_against_naive(first + count)
        except Exception as error:
            sys.stdout.write(f"seed {first + count} differs after {count} cases: {error!r}\n")
            raise
        count += 1
        findings += found
        with_findings += bool(found)
    sys.stdout.write(
        f"seeds {first} to {first + count - 1}: {count:,} cases, {findings:,} findings in "
        f"{with_findings:,} of them, no difference, {seconds:.0f} s\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else _SEED))
