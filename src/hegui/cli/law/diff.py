"""``hegui law diff``: what changed between two instruments, or two days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from hegui.bilingual import Bilingual
from hegui.cli.output import JSON, LANGUAGE, day_of, language_of, print_json, today_or
from hegui.law import load
from hegui.law.aspects import Aspect
from hegui.law.diff import Change, Diff, Kind, Side, diff_days, diff_instruments
from hegui.law.pairs import load_pairs

__all__ = ["diff"]

_MARKS: Final[Mapping[Kind, tuple[str, str, Bilingual]]] = {
    "dropped": ("-", "red", Bilingual(zh="取消", en="dropped")),
    "changed": ("~", "yellow", Bilingual(zh="改变", en="changed")),
    "added": ("+", "green", Bilingual(zh="新增", en="added")),
}
_HIDDEN: Final = {False: frozenset({"confidence"}), True: frozenset({"confidence", "status"})}
"""Left out of the text, by whether there are two instruments: how well a text is known is no change
of law, and that a draft binds nobody need not be said of each of its duties. JSON has all."""

_RENUMBERED: Final = Bilingual(zh="仅编号改变", en="only the number changed")
_NOTHING: Final = Bilingual(zh="无", en="none")


def diff(  # noqa: PLR0913 - each option is an argument
    before: Annotated[
        str | None, typer.Argument(metavar="A", help="An instrument, for example a draft.")
    ] = None,
    after: Annotated[
        str | None, typer.Argument(metavar="B", help="Another, for example the final text.")
    ] = None,
    *,
    start: Annotated[
        str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="The one day.")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="The other; today.")
    ] = None,
    known_start: Annotated[
        str | None,
        typer.Option("--known-from", metavar="YYYY-MM-DD", help="As known then, on the one side."),
    ] = None,
    known_end: Annotated[
        str | None,
        typer.Option("--known-to", metavar="YYYY-MM-DD", help="As known then, on the other."),
    ] = None,
    as_json: JSON = False,
    lang: LANGUAGE = None,
) -> None:
    """Show what was dropped, changed or added.

    Two instruments: A and B, as they stand today or on --to. Two days of one:
    A with --from, and --to. Two days of the whole law: --from, and --to.

    Exits with 0 whether something differs or not; with 2 on wrong use.
    """
    law, language, to = load(), language_of(lang), today_or(end)
    if before is not None and after is not None:
        if start is not None or known_start is not None or known_end is not None:
            raise typer.BadParameter("expected --from with one instrument, not with two")
        found = diff_instruments(law, before, after, on=to, pairs=load_pairs(law))
    elif start is None and known_start is None:
        raise typer.BadParameter("expected two instruments, or --from and a day")
    else:
        found = diff_days(
            law,
            Side(
                on=to if start is None else day_of(start),
                instrument=before,
                known=None if known_start is None else day_of(known_start),
            ),
            Side(on=to, instrument=before, known=None if known_end is None else day_of(known_end)),
        )
    if as_json:
        print_json(found.as_dict())
    else:
        _show(found, language)


def _name(side: Side) -> str:
    known = "" if side.known is None else f" (known {side.known})"
    return f"{side.instrument or '*'} @ {side.on}{known}"


def _show(found: Diff, language: str) -> None:
    console = Console(highlight=False)
    console.print(f"{_name(found.before)}  →  {_name(found.after)}", style="bold")
    numbers = Counter(change.kind for change in found.changes)
    counts = [
        Text(f"{mark} {words.in_language(language)} {numbers[kind]}", style=style)
        for kind, (mark, style, words) in _MARKS.items()
    ]
    same = Bilingual(zh=f"= 相同 {found.same}", en=f"= same {found.same}")
    console.print(Text("   ").join([*counts, Text(same.in_language(language), style="dim")]))
    is_two = found.before.instrument != found.after.instrument
    for change in found.changes:
        _change(console, change, _HIDDEN[is_two], language)
    for label, measures in (
        (Bilingual(zh="不再有的处罚", en="measures dropped"), found.measures_dropped),
        (Bilingual(zh="新设的处罚", en="measures added"), found.measures_added),
    ):
        if measures:
            console.print(f"{label.in_language(language)}: {', '.join(measures)}")


def _change(console: Console, change: Change, hidden: frozenset[str], language: str) -> None:
    mark, style, _ = _MARKS[change.kind]
    sides = [duty for duty in (change.before, change.after) if duty is not None]
    ids = " → ".join(dict.fromkeys(duty.id for duty in sides))
    title = sides[-1].title.in_language(language)
    console.print(Text.assemble((f"{mark} ", style), (ids, "bold"), f"  {title}"))
    if change.note is not None:
        console.print(_indented(Text(change.note.in_language(language))))
    shown = [aspect for aspect in change.aspects if aspect.name not in hidden]
    for aspect in shown:
        console.print(_indented(_aspect(aspect, language)))
    if change.is_renumbered and not shown:
        console.print(_indented(Text(_RENUMBERED.in_language(language), style="dim")))


def _indented(text: Text) -> Padding:
    return Padding(text, (0, 0, 0, 4), expand=False)


def _aspect(aspect: Aspect, language: str) -> Text:
    was = (aspect.before or _NOTHING).in_language(language)
    now = (aspect.after or _NOTHING).in_language(language)
    return Text.assemble((f"{aspect.label.in_language(language)}: ", "dim"), f"{was} → {now}")
