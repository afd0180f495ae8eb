"""Words in two languages, side by side.

Everything that a person reads and that is not an interface string (a rule in
our words, a reason, a question) is written in Chinese and English where it is
stated, so that the two cannot drift apart in separate files.

>>> Bilingual(zh='停止生成', en='stop generating').in_language('zh-hans')
'停止生成'
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Bilingual"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bilingual:
    """One statement in simplified Chinese and in English."""

    zh: str
    en: str

    def in_language(self, code: str) -> str:
        """Return the words for a language code; anything but ``zh…`` reads English."""
        return self.zh if code.lower().startswith("zh") else self.en

    def as_dict(self) -> dict[str, str]:
        """Return ``{"zh": …, "en": …}``, the shape of every JSON output."""
        return {"zh": self.zh, "en": self.en}
