"""The programs of `label-in-your-own-app.md` label what they answer, on the real frameworks."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from base64 import b64decode
from pathlib import Path
from typing import Any, Final

import pytest

from hegui.controls.label_law import grammar
from hegui.labels import read_bytes

ROOT: Final = Path(__file__).parents[2]
GUIDE: Final = ROOT / "docs" / "how-to" / "label-in-your-own-app.md"
DATA: Final = ROOT / "tests" / "_data" / "labels"
PRODUCER: Final = "001191440300708461136T1XGW3"

FRAMEWORKS: Final = ("fastapi", "starlette", "django")
PATHS: Final = ("picture", "sound", "answer", "stream")

MODEL: Final = """
from pathlib import Path

FILES = Path({data!r})


async def draw():
    return (FILES / "ffmpeg.png").read_bytes()


async def sing():
    return (FILES / "ffmpeg.wav").read_bytes()


async def say():
    return "春天来了，花都开了。"


async def tell():
    for piece in ("春天", "来了，", "花都开了。"):
        yield piece
"""

ASKING: Final = """
import asyncio, base64, importlib, json, sys


async def ask(app, path):
    sent, asked = [], asyncio.Event()
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
        "scheme": "http", "path": path, "raw_path": path.encode(), "query_string": b"",
        "root_path": "", "server": ("app.example", 80), "client": ("127.0.0.1", 1),
        "headers": [(b"host", b"app.example"), (b"range", b"bytes=0-9")],
    }

    async def receive():
        if asked.is_set():
            await asyncio.sleep(3600)  # a client that stays
        asked.set()
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    await app(scope, receive, send)
    headers = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    parts = [base64.b64encode(each.get("body", b"")).decode() for each in sent[1:]]
    return [sent[0]["status"], headers, parts]


async def main():
    told = {}
    for name in sys.argv[1:]:
        name, *paths = name.split("/")
        app = importlib.import_module("on_" + name).app
        told[name] = {path: await ask(app, "/" + path) for path in paths}
    print(json.dumps(told))


asyncio.run(main())
"""


def programs() -> list[str]:
    return re.findall(r"^```python\n(.*?)^```$", GUIDE.read_text("utf-8"), re.DOTALL | re.MULTILINE)


class Answer:
    """One answer of a program, as it came over the wire."""

    def __init__(self, told: list[Any]) -> None:
        self.status: int = told[0]
        self.headers: dict[str, str] = told[1]
        self.parts = [b64decode(part) for part in told[2]]
        self.body = b"".join(self.parts)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Answer]]:
    """What the programs answer, by framework and path; each is run as it stands."""
    folder = tmp_path_factory.mktemp("apps")
    (folder / "my_model.py").write_text(MODEL.format(data=str(DATA)), encoding="utf-8")
    (folder / "ask.py").write_text(ASKING, encoding="utf-8")
    asked = []
    for framework in FRAMEWORKS:
        (program,) = [
            each for each in programs() if re.search(rf"^from {framework}", each, re.MULTILINE)
        ]
        (folder / f"on_{framework}.py").write_text(program, encoding="utf-8")
        asked.append("/".join([framework, *(each for each in PATHS if f"def {each}(" in program)]))
    run = subprocess.run(
        [sys.executable, "ask.py", *asked], cwd=folder, capture_output=True, check=False, timeout=60
    )

    assert (0, "") == (run.returncode, run.stderr.decode())
    return {
        framework: {path: Answer(sent) for path, sent in answers.items()}
        for framework, answers in json.loads(run.stdout).items()
    }


@pytest.fixture(params=FRAMEWORKS)
def answers(
    request: pytest.FixtureRequest, told: dict[str, dict[str, Answer]]
) -> dict[str, Answer]:
    """What the program of one framework answers, by path."""
    return told[request.param]


@pytest.mark.parametrize(("path", "kind"), [("picture", "image/png"), ("sound", "audio/wav")])
def test_a_file_leaves_with_the_implicit_label(
    answers: dict[str, Answer], path: str, kind: str
) -> None:
    """Whole, also for a client that asks for its first bytes."""
    answer = answers[path]
    label = read_bytes(answer.body, grammar()).label

    assert (200, kind) == (answer.status, answer.headers["content-type"])
    assert str(len(answer.body)) == answer.headers["content-length"]
    assert label is not None
    assert PRODUCER == label.content_producer


def test_a_text_leaves_with_words_that_people_see(answers: dict[str, Answer]) -> None:
    text = json.loads(answers["answer"].body)["answer"]

    assert "春天来了，花都开了。\n\n（内容由人工智能生成）" == text


@pytest.mark.parametrize("framework", ["fastapi", "django"])
def test_a_text_in_pieces_is_labelled_after_its_last(
    told: dict[str, dict[str, Answer]], framework: str
) -> None:
    """The pieces leave one by one."""
    answer = told[framework]["stream"]

    assert ["春天", "来了，", "花都开了。"] == [part.decode() for part in answer.parts[:3]]
    assert "春天来了，花都开了。\n\n（内容由人工智能生成）" == answer.body.decode()


def test_each_framework_has_one_program() -> None:
    """Three for the applications; the fourth is run beside its package, by ``make marks``."""
    assert ["FastAPI", "Starlette", "Django", "A mark in the pixels"] == re.findall(
        r"^## (?!What to know)(.+)$", GUIDE.read_text("utf-8"), re.MULTILINE
    )
    assert 4 == len(programs())
