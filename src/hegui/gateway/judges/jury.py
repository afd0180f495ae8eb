"""The judges of a service, and how text waits for them; one for all requests.

    JudgeSettings ─▶ `jury_of` ─▶ Jury ─▶ one `Hearing` a request

Immutable but for its connections. When the settings change, another jury takes its
place; the old one is retired and lets go of its connections when the last request
that it hears has ended.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import orjson

from hegui.errors import HeguiError, InvalidJudge
from hegui.finding import Stage
from hegui.gateway.judges.asking import Asker, Elsewhere, Here, InThreads
from hegui.moderation.context import Window
from hegui.moderation.judges import JudgeSettings, Made, made
from hegui.moderation.judges.settings import Embedded, OnnxFile
from hegui.moderation.lane import LanePlan, Mode, Seat
from hegui.moderation.policy import Policy, read_policy

__all__ = ["Jury", "jury_of"]

_ROUNDS: Final = 5
"""How many times the longest limit all questions about a long prompt may take."""

_UNBOUNDED: Final = 1 << 40
"""A lane's own bound is not needed: what it is given is bounded before (`lanes`)."""


class Jury:
    """Askers, policy and the plans of their lanes.

    Args:
        askers: each name once.
        policy: what is done about what they say, and about silence.
        modes: how text waits, by risk; the lane's own when None.
        window: how much of what came before goes with a text.
        longest_sentence: code points.
        exposure_chars: of mode ``follow``.
        sure: of mode ``follow``.
    """

    def __init__(  # noqa: PLR0913 - what is set about judges, by keyword
        self,
        askers: Sequence[Asker],
        policy: Policy,
        *,
        modes: Mapping[str, Mode] | None = None,
        window: Window | None = None,
        longest_sentence: int = 120,
        exposure_chars: int = 64,
        sure: float = 0.9,
    ) -> None:
        self.askers = {asker.name: asker for asker in askers}
        if len(self.askers) != len(askers):
            raise ValueError("expected each judge once")
        self.policy = policy
        self.window = Window() if window is None else window
        seats = tuple(
            Seat(name=asker.name, risks=asker.risks)
            for asker in askers
            if Stage.OUTPUT in asker.stages
        )
        # Each asker keeps its own limit; the lane's is there for what nobody thought of.
        longest = max((asker.limit_s for asker in askers), default=1.0)
        limit_s = longest + 1.0
        self.prompt_s = longest * _ROUNDS
        """Seconds for all questions about one prompt."""
        plan = LanePlan(
            policy=policy,
            seats=seats,
            limit_s=limit_s,
            held_chars=_UNBOUNDED,
            longest_sentence=longest_sentence,
            exposure_chars=exposure_chars,
            sure=sure,
        )
        self.text_plan = plan if modes is None else _with(plan, modes)
        self.call_plan = _with(plan, {"*": Mode.END})
        """For the arguments of tool calls, which wait for their end anyhow."""
        self.judges_output = bool(seats)
        self.digest = _digest(self)
        self._running = 0
        self._is_retired = False
        self._loop: asyncio.AbstractEventLoop | None = None

    def enter(self) -> None:
        """Note that a hearing has begun. Needs the serving loop."""
        self._loop = asyncio.get_running_loop()
        self._running += 1

    def leave(self) -> None:
        """Note that a hearing has ended."""
        self._running -= 1
        if self._is_retired and not self._running:
            self.close()

    def retire(self) -> None:
        """Let go of all connections when the last hearing has ended. From any thread."""
        if self._loop is None:
            self.close()  # it has never heard anybody, and so has no connections
        else:
            self._loop.call_soon_threadsafe(self._retire)

    def _retire(self) -> None:
        self._is_retired = True
        if not self._running:
            self.close()

    def close(self) -> None:
        """Let go of all threads and connections now."""
        for asker in self.askers.values():
            asker.close()


def jury_of(file: Path, settings: JudgeSettings, environ: Mapping[str, str]) -> Jury | None:
    """Return the jury of a service, or None when it has named no judge.

    Args:
        file: where the settings stand, for errors.
        settings: of `read_judges`.
        environ: where keys are.

    Raises:
        InvalidJudge, InvalidModel, InvalidPolicy, MissingExtra: see `made`.
        UpstreamForbidden: an address is never to be called, or not without leave.
    """
    if not settings.judges:
        return None
    judges = [made(file, each, environ) for each in settings.judges]
    try:
        return Jury(
            [_asker(each) for each in judges],
            read_policy(settings.policy),
            modes=settings.modes,
            window=settings.window,
            longest_sentence=settings.longest_sentence,
            exposure_chars=settings.exposure_chars,
            sure=settings.sure,
        )
    except ValueError as error:
        if isinstance(error, HeguiError):
            raise
        raise InvalidJudge(file, expected="judges as documented", found=str(error)) from error


def _asker(judge: Made) -> Asker:
    setting = judge.setting
    if judge.here is not None:
        if isinstance(setting, OnnxFile):
            return InThreads(
                judge.here, judge.stages, limit_s=setting.within_s, at_once=setting.at_once
            )
        return Here(judge.here, judge.stages)
    if judge.elsewhere is None or isinstance(setting, Embedded | OnnxFile):
        raise AssertionError("a judge is here or elsewhere, and has an address there")
    return Elsewhere(
        judge.elsewhere,
        judge.stages,
        url=setting.url,
        headers=judge.headers,
        limit_s=setting.within_s,
        at_once=setting.at_once,
        allow_private=setting.private,
        masks=setting.masks_identifiers,
    )


def _with(plan: LanePlan, modes: Mapping[str, Mode]) -> LanePlan:
    """Return the same plan with other modes."""
    return replace(plan, modes=dict(modes))


def _digest(jury: Jury) -> str:
    plan = jury.text_plan
    told = {
        "policy": jury.policy.digest,
        "judges": {
            asker.name: [sorted(asker.risks), sorted(asker.stages), asker.limit_s]
            for asker in jury.askers.values()
        },
        "modes": dict(plan.modes),
        "longest_sentence": plan.longest_sentence,
        "exposure_chars": plan.exposure_chars,
        "sure": plan.sure,
        "window": [jury.window.turns, jury.window.chars],
    }
    packed = orjson.dumps(told, option=orjson.OPT_SORT_KEYS)
    return f"sha256:{hashlib.sha256(packed).hexdigest()}"
