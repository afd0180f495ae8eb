"""One request for a chat completion, from its first byte to its last.

    body ─▶ parsed ─▶ model known ─▶ prompt judged ─┬─▶ refused: friendly words, no upstream
                                                    └─▶ upstream ─▶ judged ─▶ delivered
                                                        entry written ─▶ last bytes

The service *acts* from the moment it judges the prompt. From then on every end
leaves an entry: served, refused, an upstream's failure, a client that left, a
fault of ours. Before that there is nothing to prove, and no receipt.

# INVARIANT: the finish frame, ``[DONE]`` and the body of a whole answer are
# sent only after the ledger has committed the entry.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Final

import orjson

from hegui import clock
from hegui.controls.base import Action
from hegui.controls.plan import Plan, Ruling
from hegui.errors import (
    AnswerWithheld,
    GatewayError,
    InternalFailure,
    ModelNotFound,
    PlanUnavailable,
    UpstreamCut,
)
from hegui.gateway.choice import Choice
from hegui.gateway.deadline import Deadlines, Watch
from hegui.gateway.ends import as_chunk, early, late, outcome_of, refused_by_upstream
from hegui.gateway.evidence import EvidenceWriter
from hegui.gateway.exchange import Exchange
from hegui.gateway.judge import Judge
from hegui.gateway.keys import Key
from hegui.gateway.limits import Limits
from hegui.gateway.refusals import language_of, words
from hegui.gateway.request import ChatRequest, parse
from hegui.gateway.sse import DONE, Frames, frame
from hegui.gateway.streamed import StreamedAnswer
from hegui.gateway.upstream import Reply, Upstream
from hegui.gateway.whole import WholeAnswer
from hegui.gateway.wire import Wire, as_openai
from hegui.ledger import new_receipt
from hegui.moderation import RuleSet

__all__ = ["Chat"]

_LOG: Final = logging.getLogger(__name__)
_NO_USAGE: Final = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}


class Chat:
    """Serves requests for chat completions."""

    def __init__(  # noqa: PLR0913 - the parts it works with, by keyword
        self,
        *,
        plan: Callable[[], Plan],
        rules: Callable[[], RuleSet],
        upstream: Upstream,
        evidence: EvidenceWriter,
        deadlines: Deadlines,
        limits: Limits,
    ) -> None:
        self._plan = plan
        self._rules = rules
        self.upstream = upstream
        self.evidence = evidence
        self.deadlines = deadlines
        self.limits = limits

    async def serve(self, wire: Wire, key: Key) -> None:
        """Serve one request that was let in.

        Raises:
            GatewayError: it failed before anything was judged.
        """
        watch = Watch(total_s=self.limits.total_s)
        self.deadlines.running.add(watch)
        try:
            await self._serve(wire, key, watch)
        except asyncio.CancelledError:
            if watch.settle() is None:
                raise
            raise early(watch) from None
        finally:
            self.deadlines.running.discard(watch)

    async def _serve(self, wire: Wire, key: Key, watch: Watch) -> None:
        limits = self.limits
        watch.enter("body", limits.body_s)
        raw = await wire.body(limits.body_bytes)
        watch.enter("models", limits.models_s + limits.connect_s)
        request = parse(raw, choices=limits.choices)
        if await self.upstream.has_model(request.model) is False:
            raise ModelNotFound(request.model)
        self.evidence.admit()
        plan, rules = self._in_force()
        exchange = Exchange(
            receipt=new_receipt(),
            key=key,
            request=request,
            plan=plan,
            rules=rules.digest,
            verdicts_limit=limits.entry_verdicts,
        )
        judge = Judge(plan, rules, exchange)
        await _Run(self, wire, watch, request, exchange, judge).go()

    def _in_force(self) -> tuple[Plan, RuleSet]:
        try:
            return self._plan(), self._rules()
        except Exception as error:
            _LOG.exception("no plan or no rules")
            raise PlanUnavailable from error


class _Run:
    """One request that has begun to act.

    It never keeps the answer, which knows it by its callbacks: the two would be
    a cycle and stay until the collector comes, 36 objects a request.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what belongs to one request
        self,
        parts: Chat,
        wire: Wire,
        watch: Watch,
        request: ChatRequest,
        exchange: Exchange,
        judge: Judge,
    ) -> None:
        self._parts = parts
        self._wire = wire
        self._request = request
        self._exchange = exchange
        self._judge = judge
        self._headers: tuple[tuple[bytes, bytes], ...] = (
            (b"x-hegui-receipt", exchange.receipt.encode()),
            (b"x-request-id", exchange.receipt.encode()),
        )
        self._watch = watch
        self._leaving: asyncio.Task[None] | None = None
        self._is_sealed = False
        self._is_written = False
        self._reply: Reply | None = None

    async def go(self) -> None:
        """Serve it to one of its ends."""
        self._watch.when_long = self._await_leaving
        try:
            await self._serve()
        except GatewayError as error:
            await self._fail(error)
        except asyncio.CancelledError:
            if self._watch.settle() is None:
                raise
            await self._fail(late(self._watch))
        except Exception:  # noqa: BLE001 - a fault of ours must leave an entry, too
            _LOG.exception("request %s failed", self._exchange.receipt)
            await self._fail(InternalFailure())
        finally:
            self._seal()

    async def _serve(self) -> None:
        request = self._request
        ruling = self._judge.prompt(request.texts)
        if ruling.action is not Action.ALLOW:
            # Nothing is masked or replaced in what a user wrote: it is sent on, or it is not.
            await self._refuse(_categories(ruling))
            return
        limits = self._parts.limits
        self._watch.enter("first_byte", limits.first_byte_s if request.stream else limits.answer_s)
        self._reply = reply = await self._parts.upstream.chat(request.body)
        if reply.status != 200:
            raise await refused_by_upstream(reply, request.model, self._judge)
        if request.stream:
            await self._stream(reply)
        else:
            await self._whole(reply)

    def _await_leaving(self) -> None:
        self._leaving = asyncio.get_running_loop().create_task(self._wire.until_gone(self._watch))

    # ── one answer at once ──

    async def _whole(self, reply: Reply) -> None:
        self._exchange.first_byte()
        raw = await reply.whole(self._parts.limits.answer_bytes)
        answer = WholeAnswer(self._request.n, choice=self._choice, closing=self._closing)
        completion = answer.take(raw)
        await self._deliver(completion, list(answer.choices.values()))

    async def _deliver(self, completion: dict[str, object], choices: Sequence[Choice]) -> None:
        self._judge_answers(choices)
        self._conclude(choices)
        await self._write()
        await self._wire.json(200, completion, self._headers)

    # ── one answer as a stream ──

    async def _stream(self, reply: Reply) -> None:
        limits, watch, exchange = self._parts.limits, self._watch, self._exchange
        answer = StreamedAnswer(self._request.n, choice=self._choice, closing=self._closing)
        frames = Frames(limit=limits.answer_bytes)
        out = answer.out
        is_done = False
        while not is_done:
            chunk = await reply.read()
            if exchange.upstream_first_ms is None and chunk:
                exchange.first_byte()
                if chunk.lstrip()[:1] == b"{":
                    # No stream, whatever was asked and whatever the content type says.
                    answer.take_chunk(as_chunk(chunk + await reply.whole(limits.answer_bytes)))
                    break
            is_done = answer.take_all(frames.push(chunk) if chunk else frames.finish())
            if not chunk and not is_done:
                if not answer.is_finished:
                    raise UpstreamCut
                is_done = True
            if out:
                if not self._wire.has_started:
                    await self._wire.start_events(self._headers)
                exchange.delivered = answer.delivered
                await self._wire.events(b"".join(out), watch)
                out.clear()
            watch.enter("between_chunks", limits.between_chunks_s)
        if not answer.choices:
            raise UpstreamCut
        answer.end()
        await self._end_stream(answer)

    async def _end_stream(self, answer: StreamedAnswer) -> None:
        choices = list(answer.choices.values())
        self._judge_answers(choices)
        self._conclude(choices)
        if not self._wire.has_started:
            await self._wire.start_events(self._headers)
        if answer.out:
            await self._wire.events(b"".join(answer.out), self._watch)
            answer.out.clear()
        await self._write()
        await self._wire.end_events(b"".join((*answer.tail, DONE)))

    # ── a refusal ──

    async def _refuse(self, categories: tuple[str, ...]) -> None:
        request, exchange = self._request, self._exchange
        exchange.outcome = "refused"
        said = words("ask", categories, language_of(request.last), exchange.receipt)
        about: dict[str, object] = {
            "id": f"chatcmpl-{exchange.receipt}",
            "object": "chat.completion",
            "created": int(clock.now().timestamp()),
            "model": request.model,
        }
        if request.stream:
            about["object"] = "chat.completion.chunk"
            await self._refuse_stream(about, said)
            return
        answer = WholeAnswer(request.n, choice=self._choice, closing=self._closing)
        completion = answer.speak(about, said)
        await self._deliver({**completion, "usage": _NO_USAGE}, list(answer.choices.values()))

    async def _refuse_stream(self, about: dict[str, object], said: str) -> None:
        answer = StreamedAnswer(self._request.n, choice=self._choice, closing=self._closing)
        answer.speak(about, said)
        if self._request.include_usage:
            usage = {**about, "choices": [], "usage": _NO_USAGE}
            answer.tail.append(frame(orjson.dumps(usage)))
        await self._end_stream(answer)

    # ── parts of an answer ──

    def _choice(self, index: int) -> Choice:
        exchange = self._exchange
        label = None if exchange.key.client_labels else exchange.plan.text_label
        return Choice(index, self._judge, label, self._request.last)

    def _closing(self, choice: Choice) -> str:
        language = language_of(choice.text or self._request.last)
        receipt = self._exchange.receipt
        if not choice.text:
            return words("ask", choice.stopped or (), language, receipt)
        return f"\n\n{words('end', choice.stopped or (), language, receipt)}"

    def _judge_answers(self, choices: Sequence[Choice]) -> None:
        for choice in choices:
            ruling = self._judge.answer(choice.text)
            if ruling.action is not Action.ALLOW:
                raise AnswerWithheld(tuple(v.control for v in ruling.verdicts))

    def _conclude(self, choices: Sequence[Choice]) -> None:
        exchange = self._exchange
        exchange.delivered = sum(choice.delivered for choice in choices)
        exchange.labelled = any(choice.is_labelled for choice in choices)
        reasons = [choice.finish_reason for choice in choices]
        exchange.finish_reason = "content_filter" if "content_filter" in reasons else reasons[0]

    # ── ends ──

    async def _write(self) -> None:
        self._seal()
        await self._parts.evidence.write(self._exchange, self._watch)
        self._is_written = True

    def _seal(self) -> None:
        """Let nothing cancel the request any more, and let go of the upstream."""
        self._is_sealed = True
        self._watch.when_long = None
        if self._leaving is not None:
            self._leaving.cancel()
            self._leaving = None
        if self._reply is not None:
            self._reply.close()
            self._reply = None

    async def _fail(self, error: GatewayError) -> None:
        if self._is_written:
            return  # the entry stands; what failed is sending the last bytes
        headers = self._headers
        if self._is_sealed:
            headers = ()  # the entry could not be written, so no receipt may lead to one
        else:
            self._seal()
            if not self._wire.has_started:
                self._exchange.delivered = 0
            self._exchange.fail(error, outcome_of(error, cause=self._watch.cause))
            try:
                await self._parts.evidence.write(self._exchange, self._watch)
            except GatewayError as failure:
                error, headers = failure, ()
        if self._watch.cause in {"gone", "client_write"}:
            return
        if self._wire.has_started:
            await self._wire.end_events(frame(orjson.dumps(as_openai(error))))
        else:
            await self._wire.error(error, headers)


def _categories(ruling: Ruling) -> tuple[str, ...]:
    """Return the categories of the findings that decided."""
    return tuple(finding.category for verdict in ruling.verdicts for finding in verdict.findings)
