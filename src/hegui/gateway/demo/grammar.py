"""What the demo model is told to do: a small grammar of answers and faults.

An instruction is ``/demo <verb> [argument]`` anywhere in the last user message;
several may follow each other, in any order. Without one it answers the question.

    what it says
        say-b64 TEXT      exactly this text, base64 of UTF-8
        reason-b64 TEXT   this as ``reasoning_content`` before the answer
        tool-b64 ARGS     a tool call with exactly these arguments, in place of content
        leak              a sentence with one term of the starter lexicon
        phone             a sentence with a mobile number
        finish REASON     this ``finish_reason`` in place of ``stop``

    how it says it
        chunk N           N code points a chunk (else 1, 2, 3, 4, 1, …)
        delay S           S seconds between chunks
        wait S            S seconds before the first byte
        crlf              frames with CRLF line ends and a comment between them
        whole             one JSON body, although a stream was asked for

    how it fails
        cut N             the connection breaks after N chunks
        stall N           nothing more after N chunks; the connection stays open
        status CODE       an HTTP error with OpenAI's shape
        garbage           frames that are no JSON; a body that is no JSON
        error N           an error frame after N chunks
        endless           chunks without end

>>> read('你好 /demo chunk 2 /demo cut 3')
Script(chunk=2, cut=3)
>>> read('/demo fly')
Traceback (most recent call last):
    ...
ValueError: the demo model knows no instruction 'fly'
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from dataclasses import dataclass, fields
from typing import Final

__all__ = ["Script", "read"]

_INSTRUCTION: Final = re.compile(r"/demo ([a-z0-9-]+)(?: +(?!/demo)(\S+))?")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Script:
    """One answer, as instructed. `chunk` 0 means the cycle of one to four."""

    say: str | None = None
    reason: str | None = None
    tool: str | None = None
    leak: bool = False
    phone: bool = False
    finish: str = "stop"
    chunk: int = 0
    delay: float = 0.0
    wait: float = 0.0
    crlf: bool = False
    whole: bool = False
    cut: int | None = None
    stall: int | None = None
    status: int | None = None
    garbage: bool = False
    error: int | None = None
    endless: bool = False

    def __repr__(self) -> str:
        """Return only what differs from a plain answer."""
        said = (
            f"{f.name}={value!r}"
            for f in fields(self)
            if (value := getattr(self, f.name)) != f.default
        )
        return f"Script({', '.join(said)})"


_TEXTS: Final = {"say-b64": "say", "reason-b64": "reason", "tool-b64": "tool"}
_FLAGS: Final = ("leak", "phone", "crlf", "whole", "garbage", "endless")
_COUNTS: Final = ("chunk", "cut", "status", "error", "stall")
_SECONDS: Final = ("delay", "wait")


def read(prompt: str) -> Script:
    """Return the script that `prompt` asks for.

    Raises:
        ValueError: an instruction or its argument is unknown.
    """
    said: dict[str, str | int | float | bool] = {}
    for verb, argument in _INSTRUCTION.findall(prompt):
        try:
            if verb in _TEXTS:
                said[_TEXTS[verb]] = b64decode(argument, validate=True).decode()
            elif verb in _FLAGS:
                said[verb] = True
            elif verb in _COUNTS:
                said[verb] = int(argument or "0")
            elif verb in _SECONDS:
                said[verb] = float(argument)
            elif verb == "finish":
                said[verb] = argument
            else:
                raise ValueError(f"the demo model knows no instruction {verb!r}")
        except (binascii.Error, UnicodeDecodeError):
            raise ValueError(f"{verb} expects base64 of UTF-8; found {argument!r}") from None
    return Script(**said)  # type: ignore[arg-type] # each verb above stores its own field's type
