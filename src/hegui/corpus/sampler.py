"""A sample for people: exact in size, drawn by a seed, independent of order.

Each document gets the hash of seed and place; the smallest hashes win. So a
second scan, a scan in another order or one spread over machines draws the same
documents, and nobody can steer the draw without changing the seed on record.

>>> sampler = Sampler(size=2, seed=7)
>>> for n in range(100):
...     sampler.offer(Document(id=str(n), text='t', source='s', place=f'f:{n}'))
>>> len(sampler.drawn())
2
"""

from __future__ import annotations

import heapq
from hashlib import sha256

from hegui.corpus.document import Document

__all__ = ["Sampler"]


class Sampler:
    """A simple random sample of fixed size from a stream of unknown length.

    Args:
        size: documents to draw, >= 0; all when there are fewer.
        seed: any whole number.

    Notes:
        O(log `size`) a document; holds `size` documents.
    """

    def __init__(self, *, size: int, seed: int) -> None:
        if size < 0:
            raise ValueError(f"expected a sample size >= 0; got {size}")
        self._size = size
        self._seed = seed
        self._heap: list[tuple[int, str, Document]] = []

    def offer(self, document: Document) -> None:
        """Consider one document. Its place must be new to the sampler."""
        ticket = sha256(f"{self._seed}\0{document.place}".encode())
        # The heap keeps the largest hash on top, since that one leaves first.
        item = (-int.from_bytes(ticket.digest()), document.place, document)
        if len(self._heap) < self._size:
            heapq.heappush(self._heap, item)
        elif self._heap and item > self._heap[0]:
            heapq.heapreplace(self._heap, item)

    def drawn(self) -> tuple[Document, ...]:
        """Return the sample so far, in the order of its hashes."""
        return tuple(document for _, _, document in sorted(self._heap, reverse=True))
