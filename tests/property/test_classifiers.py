"""One hash for training and serving; a calibration that rises; a model file that comes back."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hegui.moderation.classifiers import EmbeddedClassifier
from hegui.moderation.classifiers.calibration import fit_calibration, threshold_at
from hegui.moderation.classifiers.ngrams import ORDERS, bucket_of, grams
from hegui.moderation.kept import Kept

CHARS = st.characters() | st.sampled_from("赌博賭Ｈ①\u200b \ud800😀ﬀ")
MARGINS = st.lists(st.floats(-50, 50), min_size=2, max_size=40)


@given(st.text(CHARS, max_size=200), st.integers(8, 22))
def test_the_fast_hash_is_the_plain_one(text: str, bits: int) -> None:
    """What numpy does at once is what the definition says one by one, on both fold paths."""
    letters = [ord(char) for char in Kept(text).text]
    plain = [
        bucket_of(letters[at : at + order], bits=bits)
        for order in ORDERS
        for at in range(len(letters) - order + 1)
    ]

    assert plain == grams(text, bits=bits).buckets.tolist()


@given(st.text(CHARS, max_size=60))
def test_the_gate_is_the_sum_that_training_defines(text: str) -> None:
    """Counts times weights, as a trainer multiplies them, is what serving sums."""
    model = EmbeddedClassifier.default().model
    found = grams(text, bits=model.bits)
    counts = np.bincount(found.buckets, minlength=1 << model.bits)
    dense = float(counts @ model.weights[0].astype(np.int64))
    expected = dense * float(model.scales[0]) / max(len(found.buckets), 1) ** 0.7

    assert abs(expected + float(model.biases[0]) - model.gate(found)) < 1e-9


@given(MARGINS, MARGINS)
def test_a_higher_margin_is_never_less_likely(good: list[float], bad: list[float]) -> None:
    """Calibration is monotone and stays within [0, 1], or refuses what tells nothing."""
    margins = np.array(good + bad)
    labels = np.array([0] * len(good) + [1] * len(bad))
    try:
        line = fit_calibration(margins, labels)
    except ValueError:
        return
    chances = [line.probability(margin) for margin in sorted(good + bad)]

    assert chances == sorted(chances)
    assert all(0.0 <= chance <= 1.0 for chance in chances)


@given(st.dictionaries(st.text(max_size=3), MARGINS, min_size=1, max_size=4), st.floats(0, 0.99))
def test_a_threshold_never_costs_more_than_it_was_chosen_for(
    margins: dict[str, list[float]], over_block: float
) -> None:
    """In every source, at most the chosen share of innocent texts is flagged."""
    threshold = threshold_at(margins, over_block=over_block)

    for each in margins.values():
        assert sum(margin >= threshold for margin in each) <= over_block * len(each)


@given(st.text(CHARS, max_size=120))
def test_places_that_weighed_lie_in_the_text(text: str) -> None:
    """Whatever is told of places can be shown."""
    classifier = EmbeddedClassifier.default()
    for span in classifier._heaviest(grams(text, bits=classifier.model.bits)):
        assert 0 <= span.start < span.end <= len(text)
