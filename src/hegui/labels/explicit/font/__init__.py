"""The font that labels are drawn with: a subset of Noto Sans CJK SC, and its licence.

``label.otf``        cut by `cut.py`; SIL Open Font License 1.1
``OFL.txt``          the licence, which goes wherever the font goes
``characters.txt``   what the subset holds, beside printable ASCII
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["CHARACTERS", "FONT", "LICENSE"]

FONT: Final = Path(__file__).with_name("label.otf")
"""The subset."""

LICENSE: Final = Path(__file__).with_name("OFL.txt")
"""Its licence."""

CHARACTERS: Final = Path(__file__).with_name("characters.txt")
"""The characters that it was cut for, in UTF-8; line ends do not count."""
