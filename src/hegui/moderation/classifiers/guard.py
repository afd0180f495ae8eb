"""A guard model on an OpenAI-compatible server: Qwen3Guard-Gen, Llama Guard and their like.

    Passage ─▶ chat/completions ─▶ first choice's content ─▶ `replies` ─▶ Judgement

A prompt is sent as the user's message; an output as the assistant's, after what
stood before it, or after an empty question when nothing did. One passage, one
request, temperature 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import orjson

from hegui.finding import Stage
from hegui.moderation.classifiers.base import Judgement, Passage, Unjudged
from hegui.moderation.classifiers.remote import Question, RemoteClassifier
from hegui.moderation.classifiers.replies import FORMATS, Said, mapping
from hegui.moderation.classifiers.transport import Reply, Transport

__all__ = ["Guard", "GuardClassifier"]

_CONTROVERSIAL: Final = 0.5
"""A guard that has three levels and no numbers: safe 0, controversial a half, unsafe 1."""


class Guard:
    """What a guard model is asked, and what its replies say.

    Args:
        model: its name on its server.
        form: ``qwen3guard`` or ``llama-guard``.
        risks: the guard's names with the risks they are here, where another
            reading than ``guards.toml`` is wanted.
        strict: whether ``Controversial`` is flagged too.
        longest: code points of the longest passage that is sent; a longer one
            is unjudged, since a guard that reads half of it would seem to have read all.

    Raises:
        ValueError: no such format, or a risk that is none.
    """

    def __init__(
        self,
        model: str,
        *,
        form: str,
        risks: Mapping[str, str] | None = None,
        strict: bool = False,
        longest: int = 8192,
    ) -> None:
        if form not in FORMATS:
            raise ValueError(f"expected a format of {sorted(FORMATS)}; got {form!r}")
        self._model = model
        self._read = FORMATS[form]
        self._risks = {**mapping(form), **(risks or {})}
        self._form = form
        self._strict = strict
        self._longest = longest
        Judgement(classifier=model, scores=dict.fromkeys(self._risks.values(), 0.0))

    @property
    def name(self) -> str:
        """``guard/<format>/<model>``."""
        return f"guard/{self._form}/{self._model}"

    @property
    def risks(self) -> frozenset[str]:
        """The risks that its names stand for."""
        return frozenset(self._risks.values())

    @property
    def stages(self) -> frozenset[Stage]:
        """All of them."""
        return frozenset(Stage)

    def question(self, passage: Passage) -> Question | Judgement:
        """Return the chat completion to ask for."""
        if len(passage.text) + len(passage.before) > self._longest:
            return self._none(Unjudged.TOO_LONG)
        return Question("chat/completions", self._request(passage))

    def answer(self, reply: Reply) -> Judgement:
        """Return what a completion says."""
        if reply.status != 200:
            return self._none(Unjudged.REJECTED)
        content = _content(reply)
        said = None if content is None else self._read(content)
        return self._none(Unjudged.NONSENSE) if said is None else self._judgement(said)

    def _request(self, passage: Passage) -> bytes:
        # A lone surrogate has no UTF-8 form.
        text, before = (
            each.encode("utf-8", "replace").decode() for each in (passage.text, passage.before)
        )
        if passage.stage is Stage.OUTPUT:
            messages = [
                {"role": "user", "content": before},
                {"role": "assistant", "content": text},
            ]
        else:
            messages = [{"role": "user", "content": f"{before}\n{text}" if before else text}]
        return orjson.dumps(
            {
                "model": self._model,
                "messages": messages,
                "temperature": 0,
                "max_tokens": 64,
                "stream": False,
            }
        )

    def _judgement(self, said: Said) -> Judgement:
        score = {"safe": 0.0, "controversial": _CONTROVERSIAL, "unsafe": 1.0}[said.level]
        scores = dict.fromkeys(sorted(self.risks), 0.0)
        named = tuple(dict.fromkeys(self._risks[name] for name in said.names))
        scores.update(dict.fromkeys(named, score))
        is_flagged = said.level == "unsafe" or (self._strict and said.level == "controversial")
        return Judgement(classifier=self.name, scores=scores, flagged=named if is_flagged else ())

    def _none(self, reason: Unjudged) -> Judgement:
        return Judgement(classifier=self.name, unjudged=reason)


class GuardClassifier(RemoteClassifier):
    """Asks a guard model through a transport to its server's base address, ``…/v1``.

    Takes what `Guard` takes, after the transport.

    Raises:
        ValueError: no such format, or a risk that is none.
    """

    def __init__(  # noqa: PLR0913 - each is a choice of the operator's
        self,
        transport: Transport,
        model: str,
        *,
        form: str,
        risks: Mapping[str, str] | None = None,
        strict: bool = False,
        longest: int = 8192,
    ) -> None:
        guard = Guard(model, form=form, risks=risks, strict=strict, longest=longest)
        super().__init__(transport, guard)


def _content(reply: Reply) -> str | None:
    """Return the text of the one choice, or None when the answer is no chat completion."""
    try:
        (choice,) = orjson.loads(reply.body)["choices"]
        content = choice["message"]["content"]
    except (orjson.JSONDecodeError, LookupError, TypeError, ValueError):
        return None
    return content if isinstance(content, str) else None
