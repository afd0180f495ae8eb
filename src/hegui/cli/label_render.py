"""``hegui label render``: explicit labels in pictures, videos, sounds and documents."""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal, cast

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from hegui.cli.label_each import each, files_of
from hegui.cli.label_law import grammar
from hegui.cli.output import JSON
from hegui.cli.run_entry import record
from hegui.cli.settings import read as settings_of
from hegui.controls.render_law import render_rules
from hegui.errors import InvalidPlacement
from hegui.labels import AIGCLabel, explicit
from hegui.labels.explicit.font import FONT
from hegui.labels.text import Position

__all__ = ["render_files"]

_LEDGER_KINDS: Final = {
    "picture": "label-pictures",
    "video": "label-videos",
    "sound": "label-sounds",
}

Answer = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """How labels shall look and sound."""

    words: str
    at: explicit.Place
    moments: tuple[Literal["start", "end"] | float, ...]
    seconds: float | None
    whole: bool
    encoder: str
    font: Path | None
    clip: Path | None
    spoken: str

    def carry_out(
        self,
        file: Path,
        to: Path | None,
        label: AIGCLabel | None,
        *,
        even_if_signed: bool,
        progress: Callable[[int, int], None] | None,
    ) -> Answer:
        """Return what labelling one file came to, with its kind."""
        kind = explicit.kind_of(file)
        done: explicit.RenderedPicture | explicit.RenderedVideo
        if kind == "picture":
            done = explicit.render_picture(
                file,
                render_rules(),
                grammar(),
                to=to,
                words=self.words,
                at=self.at,
                label=label,
                even_if_signed=even_if_signed,
                font=self.font or FONT,
                progress=progress,
            )
            return {"kind": kind, **done.as_dict()}
        if kind == "video":
            done = explicit.render_video(
                file,
                render_rules(),
                grammar(),
                to=to,
                words=self.words,
                at=self.at,
                shown_s=self.seconds,
                is_whole=self.whole,
                encoder=self.encoder,
                label=label,
                even_if_signed=even_if_signed,
                font=self.font or FONT,
                progress=progress,
            )
            return {"kind": kind, **done.as_dict()}
        if kind == "sound":
            heard = explicit.render_sound(
                file,
                render_rules(),
                grammar(),
                to=to,
                at=self.moments,
                clip=self.clip,
                spoken=self.spoken,
                label=label,
                even_if_signed=even_if_signed,
                progress=progress,
            )
            return {"kind": kind, **heard.as_dict()}
        line = explicit.add_visible_line(
            file,
            render_rules(),
            grammar(),
            to=to,
            words=self.words,
            position=self._position(),
            label=label,
            even_if_signed=even_if_signed,
        )
        return {"kind": kind, **line.as_dict()}

    def _position(self) -> Position:
        moment = self.moments[0]
        if moment not in ("start", "end"):
            raise InvalidPlacement(str(moment), known=("start", "end"))
        return moment


def render_files(  # noqa: PLR0913 - options of a verb
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH…", help="Files, folders (looked through) or patterns."),
    ],
    *,
    words: Annotated[
        str, typer.Option(help="What is written; the shortest that the law takes if not given.")
    ] = "",
    corner: Annotated[
        str, typer.Option(metavar="|".join(explicit.PLACES), help="Where on pictures and videos.")
    ] = "bottom-right",
    position: Annotated[
        list[str] | None,
        typer.Option(
            metavar="start|end|SECONDS", help="Where in sounds and documents; may be repeated."
        ),
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option(help="How long words stay on a video; never less than the law's time."),
    ] = None,
    whole: Annotated[
        bool, typer.Option("--whole", help="Words on every frame of a video.")
    ] = False,
    encoder: Annotated[
        str, typer.Option(metavar="NAME", help="For videos; libx264 (GPL) only when named here.")
    ] = "",
    font: Annotated[Path | None, typer.Option(metavar="FILE", help="Draw with this font.")] = None,
    clip: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Speech for sounds, in place of the rhythm.")
    ] = None,
    spoken: Annotated[str, typer.Option(help="What the clip says.")] = "",
    producer: Annotated[
        str | None, typer.Option(metavar="NAME", help="Name or code of the generating service.")
    ] = None,
    produce_id: Annotated[
        str | None, typer.Option(metavar="ID", help="Number of the content; made new if not given.")
    ] = None,
    value: Annotated[
        str, typer.Option("--label", metavar="1|2|3", help="Is, may be, suspected.")
    ] = "1",
    no_implicit: Annotated[
        bool, typer.Option("--no-implicit", help="Add no implicit label; keep what is there.")
    ] = False,
    to: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write here; else files are replaced.")
    ] = None,
    even_if_signed: Annotated[
        bool, typer.Option("--even-if-signed", help="Render although a signature will be lost.")
    ] = False,
    on_record: Annotated[
        bool, typer.Option("--record", help="Leave the figures in the service's ledger.")
    ] = False,
    as_json: JSON = False,
) -> None:
    """Put explicit labels into files, and measure them there.

    Pictures, videos and sounds are encoded anew; documents get a line and keep
    every other byte. The implicit label is written with it, and metadata are
    carried over. A file that cannot be labelled faithfully keeps its bytes, and
    the reason is told.

    Exits with 0 when every file carries the label, 1 when one was refused, and
    2 on wrong use.
    """
    if (producer is None) != no_implicit:
        raise typer.BadParameter("expected either --producer or --no-implicit")
    wish = _Wish(
        words=words,
        at=explicit.require_place(corner),
        moments=tuple(_moment(text) for text in position or ["start"]),
        seconds=seconds,
        whole=whole,
        encoder=encoder,
        font=font,
        clip=clip,
        spoken=spoken,
    )
    if words:
        render_rules().require_words(words)
    if to is not None:
        to.mkdir(parents=True, exist_ok=True)

    def act(file: Path) -> Answer:
        label = None
        if producer is not None:
            number = produce_id or uuid.uuid4().hex
            label = AIGCLabel.first_write(label=value, producer=producer, produce_id=number)
        target = None if to is None else to / file.name
        return wish.carry_out(file, target, label, even_if_signed=even_if_signed, progress=progress)

    with _bar(shown=sys.stderr.isatty() and len(list(files_of(paths))) == 1) as progress:
        answers, all_fine = each(paths, act, _told, as_json=as_json)
    if on_record:
        for kind, name in _LEDGER_KINDS.items():
            figures = _figures(kind, answers)
            if figures:
                _, line = record(settings_of(os.environ).var, name, figures)
                typer.echo(line, err=True)
    if not all_fine:
        raise typer.Exit(1)


@contextmanager
def _bar(*, shown: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Give what moves a bar over the frames of one file; None when nobody would see it."""
    if not shown:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("frames", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)


def _moment(text: str) -> Literal["start", "end"] | float:
    if text in {"start", "end"}:
        return cast("Literal['start', 'end']", text)
    try:
        return float(text)
    except ValueError:
        raise InvalidPlacement(text, known=("start", "end", "seconds")) from None


def _told(answer: Answer) -> str:
    """Return one line for people: what was put where, as measured."""
    match answer["kind"]:
        case "picture" | "video":
            line = (
                f"{answer['words']} drawn, ink {answer['ink_px']} of {answer['needed_px']} pixels "
                f"needed, contrast {answer['contrast']}"
            )
            if answer["kind"] == "video":
                line += (
                    f", {answer['shown_s']} s, {answer['encoder']} ({answer['encoder_licence']})"
                )
        case "sound":
            places = ", ".join(f"{at} s" for at in cast("list[float]", answer["at_s"]))
            line = f"{answer['form']} at {places}"
        case _:
            line = f"{answer['words']} added" if answer["is_changed"] else "unchanged"
    left = cast("list[str]", answer.get("left_behind", []))
    return f"{line}; left behind: {', '.join(left)}" if left else line


def _figures(kind: str, answers: list[Answer]) -> dict[str, float]:
    """Return what a ledger entry tells of one kind; empty when there was none of it."""
    done = [answer for answer in answers if answer.get("kind") == kind]
    if not done:
        return {}
    figures: dict[str, float] = {"files": len(done)}
    if kind == "sound":
        figures["rhythms"] = sum(answer["form"] == "rhythm" for answer in done)
        return figures
    figures["least_height_share"] = min(
        float(cast("int", a["ink_px"])) / min(cast("int", a["width"]), cast("int", a["height"]))
        for a in done
    )
    figures["least_contrast"] = min(cast("float", answer["contrast"]) for answer in done)
    if kind == "video":
        # One that is shorter than the law's time carries the words to its end.
        lasting = [a for a in done if cast("float", a["shown_s"]) < cast("float", a["seconds"])]
        figures["least_shown_s"] = min(
            (cast("float", a["shown_s"]) for a in lasting), default=render_rules().shown_s
        )
    return figures
