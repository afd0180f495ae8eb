"""The readers under Atheris, which looks for inputs that reach new code.

    python -m tests.fault.fuzz_guided <seconds>

Atheris is in no lock: say ``pip install atheris`` in an environment of its own
that also has what hegui needs. The first byte of an input is where it is cut.
"""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from pathlib import Path

import orjson

__all__ = ["main"]


def main(seconds: str) -> None:
    """Fuzz for so long; Atheris ends the process itself."""
    atheris = import_module("atheris")
    with atheris.instrument_imports(include=["hegui.gateway"]):
        import_module("hegui.gateway.dialects")
    fuzz = import_module("tests.fault.fuzz")

    fuzz.a_voice(fuzz.a_request())  # loads rules and plan, which no reader is to be blamed for

    def once(given: bytes) -> None:
        fuzz.read_all(given[1:], min(given[0] if given else 0, len(given)))

    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(fuzz.SEEDS):
            raw = orjson.dumps(seed)
            Path(folder, f"{number}-whole").write_bytes(b"\x09" + raw)
            Path(folder, f"{number}-frame").write_bytes(b"\x09data: " + raw + b"\n\n")
        options = [f"-max_total_time={seconds}", "-max_len=4096", folder]
        atheris.Setup([sys.argv[0], *options], once)
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1])
