"""A kill while an answer is written loses no answer, and the file is never half of one."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from hegui.law import load, load_profile
from hegui.law.answering import write_answer

WRITER = """
import itertools, sys
from pathlib import Path
from hegui.law import load
from hegui.law.answering import write_answer
fact, path = load().facts["operator.revenue"], Path(sys.argv[1])
print("ready", flush=True)
for number in itertools.count(1):
    write_answer(path, fact, number)
    print(number, flush=True)
"""


@pytest.mark.parametrize("after_s", [0.0, 0.03, 0.11, 0.2])
def test_what_was_acknowledged_is_there(tmp_path: Path, after_s: float) -> None:
    """The last number said to be written, or the one being written; the other answers stay."""
    law, path = load(), tmp_path / "hegui.toml"
    path.write_text("# ours\n[facts]\nrole.provider = true  # since June\n", encoding="utf-8")
    write_answer(path, law.facts["operator.revenue"], 0)
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(after_s)
        writer.kill()
        said = [int(line) for line in writer.stdout.read().split("\n")[:-1]]
    found = load_profile(path, law).answers

    assert found["operator.revenue"] in {said[-1] if said else 0, (said[-1] if said else 0) + 1}
    assert True is found["role.provider"]
    assert path.read_text(encoding="utf-8").startswith("# ours\n")
