"""N-grams: places, orders, and folding."""

from __future__ import annotations

from hegui.moderation.classifiers.ngrams import ORDERS, bucket_of, grams


def test_every_run_of_letters_is_a_gram_in_the_order_of_lengths() -> None:
    found = grams("赌 博，网站", bits=16)
    letters = [ord(char) for char in "赌博网站"]

    assert (4, 3, 2) == found.counts
    assert [
        bucket_of(letters[at : at + order], bits=16)
        for order in ORDERS
        for at in range(len(letters) - order + 1)
    ] == found.buckets.tolist()


def test_a_text_shorter_than_an_order_has_none_of_it() -> None:
    assert (2, 1) == grams("赌博", bits=16).counts
    assert (1,) == grams("赌", bits=16).counts


def test_a_text_without_letters_has_no_grams() -> None:
    for text in ("", "。。。 \u200b"):
        assert 0 == len(grams(text, bits=16).buckets)


def test_ways_to_write_are_one() -> None:
    """What the fold makes one, the hash makes one."""
    plain = grams("hello赌博", bits=20).buckets.tolist()

    assert plain == grams("Ｈｅｌｌｏ 賭\u200b博", bits=20).buckets.tolist()
