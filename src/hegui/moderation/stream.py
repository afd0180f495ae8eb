"""Moderate a stream: release all that is decided, hold all that is not.

Held is exactly what may still become part of a finding, or change one:

* a live prefix of a term or of an allow phrase, over kept characters, with the
  separators and invisible characters that trail it;
* a term whose last letter may still be followed by another;
* digits that may still become an identifier;
* findings that what is held may still overlap;
* invisible characters at the very end, since too many are a finding.

So clean text goes through with no delay most of the time, nothing of a found
term ever leaves in a clean segment, and a stream finds what `RuleSet.scan`
finds in the whole text. All of it is proved by tests/property/test_stream.py.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from hegui.finding import Finding, Span
from hegui.moderation.confirm import is_phrase
from hegui.moderation.gap import INVISIBLES, WIDE, gap_of_separators
from hegui.moderation.kept import NO_WORD, is_word
from hegui.moderation.patterns import HINT, Hit, Place, Role, Use, accompanied, unexcused
from hegui.moderation.reports import hidden, number
from hegui.moderation.segment import LONGEST_PIECE, Segment, cut, order, pieces
from hegui.moderation.tables.table import table

if TYPE_CHECKING:
    from hegui.moderation.identifiers import Detector
    from hegui.moderation.identifiers.chains import Found
    from hegui.moderation.prefixes import Node, Prefixes

__all__ = ["Stream"]

_TRIM: Final = 256
"""Kept characters that may pile up before the decided ones are forgotten."""

_DIGITS: Final = frozenset("0123456789")

_HAN: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
"""Each of these folds to one kept character, which stands in no word and is no digit."""

_FINISHED: Final = "expected no more text after finish()"
_NOWHERE: Final[Node] = {}


class Stream:
    """The state of one text that arrives in pieces. Not for several threads at once."""

    __slots__ = (
        "_base",
        "_changes",
        "_chars",
        "_companions",
        "_detector",
        "_excuses",
        "_finders_from",
        "_found",
        "_gaps",
        "_heads",
        "_held",
        "_hits",
        "_inside",
        "_is_broken",
        "_is_done",
        "_is_parted",
        "_is_quiet",
        "_live",
        "_lonely",
        "_near",
        "_number",
        "_origin",
        "_plain",
        "_position",
        "_root",
        "_signals",
        "_signs",
        "_turning",
        "_undecided",
        "_unseen",
        "_unseen_from",
    )

    def __init__(self, prefixes: Prefixes, detector: Detector) -> None:
        self._root = prefixes.anywhere
        self._inside = prefixes.inside
        self._heads = prefixes.heads
        self._signals = prefixes.signals
        self._changes = table().changes
        self._turning = table().turning
        self._detector = detector

        # Text that was pushed and not yet returned, and its place in the whole.
        self._held = ""
        self._base = 0
        self._position = 0
        self._is_done = False

        # Kept characters that are still looked at: themselves, the gap before, place in the whole.
        self._chars: list[str] = []
        self._gaps: list[int] = []
        self._origin: list[int] = []

        # What `clear` took: kept characters that are not looked at yet, and of all kept characters
        # the last two or less, with which a key may have begun.
        # Finders look at Han characters too, so with them nothing is taken unseen.
        self._is_quiet = not detector.finders
        self._plain = ""
        self._near = ""

        # What has come since the last kept character. Before the first nothing can run across.
        self._signs = ""
        self._is_broken = True
        self._is_parted = True
        self._unseen = 0
        self._unseen_from = 0

        # Live prefixes as (node, start); complete keys that wait for what follows; first digit
        # that is undecided. Starts are places in `_chars`.
        self._live: list[tuple[Node, int]] = []
        self._undecided: list[tuple[Use, int, int]] = []
        self._number = -1
        # For each finder the first character that it has not decided.
        self._finders_from = [0] * len(detector.finders)

        # What is decided, with places in the whole.
        self._hits: list[Hit] = []
        self._excuses: list[Place] = []
        # Terms that are silent until a companion comes near, and the companions so far.
        self._lonely: list[Hit] = []
        self._companions: list[Place] = []
        self._found: list[Finding] = []

    @property
    def held(self) -> int:
        """Code points that were pushed and not yet returned."""
        return len(self._held)

    def push(self, text: str) -> tuple[Segment, ...]:
        """Take the next piece of text and return the segments that are now decided.

        The concatenation of the texts of all segments ever returned is the
        beginning of all text pushed. A segment with findings holds whole
        findings.

        Raises:
            ValueError: the stream was finished.

        Notes:
            About 4 µs for seven Chinese characters with 10,000 terms when `clear` can take them,
            else 10 µs.
        """
        base = self._base
        released = self.clear(text)
        if released is not None:
            return (Segment(text=released, span=Span(base, self._base)),) if released else ()
        if self._is_done:
            raise ValueError(_FINISHED)
        if self._is_quiet:
            self._settle()
        self._held += text
        self._take(text)
        segments = self._release(at_end=False)
        self._rest()
        return segments

    def finish(self) -> tuple[Segment, ...]:
        """Return the rest: what is held is decided now, since nothing follows."""
        if self._is_quiet:
            self._settle()
        self._is_done = True
        return self._release(at_end=True)

    def clear(self, text: str) -> str | None:
        """Take the next piece if nothing in it can matter; return what may go of all text so far.

        None means that nothing was taken: `push` it. Most streamed Chinese goes this way. It makes
        no segments and looks at no character by itself: one pass of an automaton tells that no key
        gets past its second character.

        Raises:
            ValueError: the stream was finished.

        Notes:
            About 3 µs for seven Chinese characters with 10,000 terms.
        """
        if not self._is_quiet or _HAN.fullmatch(text) is None:
            return None
        if self._is_done:
            raise ValueError(_FINISHED)
        kept = text
        if self._turning.search(text) is not None:
            kept = "".join(map(self._changes.get, text, text))
        near = self._near + kept
        if self._signals.occurs(near):
            return None
        self._plain += kept
        self._position += len(kept)
        if len(self._plain) > _TRIM:
            self._forget_all_but_plain()
        heads = self._heads
        last = near[-2:]
        if last not in heads:
            last = last[-1]
            if last not in heads:
                last = ""
        self._near = last
        whole = self._held + text
        released = len(whole) - len(last)
        self._base += released
        self._held = whole[released:]
        return whole[:released]

    def _settle(self) -> None:
        """Look again at each character: make up for what `clear` left out."""
        self._is_quiet = False
        plain = self._plain
        if not plain:
            return
        self._plain = ""
        size = len(plain)
        self._chars += plain
        self._gaps.append(self._gap() if self._is_parted else 0)
        self._gaps += (0,) * (size - 1)
        self._origin += range(self._position - size, self._position)
        here = len(self._chars)
        near = self._near
        node = self._root
        self._live = []
        for at in range(len(near)):
            node = self._root
            for char in near[at:]:
                node = node.get(char, _NOWHERE)
            if node:
                self._live.append((node, here - len(near) + at))

    def _rest(self) -> None:
        """Let `clear` take what follows, when nothing is open that it would not see."""
        if self._undecided or self._number >= 0 or self._hits or self._found or self._unseen:
            return
        if self._finders_from or self._lonely:
            return
        here = len(self._chars)
        first = self._live[0][1] if self._live else here
        near = self._chars[first:]
        if near and (
            self._is_parted or len(near) > 2 or any(self._gaps[first + 1 :]) or min(near) < NO_WORD
        ):
            return
        self._near = "".join(near)
        self._is_quiet = True

    def _forget_all_but_plain(self) -> None:
        far = 2 + self._detector.reach
        if len(self._plain) < far:
            # What came before it may still tell what a number is.
            return
        self._gap()
        self._chars, self._gaps, self._origin = [], [], []
        self._live = []
        self._plain = self._plain[-far:]

    def _take(self, text: str) -> None:
        # One character with nothing live costs some 0.2 µs.
        get = self._changes.get
        begin = self._root.get
        chars = self._chars
        position = self._position
        for char in text:
            kept = get(char, char)
            if kept == " ":
                self._separate(char)
            elif not kept:
                self._hide(position)
            else:
                for each in kept:
                    gap = self._gap() if self._is_parted else 0
                    chars.append(each)
                    self._gaps.append(gap)
                    self._origin.append(position)
                    if self._live:
                        self._advance(each, len(chars) - 1)
                    node = begin(each)
                    if node is not None:
                        if gap or each >= NO_WORD:
                            self._live.append((node, len(chars) - 1))
                        else:
                            self._begin(each, node)
                    if self._number < 0 and each in _DIGITS:
                        self._number = len(chars) - 1
            position += 1
        self._position = position

    def _separate(self, sign: str) -> None:
        self._is_parted = True
        if len(self._signs) < WIDE:
            self._signs += sign
            if len(self._signs) == WIDE:
                self._live.clear()
                self._unseen = 0

    def _hide(self, position: int) -> None:
        self._is_parted = True
        if len(self._signs) >= WIDE:
            return
        if not self._unseen:
            self._unseen_from = position
        self._unseen += 1
        if self._unseen > INVISIBLES:
            self._found.append(hidden(Span(self._unseen_from, position + 1)))
            self._live.clear()
            self._is_broken = True
            self._unseen = 0

    def _gap(self) -> int:
        """Return what stands before the kept character that has come, and begin anew."""
        gap = WIDE if self._is_broken else gap_of_separators(self._signs)
        self._signs = ""
        self._is_broken = self._is_parted = False
        self._unseen = 0
        return gap

    def _begin(self, char: str, node: Node) -> None:
        """Start a prefix at a character that stands close to the one before.

        Inside a word only what is not a whole word may begin.
        """
        here = len(self._chars) - 1
        if here and is_word(char) and is_word(self._chars[here - 1]):
            inner = self._inside.get(char)
            if inner is None:
                return
            node = inner
        self._live.append((node, here))

    def _advance(self, char: str, here: int) -> None:
        live: list[tuple[Node, int]] = []
        for node, start in self._live:
            child = node.get(char)
            if child is None:
                continue
            uses = child.get("")
            if uses is not None:
                self._undecided.extend((use, start, here + 1) for use in uses)
                if len(child) == 1:
                    continue
            live.append((child, start))
        self._live = live

    def _release(self, *, at_end: bool) -> tuple[Segment, ...]:
        if at_end:
            self._live.clear()
            self._unseen = 0
            self._is_broken = True
        if self._undecided or self._number >= 0 or self._finders_from:
            self._decide(at_end=at_end)
        edge = self._edge()
        if self._lonely or self._companions:
            edge = self._keep_company(edge, at_end=at_end)
        if self._hits or self._found:
            return self._cut(edge)
        base = self._base
        if edge <= base:
            return ()
        text = self._held
        if edge < self._position:
            text = text[: edge - base]
            self._held = self._held[edge - base :]
        else:
            self._held = ""
        self._base = edge
        return (Segment(text=text, span=Span(base, edge)),)

    def _decide(self, *, at_end: bool) -> None:
        """Judge each complete key and each number for which enough is known."""
        last = len(self._chars)
        is_wide = at_end or self._is_broken
        after = WIDE if is_wide else gap_of_separators(self._signs)
        self._gaps.append(after)
        gap = self._gaps.__getitem__
        waiting: list[tuple[Use, int, int]] = []
        for use, start, end in self._undecided:
            if end == last and not after and (use.alone or is_word(self._chars[end - 1])):
                waiting.append((use, start, end))
            elif is_phrase(
                use.phrase, self._chars, gap, start, end, whole=use.whole, alone=use.alone
            ):
                self._note(use, self._origin[start], self._origin[end - 1] + 1)
        self._undecided = waiting
        found: list[Found] = []
        if self._number >= 0:
            found, again = self._detector.chains.walk(
                self._chars, gap, self._number, last, at_end=at_end
            )
            self._number = -1 if again is None else again
        if self._finders_from:
            found += self._detector.find_more(self._chars, gap, self._finders_from, at_end=at_end)
        self._found.extend(
            number(Span(self._origin[start], self._origin[end - 1] + 1), kind)
            for start, end, kind in found
        )
        self._gaps.pop()

    def _note(self, use: Use, start: int, end: int) -> None:
        """Keep an occurrence, by what it means for its term."""
        if use.role is Role.EXCUSE:
            self._excuses.append((start, end, use.term))
        elif use.role is Role.COMPANION:
            self._companions.append((start, end, use.term))
        else:
            hit = (start, end, use.term, 1.0 if use.role is Role.TERM else HINT)
            (self._lonely if use.term.near else self._hits).append(hit)

    def _keep_company(self, edge: int, *, at_end: bool) -> int:
        """Let terms with a companion count, forget those that will have none; return the edge.

        Args:
            edge: up to here all occurrences are known.
            at_end: nothing follows.
        """
        found = set(accompanied(self._lonely, self._companions))
        self._hits.extend(found)
        self._lonely = [
            hit
            for hit in self._lonely
            if hit not in found and not at_end and edge <= hit[1] + hit[2].within
        ]
        upto = min([edge, *(hit[0] for hit in self._lonely)])
        self._companions = [each for each in self._companions if each[1] + each[2].within >= upto]
        return upto

    def _edge(self) -> int:
        """Return the place in the whole up to which all is decided."""
        here = len(self._chars)
        first = self._number if self._number >= 0 else here
        if first == here and here and self._chars[-1] <= "z":
            first = self._open_word()
        for start in self._finders_from:
            first = min(first, start)
        if self._live and self._live[0][1] < first:
            first = self._live[0][1]
        for _, start, _ in self._undecided:
            first = min(first, start)
        if first < here:
            edge = self._origin[first]
        else:
            edge = self._unseen_from if self._unseen else self._position
        if first - self._detector.reach > _TRIM:
            self._forget(first - self._detector.reach)
        return edge

    def _open_word(self) -> int:
        """Return the first letter of what digits may still make a number of, or the end."""
        last = len(self._chars)
        after = WIDE if self._is_broken else gap_of_separators(self._signs)
        gaps = self._gaps
        word = self._detector.chains.open_word(
            self._chars, lambda at: after if at == last else gaps[at]
        )
        return last if word is None else word

    def _forget(self, count: int) -> None:
        """Drop decided kept characters, so that memory does not grow with the text."""
        del self._chars[:count]
        del self._gaps[:count]
        del self._origin[:count]
        self._live = [(node, start - count) for node, start in self._live]
        self._undecided = [(use, a - count, b - count) for use, a, b in self._undecided]
        if self._number >= 0:
            self._number -= count
        self._finders_from = [start - count for start in self._finders_from]

    def _cut(self, edge: int) -> tuple[Segment, ...]:
        """Return the segments up to `edge`, or less far when a finding reaches past it."""
        self._found.extend(unexcused([h for h in self._hits if h[0] < edge], self._excuses))
        self._hits = [h for h in self._hits if h[0] >= edge]
        self._excuses = [h for h in self._excuses if h[1] > edge]
        self._found = sorted(set(self._found), key=order)
        ready = []
        upto = max(edge, self._base)
        for piece in pieces((f for f in self._found if order(f)[0] < edge), self._base):
            if piece[1] > edge and piece[1] - piece[0] < LONGEST_PIECE:
                upto = piece[0]
                break
            ready.append(piece)
            upto = max(upto, piece[1])
        # What ends before has been told: in its piece, or by the long piece that covers it.
        self._found = [f for f in self._found if order(f)[1] > upto]
        text = self._held[: upto - self._base]
        segments = tuple(cut(text, self._base, ready))
        self._held = self._held[len(text) :]
        self._base = upto
        return segments
