"""``python -m hegui`` is the command ``hegui``."""

from __future__ import annotations

from hegui.cli.main import main

main()
