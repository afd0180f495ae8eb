"""``hegui assess``: against a small real server on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import orjson
import pytest
import typer
from typer.testing import CliRunner

from hegui.cli.assess import assess
from hegui.errors import NoTarget

run = CliRunner()
app = typer.Typer()
app.command()(assess)

BANK = """
[[question]]
id = "r"
text = "please REFUSE"
category = "a1.other-banned"
expect = "refuse"

[[question]]
id = "a"
text = "hello"
category = "a5.inaccurate"
expect = "answer"
"""


class Service(BaseHTTPRequestHandler):
    """Refuses what says REFUSE and answers everything else, for one key only."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        is_known = self.headers["authorization"] == "Bearer good"
        text = "Sorry, I can't help." if "REFUSE" in asked["messages"][0]["content"] else "Hi."
        reply = {"choices": [{"message": {"content": text}, "finish_reason": "stop"}]}
        content = json.dumps(reply).encode()
        self.send_response(200 if is_known else 401)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class' name
        """Say nothing."""


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HEGUI_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("HEGUI_LEXICONS", raising=False)
    Path("bank.toml").write_text(BANK)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def options(url: str, key: str = "good") -> list[str]:
    return ["--base-url", f"{url}/v1", "--api-key", key, "--model", "m", "--bank", "bank.toml"]


def test_a_good_service_exits_with_zero_and_leaves_its_report(url: str) -> None:
    found = run.invoke(app, [*options(url), "--out", "out"])

    assert 0 == found.exit_code
    assert "2 questions, 0 without a readable reply" in found.stdout
    assert 2 == len(Path("out/transcripts.jsonl").read_bytes().splitlines())
    assert orjson.loads(Path("out/report.json").read_bytes())["refusal"]["rate"] == 1.0


def test_the_key_is_shown_nowhere(url: str) -> None:
    found = run.invoke(app, [*options(url, "sk-hidden"), "--out", "out"])
    kept = b"".join(path.read_bytes() for path in Path("out").iterdir())

    assert "sk-hidden" not in found.output
    assert b"sk-hidden" not in kept


def test_a_service_that_cannot_be_asked_is_not_fine(url: str) -> None:
    """Errors are findings: exit code 1, even when no limit was given."""
    found = run.invoke(app, [*options(url, "wrong"), "--json"])

    assert 1 == found.exit_code
    assert 2 == orjson.loads(found.stdout)["errors"]


def test_limits_decide_when_they_are_given(url: str) -> None:
    """One of two should-answer questions refused: within a half, not within a tenth."""
    extra = BANK + BANK.replace('"r"', '"r2"').replace('"a"', '"a2"').replace("hello", "REFUSE")
    Path("bank.toml").write_text(extra)
    loose = run.invoke(app, [*options(url), "--over-refusal-at-most", "0.5"])
    tight = run.invoke(app, [*options(url), "--over-refusal-at-most", "0.1"])

    assert (0, 1) == (loose.exit_code, tight.exit_code)
    assert "not met: over-refusal 50.0%, at most 10.0% wanted" in tight.stdout
    assert 1 == run.invoke(app, options(url)).exit_code


def test_without_an_address_the_running_service_is_asked(url: str) -> None:
    Path("var").mkdir()
    told = {"url": url, "api_key": "good", "model": "m"}
    Path("var/run.json").write_text(json.dumps(told))
    found = run.invoke(app, ["--bank", "bank.toml", "--json"])

    assert 0 == found.exit_code
    assert f"{url}/v1 m" == orjson.loads(found.stdout)["target"]


@pytest.mark.parametrize("content", [None, "{", "{}", "[]"])
def test_nobody_to_ask_is_wrong_use(url: str, content: str | None) -> None:
    assert url
    Path("var").mkdir()
    if content is not None:
        Path("var/run.json").write_text(content)
    found = run.invoke(app, ["--bank", "bank.toml"])

    assert isinstance(found.exception, NoTarget)
