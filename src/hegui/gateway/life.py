"""One request, from its first byte to its last, whatever protocol it is in.

    body ─▶ parsed ─▶ model known ─▶ prompt judged ─┬─▶ refused: friendly words, no upstream
                                                    └─▶ upstream ─▶ judged ─▶ delivered
                                                        entry written ─▶ last bytes

The service *acts* from the moment it judges the prompt. From then on every end
leaves an entry: served, refused, an upstream's failure, a client that left, a
fault of ours. Before that there is nothing to prove, and no receipt.

What the bytes mean is for the dialect (`hegui.gateway.dialect`).

# INVARIANT: the tail of a stream and the body of a whole answer are sent only
# after the ledger has committed the entry.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from hegui.controls.base import Action
from hegui.controls.plan import Plan, Ruling
from hegui.errors import (
    AnswerWithheld,
    GatewayError,
    InternalFailure,
    ModelNotFound,
    PlanUnavailable,
    UnjudgeableContent,
    UpstreamCut,
)
from hegui.gateway.asked import Asked, Unjudged
from hegui.gateway.choice import Choice
from hegui.gateway.deadline import Deadlines, Watch
from hegui.gateway.dialect import Dialect, Stops, Streamed, TakesStops, Whole
from hegui.gateway.endpoint import Endpoint
from hegui.gateway.ends import early, late, outcome_of, refused_by_upstream
from hegui.gateway.evidence import EvidenceWriter
from hegui.gateway.exchange import Exchange
from hegui.gateway.judge import Judge
from hegui.gateway.judges import Hearing, Jury, Later
from hegui.gateway.keys import Key
from hegui.gateway.limits import Limits
from hegui.gateway.quotas import Quotas
from hegui.gateway.refusals import language_of
from hegui.gateway.routes import Routes
from hegui.gateway.sse import Frames
from hegui.gateway.upstream import Reply, Upstream
from hegui.gateway.users import Guest, Users
from hegui.gateway.voice import Files, Voice
from hegui.gateway.wire import Wire
from hegui.ledger import new_receipt
from hegui.moderation import RuleSet

__all__ = ["Life"]

_LOG: Final = logging.getLogger(__name__)
_ACROSS: Final = "content/illegal_output_is_stopped"
_FILES: Final = frozenset({"image", "audio", "video", "file"})
"""Kinds of content that nobody here can look at; a reference was judged when it was made."""

_HEARD: Final = frozenset({"/v1/audio/transcriptions"})
"""Where a file comes back as text, which is judged."""

_JUDGES: Final = "judges"
"""Stands where a control's name does when semantic judges withheld an answer."""


class Life:
    """Serves requests of any dialect."""

    def __init__(  # noqa: PLR0913 - the parts it works with, by keyword
        self,
        *,
        plan: Callable[[], Plan],
        rules: Callable[[], RuleSet],
        upstream: Upstream | Routes,
        evidence: EvidenceWriter,
        deadlines: Deadlines,
        limits: Limits,
        quotas: Quotas,
        files: Files | None = None,
        users: Users | None = None,
        jury: Callable[[], Jury | None] | None = None,
        later: Later | None = None,
        refuses_unjudged: Callable[[], bool] | None = None,
    ) -> None:
        self.refuses_unjudged = refuses_unjudged
        self._jury = jury
        self.later = later
        self._plan = plan
        self._rules = rules
        self.upstream = upstream
        self.evidence = evidence
        self.deadlines = deadlines
        self.limits = limits
        self.quotas = quotas
        self.files = files
        self.users = users

    async def serve(self, wire: Wire, key: Key, dialect: Dialect) -> None:
        """Serve one request that was let in.

        Raises:
            GatewayError: it failed before anything was judged.
        """
        watch = Watch(total_s=self.limits.total_s)
        self.deadlines.running.add(watch)
        try:
            await self._serve(wire, key, dialect, watch)
        except asyncio.CancelledError:
            if watch.settle() is None:
                raise
            raise early(watch) from None
        finally:
            self.deadlines.running.discard(watch)

    async def _serve(self, wire: Wire, key: Key, dialect: Dialect, watch: Watch) -> None:
        limits = self.limits
        watch.enter("body", limits.body_s)
        raw = await wire.body(limits.upload_bytes if dialect.takes_files else limits.body_bytes)
        watch.enter("models", limits.models_s + limits.connect_s)
        request = dialect.parse(raw, wire.content_type if dialect.takes_files else "", limits)
        if dialect.endpoint is not None and await self.upstream.has_model(request.model) is False:
            raise ModelNotFound(request.model)
        self.evidence.admit()
        plan, rules = self._in_force()
        exchange = Exchange(
            receipt=new_receipt(),
            key=key,
            endpoint=dialect.path,
            request=request,
            plan=plan,
            rules=rules.digest,
            verdicts_limit=limits.entry_verdicts,
        )
        if self.users is not None:
            exchange.guest = await self.users.meet(
                wire.header, key_id=key.id, field=request.user, plan=plan
            )
        judge = Judge(plan, rules, exchange)
        jury = None if self._jury is None else self._jury()
        hearing = None
        if jury is not None:
            put = None if self.later is None else partial(self.later.put, exchange.receipt)
            hearing = Hearing(jury, rules, request.last, dialect.path, put)
        exchange.hearing = hearing
        # A user whom nobody vouches for is counted by the name that the client gives.
        user = request.user if exchange.guest is None else exchange.guest.user.ref
        lease = self.quotas.admit(key.id, user, request.model)
        try:
            await _Run(self, wire, watch, dialect, request, exchange, judge).go()
        finally:
            lease.settle(exchange.tokens_used)
            if self.users is not None and exchange.guest is not None:
                self.users.after(exchange.guest)
            if hearing is not None:
                hearing.close()

    def _in_force(self) -> tuple[Plan, RuleSet]:
        try:
            return self._plan(), self._rules()
        except Exception as error:
            _LOG.exception("no plan or no rules")
            raise PlanUnavailable from error


class _Run:
    """One request that has begun to act.

    It never keeps the answer, which knows it by its voice: the two would be
    a cycle and stay until the collector comes, 36 objects a request.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what belongs to one request
        self,
        parts: Life,
        wire: Wire,
        watch: Watch,
        dialect: Dialect,
        request: Asked,
        exchange: Exchange,
        judge: Judge,
    ) -> None:
        self._parts = parts
        self._wire = wire
        self._dialect = dialect
        self._request = request
        self._exchange = exchange
        self._judge = judge
        self._voice = Voice(request, judge, exchange, parts.files)
        self._headers: tuple[tuple[bytes, bytes], ...] = (
            (b"x-hegui-receipt", exchange.receipt.encode()),
            (b"x-request-id", exchange.receipt.encode()),
        )
        if request.is_json:
            self._headers += self._voice.beside()
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
        request, endpoint = self._request, self._dialect.endpoint
        if endpoint is None:
            await self._answer_here()
            return
        if request.unjudged:
            self._look_at(request.unjudged)
        users, guest = self._parts.users, self._exchange.guest
        if users is not None and guest is not None:
            language = language_of(request.last)
            users.admit(guest, model=request.model, language=language, plan=self._exchange.plan)
            self._headers = (*self._headers, *guest.headers)
        ruling = self._judge.prompt(request.texts)
        if ruling.action is not Action.ALLOW:
            # Nothing is masked or replaced in what a user wrote: it is sent on, or it is not.
            note = ""
            if users is not None and guest is not None:
                note = await self._counted(users, guest, ruling)
            await self._refuse(_categories(ruling), note)
            return
        hearing = self._exchange.hearing
        if hearing is not None and (categories := await self._heard(hearing)) is not None:
            await self._refuse(categories)
            return
        if users is not None and guest is not None:
            users.lawful(guest)
        reply = await self._ask(endpoint)
        if request.stream:
            if hearing is not None and hearing.judges_output:
                await self._stream_judged(reply, hearing)
                return
            await self._stream(reply)
        else:
            await self._whole(reply)

    def _look_at(self, unjudged: Sequence[Unjudged]) -> None:
        """Let files in a prompt pass, or not, as the operator has it.

        Raises:
            UnjudgeableContent: there is one, and it is not to pass.
        """
        refuses = self._parts.refuses_unjudged
        if refuses is None or self._dialect.path in _HEARD or not refuses():
            return
        for each in unjudged:
            if each.kind in _FILES:
                raise UnjudgeableContent(each.field, f"a part of kind {each.kind}")

    async def _counted(self, users: Users, guest: Guest, ruling: Ruling) -> str:
        """Count a refused input against its user; return what the user is told of it."""
        self._watch.enter("users", self._parts.limits.evidence_s)
        return await users.unlawful(
            guest,
            categories=_categories(ruling, but="users/"),
            receipt=self._exchange.receipt,
            text=self._request.last,
            language=language_of(self._request.last),
            plan=self._exchange.plan,
        )

    async def _heard(self, hearing: Hearing) -> tuple[str, ...] | None:
        """Return the categories for which judges refuse the prompt, or None."""
        self._watch.enter("judges", hearing.prompt_s)
        categories = await hearing.prompt(self._request.texts, self._request.last)
        if categories is not None:
            self._exchange.action = max(self._exchange.action, Action.STOP)
        return categories

    async def _ask(self, endpoint: Endpoint) -> Reply:
        request, limits = self._request, self._parts.limits
        self._watch.enter("first_byte", limits.first_byte_s if request.stream else limits.answer_s)
        self._reply = reply = await self._parts.upstream.post(
            endpoint, request.body, request.model, request.content_type
        )
        self._exchange.upstream = reply.name
        if reply.status != 200:
            raise await refused_by_upstream(reply, request.model, self._judge)
        return reply

    def _await_leaving(self) -> None:
        self._watch.has_left = self._wire.leaving()
        if self._watch.has_left is None:
            waiting = self._wire.until_gone(self._watch)
            self._leaving = asyncio.get_running_loop().create_task(waiting)

    # ── one answer at once ──

    async def _answer_here(self) -> None:
        answer = self._dialect.whole(self._request, self._voice)
        answer.take(b"", b"")
        await self._deliver(answer.choices, answer.body())

    async def _whole(self, reply: Reply) -> None:
        self._exchange.first_byte()
        raw = await reply.whole(self._parts.limits.answer_bytes)
        answer = self._dialect.whole(self._request, self._voice)
        if (hearing := self._exchange.hearing) is None:
            answer.take(raw, reply.content_type)
        else:
            await self._take_judged(answer, raw, reply.content_type, hearing)
        await self._deliver(answer.choices, answer.body())

    async def _take_judged(
        self, answer: Whole, raw: bytes, content_type: bytes, hearing: Hearing
    ) -> None:
        self._watch.enter("between_chunks", self._parts.limits.answer_s)
        stops = await hearing.whole(raw)
        if not stops:
            answer.take(raw, content_type)
            return
        self._exchange.action = max(self._exchange.action, Action.STOP)
        if not isinstance(answer, TakesStops):
            raise AnswerWithheld((_JUDGES,))
        answer.take(raw, content_type, stops)

    async def _deliver(self, choices: Sequence[Choice], body: tuple[bytes, bytes]) -> None:
        self._judge_answers(choices)
        self._conclude(choices)
        await self._write()
        await self._wire.raw(200, *body, self._headers)

    # ── one answer as a stream ──

    async def _stream(self, reply: Reply) -> None:
        limits, watch, exchange = self._parts.limits, self._watch, self._exchange
        answer = self._dialect.streamed(self._request, self._voice)
        frames = Frames(limit=limits.answer_bytes)
        out = answer.out
        is_done = False
        while not is_done:
            chunk = await reply.read()
            if exchange.upstream_first_ms is None and chunk:
                exchange.first_byte()
                if chunk.lstrip()[:1] == b"{":
                    # No stream, whatever was asked and whatever the content type says.
                    answer.take_whole(chunk + await reply.whole(limits.answer_bytes))
                    break
            is_done = answer.take_all(frames.push(chunk) if chunk else frames.finish())
            if not chunk and not is_done:
                if not answer.is_finished:
                    raise UpstreamCut
                is_done = True
            if out:
                if not self._wire.has_started:
                    await self._wire.start_events(self._headers)
                    exchange.first_delivered()
                exchange.delivered = answer.delivered
                await self._wire.events(b"".join(out), watch)
                out.clear()
            watch.enter("between_chunks", limits.between_chunks_s)
        await self._finish_stream(answer)

    async def _stream_judged(self, reply: Reply, hearing: Hearing) -> None:
        """Stream what judges let through; each frame waits for them by its text."""
        limits, watch, exchange = self._parts.limits, self._watch, self._exchange
        answer = self._dialect.streamed(self._request, self._voice)
        first = await reply.read()
        exchange.first_byte()
        if first.lstrip()[:1] == b"{":
            raw = first + await reply.whole(limits.answer_bytes)
            if stops := await hearing.whole(raw):
                exchange.action = max(exchange.action, Action.STOP)
                _stop(answer, stops)
            answer.take_whole(raw)
            await self._finish_stream(answer)
            return

        def moved() -> None:
            watch.enter("between_chunks", limits.between_chunks_s)

        gate = hearing.gate(reply.read, Frames(limit=limits.answer_bytes), moved=moved)
        gate.take(first)
        is_end = False
        while not is_end:
            step = await gate.next()
            is_end = answer.take_all(step.frames) or step.is_end
            if step.stops:
                exchange.action = max(exchange.action, Action.STOP)
                _stop(answer, step.stops)
                # With every choice stopped there is nothing more to pay the upstream for.
                is_end = is_end or len(gate.stopped) >= self._request.n
            if answer.out:
                await self._send_events(answer)
            moved()
        gate.close()
        await self._finish_stream(answer)

    async def _send_events(self, answer: Streamed) -> None:
        if not self._wire.has_started:
            await self._wire.start_events(self._headers)
            self._exchange.first_delivered()
        self._exchange.delivered = answer.delivered
        await self._wire.events(b"".join(answer.out), self._watch)
        answer.out.clear()

    async def _finish_stream(self, answer: Streamed) -> None:
        if not answer.choices:
            raise UpstreamCut
        answer.end()
        await self._end_stream(answer)

    async def _end_stream(self, answer: Streamed) -> None:
        choices = answer.choices
        self._judge_answers(choices)
        self._conclude(choices)
        if not self._wire.has_started:
            await self._wire.start_events(self._headers)
            self._exchange.first_delivered()
        if answer.out:
            await self._wire.events(b"".join(answer.out), self._watch)
            answer.out.clear()
        await self._write()
        await self._wire.end_events(b"".join(answer.tail))

    # ── a refusal ──

    async def _refuse(self, categories: tuple[str, ...], note: str = "") -> None:
        self._exchange.outcome = "refused"
        said = self._voice.refusal(categories)
        if note:
            said = f"{said}\n\n{note}"
        if self._request.stream:
            stream = self._dialect.streamed(self._request, self._voice)
            stream.speak(said)
            stream.end()
            await self._end_stream(stream)
        else:
            answer = self._dialect.whole(self._request, self._voice)
            answer.speak(said)
            await self._deliver(answer.choices, answer.body())

    # ── parts of an answer ──

    def _judge_answers(self, choices: Sequence[Choice]) -> None:
        for choice in choices:
            if choice.across() is not None:
                raise AnswerWithheld((_ACROSS,))
            ruling = self._judge.answer(choice.text, label_beside=choice.is_label_beside)
            if ruling.action is not Action.ALLOW:
                raise AnswerWithheld(tuple(v.control for v in ruling.verdicts))

    def _conclude(self, choices: Sequence[Choice]) -> None:
        exchange = self._exchange
        exchange.delivered = sum(choice.delivered for choice in choices)
        exchange.labelled = any(choice.is_labelled for choice in choices)
        if self._request.is_json and any(choice.is_label_beside for choice in choices):
            exchange.told_label()
        if any(choice.is_filtered for choice in choices):
            exchange.finish_reason = "content_filter"
        else:
            exchange.finish_reason = choices[0].finish_reason if choices else None

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
            await self._wire.end_events(self._dialect.error_frame(error))
        else:
            await self._wire.error(error, headers)


def _stop(answer: Streamed, stops: Mapping[int, tuple[str, ...]]) -> None:
    """End choices that a judge has stopped; a protocol without choices ends as a whole.

    Raises:
        AnswerWithheld: the protocol has no place for hegui's own words there.
    """
    if not isinstance(answer, Stops):
        raise AnswerWithheld((_JUDGES,))
    for index, categories in stops.items():
        answer.stop(index, categories)


def _categories(ruling: Ruling, *, but: str = " ") -> tuple[str, ...]:
    """Return the categories of the findings that decided; not those of a family of controls."""
    return tuple(
        finding.category
        for verdict in ruling.verdicts
        if not verdict.control.startswith(but)
        for finding in verdict.findings
    )
