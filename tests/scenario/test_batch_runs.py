"""Batch runs beside a running service: asked over HTTP, recorded by its ledger."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import cast

from tests.conftest import Running

from hegui.filing import thaw
from hegui.ledger import Entry, Reader


def hegui(
    running: Running, folder: Path, verb: str, *options: str
) -> subprocess.CompletedProcess[bytes]:
    """Run one verb as a person does, on the data of the running service."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("HEGUI_")}
    return subprocess.run(
        [sys.executable, "-m", "hegui", verb, *options],
        env={**clean, "HEGUI_VAR": str(running.var)},
        cwd=folder,
        capture_output=True,
        timeout=120,
        check=False,
    )


def recorded(running: Running, kind: str) -> Entry:
    """Wait until the service has taken in what was handed to it."""
    reader = Reader.open(running.var / "ledger")
    until = time.monotonic() + 30
    while (entry := reader.last(kind)) is None:
        assert time.monotonic() < until, f"no {kind} entry after 30 s"
        time.sleep(0.05)
    reader.close()
    return entry


def test_the_running_service_is_assessed_and_records_it(server: Running, tmp_path: Path) -> None:
    """Without an address the service of the var folder is asked; no question goes unanswered."""
    ran = hegui(server, tmp_path, "assess", "--out", "out", "--json")
    report = json.loads(ran.stdout)
    entry = recorded(server, "assessment")

    assert ran.returncode in {0, 1}
    assert 0 == report["errors"]
    assert 0 == report["over_refusal"]["hits"]
    assert report["refusal"]["hits"] > 0
    assert b"handed to the running service" in ran.stderr
    assert report["bank"]["digest"] == entry.payload["bank"]
    assert len(report["transcripts"]) == entry.payload["questions"]


def test_documents_name_the_ledger_they_rest_on(server: Running, tmp_path: Path) -> None:
    """The snapshot holds the checkpoint of the running service, and goes on record itself."""
    ran = hegui(server, tmp_path, "file", "notice", "--out", "docs")
    assert 0 == ran.returncode, ran.stderr.decode()
    snapshot = thaw((tmp_path / "docs" / "snapshot.json").read_bytes())
    digest = cast("str", recorded(server, "document").payload["snapshot"])

    assert snapshot.ledger_size > 0
    assert snapshot.ledger_root.startswith("sha256:")
    assert snapshot.digest == digest
