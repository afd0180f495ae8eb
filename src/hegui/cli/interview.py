"""The interview in a terminal: one question, one answer, written at once."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from hegui import clock
from hegui.bilingual import Bilingual
from hegui.errors import InvalidAnswer
from hegui.law import Fact, FactKind, Law, load_profile
from hegui.law.answering import read_answer, write_answer
from hegui.law.interview import Interview, Question
from hegui.law.interview import interview as ask

__all__ = ["converse", "tell"]

_KEYS: Final = Bilingual(
    zh="? 尚不清楚 · h 说明 · w 关系到哪些义务 · b 上一题 · q 离开",
    en="? not known yet · h help · w what hangs on it · b back · q leave",
)
_HOW: Final = {
    FactKind.YES_NO: Bilingual(zh="是 / 否", en="yes / no"),
    FactKind.CHOICE: Bilingual(zh="一个编号", en="one number"),
    FactKind.SET: Bilingual(zh="编号，用逗号分开；无则写“无”", en="numbers with commas; or none"),
    FactKind.NUMBER: Bilingual(zh="一个数", en="a number"),
    FactKind.DATE: Bilingual(zh="日期，如 2026-11-21", en="a day, for example 2026-11-21"),
}
_MOST: Final = 12
"""Obligations shown at a question; all are listed at the end."""

_WHERE: Final = Bilingual(zh="何处可查：", en="Usually found in: ")
_ALL_ASKED: Final = Bilingual(zh="没有要问的了。", en="Nothing is left to ask.")
_LEFT: Final = Bilingual(
    zh="已保存在 {path}；再次运行 hegui init 可继续。",
    en="Saved in {path}; go on with `hegui init` at any time.",
)
_NEXT: Final = Bilingual(zh="下一步：hegui applies", en="Next: `hegui applies`.")
_UNSURE: Final = Bilingual(zh="尚不清楚，关系到：", en="Not known yet, and what hangs on it:")


def converse(path: Path, law: Law, language: str) -> None:
    """Ask until nothing is left to ask or the person leaves; every answer is on disk at once.

    Args:
        path: a profile that is there.
        law: as loaded.
        language: ``zh`` or ``en``.
    """
    console = Console(highlight=False)
    asked: list[Fact] = []
    while (found := _found(path, law)).next is not None:
        question = found.next
        _put(console, found, question, language)
        try:
            words = input("> ").strip()
        except (EOFError, KeyboardInterrupt):
            words = "q"
        match words.lower():
            case "q":
                console.print(_LEFT.in_language(language).format(path=path), style="dim")
                return
            case "h":
                _help(console, question.fact, language)
            case "w":
                _hangs(console, question, language, most=_MOST)
            case "b":
                if asked:
                    write_answer(path, asked.pop(), None)
            case _:
                if _take(console, path, question.fact, words):
                    asked.append(question.fact)
    tell(path, law, language)


def tell(path: Path, law: Law, language: str) -> None:
    """Say where the interview stands, and what hangs on what is not known yet."""
    console = Console(highlight=False)
    found = _found(path, law)
    console.print(_progress(found, language), style="bold")
    if found.next is None:
        console.print(_ALL_ASKED.in_language(language))
    else:
        fact = found.next.fact
        console.print(
            Text.assemble((fact.name, "cyan"), f"  {fact.question.in_language(language)}")
        )
    if found.unsure:
        console.print(_UNSURE.in_language(language), style="bold")
    for question in found.unsure:
        console.print(Text(question.fact.name, style="cyan"))
        _hangs(console, question, language)
    console.print(_NEXT.in_language(language))


def _found(path: Path, law: Law) -> Interview:
    return ask(law, load_profile(path, law), clock.today())


def _progress(found: Interview, language: str) -> str:
    so_far = found.progress
    total = so_far.decided + so_far.undecided
    return Bilingual(
        zh=f"{total} 项义务中 {so_far.decided} 项已有判定；尚有 {so_far.to_ask} 问，"
        f"{so_far.unsure} 问尚不清楚",
        en=f"{so_far.decided} of {total} obligations decided; {so_far.to_ask} to ask, "
        f"{so_far.unsure} not known yet",
    ).in_language(language)


def _put(console: Console, found: Interview, question: Question, language: str) -> None:
    fact = question.fact
    console.print()
    console.print(_progress(found, language), style="dim")
    console.print(fact.question.in_language(language), style="bold")
    for number, option in enumerate(fact.options, start=1):
        words = Text(f"{number}  {option.words.in_language(language)}")
        console.print(Padding(words, (0, 0, 0, 2), expand=False))
    how = _HOW[fact.kind].in_language(language)
    console.print(f"{how} · {_KEYS.in_language(language)}", style="dim")


def _help(console: Console, fact: Fact, language: str) -> None:
    console.print(Padding(Text(fact.help.in_language(language)), (0, 0, 0, 2), expand=False))
    where = _WHERE.in_language(language) + fact.where.in_language(language)
    console.print(Padding(Text(where, style="dim"), (0, 0, 0, 2), expand=False))


def _hangs(console: Console, question: Question, language: str, *, most: int | None = None) -> None:
    for decision in question.hangs[:most]:
        duty = decision.obligation
        told = Text.assemble((duty.id, "bold"), f"  {duty.title.in_language(language)}")
        console.print(Padding(told, (0, 0, 0, 2), expand=False))

    left = 0 if most is None else len(question.hangs) - most
    if left > 0:
        more = Bilingual(zh=f"另有 {left} 项。", en=f"and {left} more.").in_language(language)
        console.print(Padding(Text(more, style="dim"), (0, 0, 0, 2), expand=False))


def _take(console: Console, path: Path, fact: Fact, words: str) -> bool:
    """Write an answer; False, with the reason shown, when the words are none."""
    try:
        answer = read_answer(fact, words)
    except InvalidAnswer as error:
        console.print(str(error), style="yellow")
        return False
    write_answer(path, fact, answer)
    return True
