"""Small laws written to disk for tests, every part with a default that can be overridden.

pack = Pack(tmp_path)
pack.instrument('cn/old-2020', rank='"departmental-rule"')
pack.provision('cn/old-2020', 'art-1', duty('art-1-do', deadline='event = "launch" …'))
law = pack.load()
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hegui.law import Law, load

__all__ = ["Pack", "duty", "expression", "fact"]


def _lines(given: Mapping[str, str], defaults: Mapping[str, str]) -> str:
    """Return ``key = value`` lines; a default that is given as '' is left out."""
    merged = {**defaults, **{key.replace("__", "."): value for key, value in given.items()}}
    return "".join(f"{key} = {value}\n" for key, value in merged.items() if value)


def fact(name: str, **given: str) -> str:
    """Return a ``[[fact]]``; yes/no unless told otherwise."""
    defaults = {
        "name": f'"{name}"',
        "type": '"yes_no"',
        "question.zh": f'"{name} 吗？"',
        "question.en": f'"{name}?"',
        "help.zh": '"帮助"',
        "help.en": '"help"',
        "where.zh": '"何处"',
        "where.en": '"somewhere"',
    }
    rest = given.pop("rest", "")
    return f"[[fact]]\n{_lines(given, defaults)}{rest}\n"


def expression(**given: str) -> str:
    """Return an ``[[expression]]`` that binds from 2020."""
    defaults = {
        "from": "2020-01-01",
        "checked": "2026-11-20",
        "source": '"https://example.org/law"',
        "status": '"binding"',
        "confidence": '"primary"',
        "says.zh": '"一条规定。"',
        "says.en": '"A rule."',
    }
    given = {key.removesuffix("_"): value for key, value in given.items()}
    return f"[[expression]]\n{_lines(given, defaults)}\n"


def duty(name: str, **given: str) -> str:
    """Return an ``[[obligation]]`` that binds a provider from 2020.

    ``deadline``, ``recurs``, ``retain`` and ``parameters`` take the lines of their tables.
    """
    tables = {
        key: given.pop(key)
        for key in ("deadline", "recurs", "retain", "parameters")
        if key in given
    }
    rest = given.pop("rest", "")
    defaults = {
        "id": f'"{name}"',
        "title.zh": f'"标题 {name}"',
        "title.en": f'"title {name}"',
        "bearer": '"provider"',
        "when": '"role.provider"',
        "must.zh": f'"要做 {name}。"',
        "must.en": f'"Do {name}."',
        "from": "2020-01-01",
        "theme": '"content"',
        "stage": '"during"',
        "because.zh": '"由人完成。"',
        "because.en": '"A person does it."',
    }
    given = {key.removesuffix("_"): value for key, value in given.items()}
    below = "".join(f"[obligation.{key}]\n{lines}\n" for key, lines in tables.items())
    return f"[[obligation]]\n{_lines(given, defaults)}{below}{rest}\n"


class Pack:
    """One folder of instruments."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "instruments"
        (self.folder / "facts").mkdir(parents=True)
        self.facts(fact("role.provider") + fact("is_public") + fact("has_minors"))

    def facts(self, text: str) -> Pack:
        """Replace the questions."""
        head = 'group.zh = "事实"\ngroup.en = "Facts"\norder = 10\n\n'
        (self.folder / "facts" / "all.toml").write_text(head + text, encoding="utf-8")
        return self

    def instrument(self, id_: str, **given: str) -> Pack:
        """Add an instrument, by default a departmental rule of 2020."""
        defaults = {
            "title.zh": f'"{id_} 办法"',
            "title.en": f'"Measures {id_}"',
            "short.zh": f'"{id_}"',
            "short.en": f'"{id_}"',
            "rank": '"departmental-rule"',
            "authority": '"cac"',
            "published": "2019-12-01",
            "from": "2020-01-01",
            "addresses": '["https://example.org/law"]',
        }
        given = {key.removesuffix("_"): value for key, value in given.items()}
        home = self.folder / id_
        home.mkdir(parents=True)
        issuer = '\n[[issuer]]\nname.zh = "某部"\nname.en = "a ministry"\n'
        (home / "instrument.toml").write_text(_lines(given, defaults) + issuer, encoding="utf-8")
        return self

    def provision(self, instrument: str, stem: str, *parts: str, head: str = "") -> Pack:
        """Add a provision; without an ``[[expression]]`` among the parts it gets a default one."""
        topic = f'topic.zh = "{stem} 的内容"\ntopic.en = "about {stem}"\n{head}\n'
        if not any(part.startswith("[[expression]]") for part in parts):
            parts = (expression(), *parts)
        file = self.folder / instrument / f"{stem}.toml"
        file.write_text(topic + "".join(parts), encoding="utf-8")
        return self

    def write(self, path: str, text: str) -> Pack:
        """Write any other file of the folder."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return self

    def load(self) -> Law:
        """Read the folder; once, since a folder is read once in the life of a process."""
        return load(self.folder)
