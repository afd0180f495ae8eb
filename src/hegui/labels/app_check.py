"""What an app store asks of an app before it is listed, with a file behind each piece.

    [app]
    name = "…"
    offers_generation = true
    conclusion = "passed"            # passed | refused, by the reviewer
    reviewer = "…"

    [material]
    scheme = "scheme.pdf"            # how content is labelled
    specimens = "specimens.zip"      # where the explicit label stands
    implicit = "implicit.md"         # how files are labelled
    screenshots = "shots.zip"
    filing = "filing.pdf"            # proof of filing

The rule names no list; this is what reviews ask in practice, and a store may
add its own. A checklist is complete when the app answered and, if it offers
generation, when each piece has a file that is not empty.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Final, Literal, cast

from hegui.errors import FileNotReadable, InvalidChecklist

__all__ = ["MATERIAL", "AppCheck", "Piece", "read_checklist"]

MATERIAL: Final = ("scheme", "specimens", "implicit", "screenshots", "filing")
"""Pieces that practice asks of an app that generates."""

Conclusion = Literal["passed", "refused", ""]
"""The reviewer's; empty while it is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One piece of material."""

    name: str
    file: str
    """As the checklist names it; empty when it is missing."""

    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AppCheck:
    """One app, asked and checked."""

    app: str
    offers_generation: bool | None
    """What its provider stated; None: was not asked or did not answer."""

    pieces: tuple[Piece, ...]
    conclusion: Conclusion
    reviewer: str

    @property
    def lacking(self) -> tuple[str, ...]:
        """What is still missing before a conclusion can stand."""
        if self.offers_generation is None:
            return ("offers_generation",)
        missing = [p.name for p in self.pieces if not p.bytes] if self.offers_generation else []
        return (*missing, *(n for n in ("conclusion", "reviewer") if not getattr(self, n)))

    def as_dict(self) -> dict[str, object]:
        """Return the check, for JSON."""
        return {
            "app": self.app,
            "offers_generation": self.offers_generation,
            "material": {
                p.name: {"file": p.file, "sha256": p.sha256, "bytes": p.bytes} for p in self.pieces
            },
            "conclusion": self.conclusion,
            "reviewer": self.reviewer,
            "lacking": list(self.lacking),
        }


def read_checklist(path: Path) -> AppCheck:
    """Read a checklist and take the digest of each file that it names.

    Raises:
        InvalidChecklist: it is no checklist, or names a file outside its folder.
        FileNotReadable: it, or a file that it names, cannot be read.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FileNotReadable(str(path), error.strerror or "an error of the system") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidChecklist(path.name, expected="a table in TOML", found=str(error)) from error
    app, material = told.get("app"), told.get("material", {})
    if not isinstance(app, dict) or not isinstance(material, dict):
        raise InvalidChecklist(path.name, expected="tables app and material", found="others")
    name = app.get("name")
    if not isinstance(name, str) or not name:
        raise InvalidChecklist(path.name, expected="the app's name", found=repr(name))
    offers = app.get("offers_generation")
    if offers is not None and not isinstance(offers, bool):
        raise InvalidChecklist(path.name, expected="true or false", found=repr(offers))
    conclusion = app.get("conclusion", "")
    if conclusion not in {"", "passed", "refused"}:
        raise InvalidChecklist(path.name, expected="passed or refused", found=repr(conclusion))
    names = dict.fromkeys((*MATERIAL, *material))
    return AppCheck(
        app=name,
        offers_generation=offers,
        pieces=tuple(_piece(path, each, material) for each in names),
        conclusion=cast("Conclusion", conclusion),
        reviewer=str(app.get("reviewer", "")),
    )


def _piece(checklist: Path, name: str, material: Mapping[str, object]) -> Piece:
    named = material.get(name, "")
    if not isinstance(named, str):
        raise InvalidChecklist(checklist.name, expected=f"a file as {name}", found=repr(named))
    if not named:
        return Piece(name=name, file="", sha256="", bytes=0)
    folder = checklist.resolve().parent
    file = (folder / named).resolve()
    if not file.is_relative_to(folder):
        raise InvalidChecklist(
            checklist.name, expected="a file beside the checklist or below", found=named
        )
    try:
        with file.open("rb") as content:
            digest = file_digest(content, "sha256").hexdigest()
            return Piece(name=name, file=named, sha256=digest, bytes=content.tell())
    except OSError as error:
        raise FileNotReadable(named, error.strerror or "an error of the system") from error
