"""Every error stands in the tree, and says what to do."""

from __future__ import annotations

from hegui import errors
from hegui.errors import HeguiError, InvalidSetting, UnknownObligation


def _below(kind: type[HeguiError]) -> list[type[HeguiError]]:
    return [kind, *(each for sub in kind.__subclasses__() for each in _below(sub))]


def test_every_family_is_drawn() -> None:
    """The picture in the module names each family that exists, and no other."""
    drawing = errors.__doc__ or ""
    drawn = [line.split()[1] for line in drawing.splitlines() if "── " in line]

    assert sorted(each.__name__ for each in HeguiError.__subclasses__()) == sorted(drawn)


def test_every_error_has_a_meaning() -> None:
    """A class without a docstring could not have a page."""
    for kind in _below(HeguiError):
        assert kind.__doc__, kind
        assert kind.__module__.startswith("hegui.errors.")


def test_every_error_is_imported_from_one_place() -> None:
    """Whoever raises or catches one needs no family's file."""
    public = {kind.__name__ for kind in _below(HeguiError) if not kind.__name__.startswith("_")}

    assert public == set(errors.__all__) - {"nearest"}


def test_an_error_explains_itself_in_one_line() -> None:
    """Message, then hint."""
    near = UnknownObligation("cn/genai-2023/art-41", near=("cn/genai-2023/art-4-1-content",))

    assert (
        "no obligation cn/genai-2023/art-41 in the loaded instruments. "
        "Did you mean cn/genai-2023/art-4-1-content?" == near.explain()
    )
    assert "UnknownObligation" == near.code


def test_an_error_without_hint_is_its_message() -> None:
    bare = InvalidSetting("HEGUI_PORT", expected="a number", found="x")
    bare.hint = ""

    assert "HEGUI_PORT: expected a number; found 'x'" == bare.explain()
