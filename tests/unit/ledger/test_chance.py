"""Random pieces: each is given out once, to whichever thread or process asks."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

from hegui.ledger.chance import PIECE_BYTES, random_piece


def test_no_piece_is_given_out_twice() -> None:
    """Also to threads that take from the same block."""
    with ThreadPoolExecutor(8) as pool:
        pieces = list(pool.map(lambda _: random_piece(), range(2_000)))

    assert len(set(pieces)) == len(pieces)
    assert {len(piece) for piece in pieces} == {PIECE_BYTES}


def test_a_forked_child_draws_its_own() -> None:
    """A salt that two processes share would tell one where the other has the same payload."""
    random_piece()
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.write(write, random_piece())
        os._exit(0)
    os.waitpid(child, 0)
    theirs = os.read(read, PIECE_BYTES)
    os.close(read)
    os.close(write)

    assert len(theirs) == PIECE_BYTES
    assert theirs != random_piece()
