from __future__ import annotations

from hegui.moderation import fold
from hegui.moderation.syllables import sounds, syllables


def test_each_character_has_one_sound_and_is_folded() -> None:
    every = "".join(syllables().values())

    assert len(every) == len(set(every)) > 6000
    assert every == fold(every).text
    assert all(sound.isascii() and sound.islower() for sound in syllables())


def test_only_whole_words_of_three_and_more_are_spoken() -> None:
    assert ["wang luo du bo"] == list(sounds("网络赌博"))
    assert [] == list(sounds("赌博")) == list(sounds("a赌博网"))
