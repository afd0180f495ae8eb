"""Every example runs, and says what it is there to show."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
SAYS = {
    "label_text/label.py": "'AI播客'  labelled: False",
    "label_responses/asgi.py": "made by Demo, number 7",
    "label_responses/django_app.py": "made by Demo\n",
    "scan_corpus/scan.py": "web: 2 documents, 1 set apart",
    "assess/assess.py": "not met: over-refusal 100.0%, at most 5.0% wanted",
    "audit_fairness/audit.py": "differing: sex\n",
    "profiles/decide.py": "empty: 0 applies, ",
    "write_notice/notice.py": "zh PDF: the same bytes again: True",
}


def test_every_example_is_listed() -> None:
    """A new example needs its sentence above, and a line in the README."""
    found = {path.relative_to(EXAMPLES).as_posix() for path in EXAMPLES.glob("*/*.py")}
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")

    assert set(SAYS) == found
    assert all(f"`{name.partition('/')[0]}`" in readme for name in SAYS)


@pytest.mark.parametrize("name", sorted(SAYS))
def test_it_runs(name: str, tmp_path: Path) -> None:
    """In a folder of its own, short, with nothing on standard error."""
    script = EXAMPLES / name
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", str(script)],
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert (0, b"") == (ran.returncode, ran.stderr)
    assert SAYS[name] in ran.stdout.decode()
    assert [] == list(tmp_path.iterdir())
    assert len(script.read_text(encoding="utf-8").splitlines()) < 40
