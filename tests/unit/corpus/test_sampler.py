"""A sample for people."""

from __future__ import annotations

import pytest

from hegui.corpus import Document, Sampler


def documents(count: int) -> list[Document]:
    return [Document(id="x", text="t", source="s", place=f"f:{n}") for n in range(count)]


def draw(some: list[Document], *, size: int, seed: int) -> tuple[Document, ...]:
    sampler = Sampler(size=size, seed=seed)
    for one in some:
        sampler.offer(one)
    return sampler.drawn()


def test_the_size_is_exact() -> None:
    assert 10 == len(set(draw(documents(1_000), size=10, seed=1)))


def test_few_documents_are_all_drawn() -> None:
    assert set(documents(3)) == set(draw(documents(3), size=10, seed=1))


def test_no_sample_is_possible() -> None:
    assert () == draw(documents(3), size=0, seed=1)


def test_order_does_not_matter() -> None:
    some = documents(100)

    assert draw(some, size=7, seed=5) == draw(some[::-1], size=7, seed=5)


def test_a_smaller_sample_is_the_start_of_a_larger() -> None:
    """So a sample can be enlarged without throwing judgements away."""
    some = documents(100)

    assert draw(some, size=5, seed=2) == draw(some, size=50, seed=2)[:5]


def test_every_document_has_the_same_chance() -> None:
    """Of 20 documents, 5 drawn by 2,000 seeds: each about 500 times (4.5 deviations)."""
    counts = dict.fromkeys(range(20), 0)
    for seed in range(2_000):
        for one in draw(documents(20), size=5, seed=seed):
            counts[int(one.place[2:])] += 1

    assert all(abs(count - 500) < 4.5 * (2_000 * 0.25 * 0.75) ** 0.5 for count in counts.values())


def test_a_negative_size_is_refused() -> None:
    with pytest.raises(ValueError, match="got -1"):
        Sampler(size=-1, seed=0)
