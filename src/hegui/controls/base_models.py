"""What controls over base models say while there is nothing to look at."""

from __future__ import annotations

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Status

__all__ = ["not_recorded"]


def not_recorded(entries: tuple[int, ...]) -> Opinion:
    """Return unknown: no start is recorded, or the demo model answers.

    Args:
        entries: the ``upstreams`` entry, if there is one.
    """
    if entries:
        return Opinion(
            status=Status.UNKNOWN,
            reason=Bilingual(
                zh="目前由演示模型作答，后面没有真实模型",
                en="the demo model answers; there is no real one behind it",
            ),
            entries=entries,
            next_step=Bilingual(zh="接入真实模型", en="put a real model behind the gateway"),
        )
    return Opinion(
        status=Status.UNKNOWN,
        reason=Bilingual(
            zh="服务尚未启动，不知后面是哪些模型",
            en="not started yet, so it is not known which models stand behind it",
        ),
        next_step=Bilingual(zh="启动服务", en="start the service"),
        is_unseen=True,
    )
