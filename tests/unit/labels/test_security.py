"""Signatures in the reserved field: what they prove, and what breaks them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from hegui.controls.label_law import grammar
from hegui.labels import AIGCLabel, read_bytes, write_bytes
from hegui.labels.media_digest import media_digest
from hegui.labels.security import (
    SM2_WITH_SM3,
    Ed25519Signer,
    check_protection,
    protected,
)
from hegui.labels.source import Source

DATA = Path(__file__).parents[2] / "_data" / "labels"
LABEL = AIGCLabel.first_write(label="1", producer="Demo", produce_id="7")
SIGNER = Ed25519Signer(bytes(range(32)))
OTHER = Ed25519Signer(bytes(32))
FILES = {
    "png": ("ffmpeg.png", "ffmpeg_animated.apng", "pillow_palette_exif.png"),
    "jpeg": ("ffmpeg.jpg", "pillow_progressive_icc.jpg", "pillow_cmyk.jpg"),
    "webp": ("pillow_lossy.webp", "pillow_lossless_alpha.webp", "ffmpeg_animated.webp"),
    "wav": ("ffmpeg.wav", "ffmpeg_rf64.wav", "ffmpeg_info_list.wav"),
    "flac": ("ffmpeg.flac",),
    "mp3": ("ffmpeg_id3v23.mp3", "ffmpeg_id3v24.mp3", "ffmpeg_id3v1_only.mp3"),
    "mp4": ("ffmpeg_moov_last.mp4", "ffmpeg_fragmented_mfra.mp4", "ffmpeg.m4a"),
}


def digest(whole: bytes, container: str) -> str:
    """Return the digest of a file's media."""
    return media_digest(Source.of_bytes(whole), container)


@pytest.mark.parametrize(
    ("container", "name"), [(kind, name) for kind, names in FILES.items() for name in names]
)
class TestTheContent:
    """The digest is over the media, and over all of them."""

    def test_a_label_changes_nothing(self, container: str, name: str) -> None:
        raw = (DATA / name).read_bytes()
        once = write_bytes(raw, protected(LABEL, SIGNER), grammar())
        longer = replace(LABEL, produce_id="n" * 3_000, propagate_id="n" * 3_000)
        twice = write_bytes(once, longer, grammar())

        assert digest(raw, container) == digest(once, container) == digest(twice, container)

    def test_one_bit_of_the_media_changes_it(self, container: str, name: str) -> None:
        raw = bytearray((DATA / name).read_bytes())
        before = digest(bytes(raw), container)
        at = {
            "mp4": raw.find(b"mdat") + 20,
            "png": raw.find(b"IDAT") + 6,
            "flac": len(raw) - 20,
        }.get(container, len(raw) * 2 // 3)
        raw[at] ^= 1

        assert before != digest(bytes(raw), container)


def test_through_a_file() -> None:
    """Signed, written, read back from the file and checked against a pinned key."""
    raw = (DATA / "ffmpeg.png").read_bytes()
    signed = protected(LABEL, SIGNER, media=digest(raw, "png"))
    out = write_bytes(raw, signed, grammar())
    label = read_bytes(out, grammar()).label
    assert label is not None

    found = check_protection(label, media=digest(out, "png"), pinned=[SIGNER.public_key])

    assert ("verified-pinned", "verified-pinned") == (found.label, found.content)


class TestWhatItProves:
    signed = protected(LABEL, SIGNER, media="ab" * 32)

    def test_a_key_inside_the_file_is_not_an_author(self) -> None:
        found = check_protection(self.signed, media="ab" * 32)

        assert ("verified-self", "verified-self") == (found.label, found.content)

    def test_whoever_signs_with_another_key_is_not_pinned(self) -> None:
        forged = protected(LABEL, OTHER, media="ab" * 32)

        assert "verified-self" == check_protection(forged, pinned=[SIGNER.public_key]).label

    @pytest.mark.parametrize("field", ["label", "content_producer", "produce_id"])
    def test_each_covered_field_counts(self, field: str) -> None:
        changed = replace(self.signed, **{field: "x"})
        found = check_protection(changed, media="ab" * 32, pinned=[SIGNER.public_key])

        assert ("failed", "failed") == (found.label, found.content)

    def test_a_platform_may_add_its_part(self) -> None:
        spread = self.signed.propagated(by="P", propagate_id="9")

        assert "verified-self" == check_protection(spread).label

    def test_other_content_is_not_the_content(self) -> None:
        found = check_protection(self.signed, media="cd" * 32)

        assert ("verified-self", "failed") == (found.label, found.content)

    def test_a_binding_of_another_label_is_not_taken_over(self) -> None:
        """Its signature covers the label as well."""
        other = protected(replace(LABEL, produce_id="8"), SIGNER, media="cd" * 32)
        told = json.loads(self.signed.reserved_code1)
        foreign = json.loads(other.reserved_code1)
        told["SecurityData"]["Bindings"] = foreign["SecurityData"]["Bindings"]
        told["SecurityData"]["PubSD"][2] = foreign["SecurityData"]["PubSD"][2]
        mixed = replace(self.signed, reserved_code1=json.dumps(told, separators=(",", ":")))
        found = check_protection(mixed, media="cd" * 32)

        assert ("verified-self", "failed") == (found.label, found.content)

    def test_without_a_digest_the_content_is_not_judged(self) -> None:
        assert "unchecked" == check_protection(self.signed).content
        assert "absent" == check_protection(protected(LABEL, SIGNER)).content


class TestForeignValues:
    """Unknown is never invalid."""

    @pytest.mark.parametrize(
        ("value", "standing"),
        [
            ("", "absent"),
            ("0123456789abcdef0123456789abcdef01234567", "opaque"),
            ("{", "opaque"),
            ('{"SecurityData":7}', "opaque"),
            ('{"SecurityData":' + "[" * 60_000, "opaque"),
            ('{"SecurityData":{"Type":"TC260PG"}}', "absent"),
            ('{"SecurityData":{"PubSd":[{}]}}', "absent"),
            (
                json.dumps(
                    {
                        "SecurityData": {
                            "Type": "TC260PG",
                            "PubSD": [
                                {
                                    "Type": "DS",
                                    "AlgID": SM2_WITH_SM3,
                                    "KeyID": "1",
                                    "TBSData": {"Type": "Md"},
                                    "Signature": "zz",
                                }
                            ],
                        }
                    }
                ),
                "unchecked",
            ),
        ],
    )
    def test_it_is_opaque_or_unchecked(self, value: str, standing: str) -> None:
        assert standing == check_protection(replace(LABEL, reserved_code1=value)).label

    def test_an_operator_hands_in_the_guides_algorithm(self) -> None:
        """Whatever answers to the identifier is asked, with the bytes of the guide's annex."""
        asked: list[tuple[bytes, bytes, bytes]] = []

        class Listening:
            alg_id = SM2_WITH_SM3

            def is_valid(self, key: bytes, message: bytes, signature: bytes) -> bool:
                asked.append((key, message, signature))
                return True

        told = {
            "SecurityData": {
                "Type": "TC260PG",
                "PubSD": [
                    {"Type": "PubKey", "KeyID": "k", "AlgID": SM2_WITH_SM3, "KeyValue": "0405"},
                    {
                        "Type": "DS",
                        "AlgID": SM2_WITH_SM3,
                        "KeyID": "k",
                        "TBSData": {"Type": "Md"},
                        "Signature": "3006",
                    },
                ],
            }
        }
        label = replace(LABEL, reserved_code1=json.dumps(told))
        found = check_protection(label, schemes=[Listening()])

        assert "verified-self" == found.label
        assert [
            (b"\x04\x05", b'"Label":"1","ContentProducer":"Demo","ProduceID":"7"', b"\x30\x06")
        ] == asked


def test_what_is_written_conforms() -> None:
    """Every character of the field is in the standard's alphabet."""
    protected(LABEL, SIGNER, media="ab" * 32).require(grammar())
