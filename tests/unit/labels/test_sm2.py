"""SM2 in labels: the standard's numbers, other programs' signatures, and what is refused."""

from __future__ import annotations

import json
import secrets
import sys
from base64 import b64encode
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from hegui.controls.label_law import grammar
from hegui.errors import MissingExtra
from hegui.labels import AIGCLabel
from hegui.labels.security import SM2_WITH_SM3, check_protection, protected
from hegui.labels.sm2 import Sm2Scheme, Sm2Signer, schemes, secret_of_pem

SECRET = bytes.fromhex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8")
X = bytes.fromhex("09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020")
Y = bytes.fromhex("ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13")
PUBLIC = b"\x04" + X + Y
ORDER = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
PRIME = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
INFO = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")
ANNEX = b'"Label":"1","ContentProducer":"X","ProduceID":"Y"'
LABEL = AIGCLabel.first_write(label="1", producer="X", produce_id="Y")
SCHEME = Sm2Scheme()


class TestTheStandard:
    """GB/T 32918.5, annex A: the key, the number k and the signature that the text prints."""

    message = b"message digest"
    k = 0x59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21
    signature = bytes.fromhex(
        "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
        "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
    )

    def test_its_signature_holds(self) -> None:
        assert PUBLIC == Sm2Signer(SECRET).public_key
        assert SCHEME.is_valid(PUBLIC, self.message, self.signature)

    def test_its_number_gives_its_signature(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """And the number comes from `secrets`, with as many bits as the order has."""
        asked: list[int] = []

        def chosen(bits: int) -> int:
            asked.append(bits)
            return self.k

        monkeypatch.setattr(secrets, "randbits", chosen)
        r, s = decode_dss_signature(Sm2Signer(SECRET).sign(self.message))

        assert self.signature == r.to_bytes(32) + s.to_bytes(32)
        assert [256] == asked


class TestOtherPrograms:
    """The annex's message, signed elsewhere with the standard's key."""

    @pytest.mark.parametrize(
        "signature",
        [
            pytest.param(
                "304402206bc55d638636c4ed29b33cce8f64b00531c0b249f918b648f9fb83f98798d383022002a275e7"
                "27290ed453fe3ba696e6a7b4e9b6cf648ae09061ea946903104c7d18",
                id="openssl-3.0.19",
            ),
            pytest.param(
                "3044022032371344b7b4bbe983340c5d0df20cfe21427505248556731d3289b2d491a74a022031264caf"
                "364cc4d4e8d3c9b12e6fcfa2acdc105995bf1b995188bf25af11cefa",
                id="tongsuo-python-1.0.1",
            ),
            pytest.param(
                "6cb10f14663c34cf365aa2dbe6c0b9989bf584260d23f5965320e5cf1f8900a8"
                "874b83639ba3e3a2f06b170996f9438f60b34b425ee7408f094187ef2ce776c6",
                id="gmssl-3.2.2",
            ),
        ],
    )
    def test_theirs_holds_here(self, signature: str) -> None:
        assert SCHEME.is_valid(PUBLIC, ANNEX, bytes.fromhex(signature))
        assert not SCHEME.is_valid(PUBLIC, ANNEX + b" ", bytes.fromhex(signature))

    def test_ours_holds_there_and_theirs_here(self) -> None:
        """With snowland-smx, which shares no line with gmalg."""
        from pysmx.SM2 import Sign, Verify

        secret = (secrets.randbelow(ORDER - 2) + 1).to_bytes(32)
        signer = Sm2Signer(secret)
        r, s = decode_dss_signature(signer.sign(ANNEX))
        ours = r.to_bytes(32) + s.to_bytes(32)
        k = f"{secrets.randbelow(ORDER - 1) + 1:064x}"
        theirs = Sign(ANNEX, secret, k, 64, uid=b"1234567812345678")

        assert Verify(ours, ANNEX, signer.public_key[1:], 64, uid=b"1234567812345678")
        assert SCHEME.is_valid(signer.public_key, ANNEX, theirs)


class TestKeys:
    """A public key is one point, in whatever form it is written."""

    signature = Sm2Signer(SECRET).sign(ANNEX)

    @pytest.mark.parametrize(
        "key",
        [PUBLIC, X + Y, b"\x03" + X, INFO + PUBLIC],
        ids=["with 04", "bare", "compressed", "X.509"],
    )
    def test_forms(self, key: bytes) -> None:
        assert SCHEME.is_valid(key, ANNEX, self.signature)

    def test_x_alone_means_the_even_y(self) -> None:
        other = (ORDER - int.from_bytes(SECRET)).to_bytes(32)
        signer = Sm2Signer(other)  # its point is (x, -y), and -y is even here

        assert X == signer.public_key[1:33]
        for key in (X, b"\x00" + X):
            assert SCHEME.is_valid(key, ANNEX, signer.sign(ANNEX))
            assert not SCHEME.is_valid(key, ANNEX, self.signature)

    @pytest.mark.parametrize(
        "key",
        [
            b"",
            b"\x00",
            bytes(65),
            bytes(64),
            b"\x04" + bytes(64),
            PUBLIC[:-1],
            PUBLIC + b"\x00",
            b"\x05" + X + Y,
            b"\x04" + X + X,
            b"\x02" + bytes(31) + b"\x03",
            b"\x04" + (int.from_bytes(X) + PRIME).to_bytes(33)[1:] + Y,
            b"\x04" + b"\xff" * 64,
            INFO,
            INFO + bytes(65),
            bytes(10_000),
        ],
        ids=range(15),
    )
    def test_what_is_no_key_checks_nothing(self, key: bytes) -> None:
        """Wrong lengths and marks, infinity, points off the curve, coordinates past the prime."""
        assert not SCHEME.is_valid(key, ANNEX, self.signature)


class TestSignatures:
    @pytest.mark.parametrize(
        ("r", "s"),
        [(0, 1), (1, 0), (ORDER, 1), (1, ORDER), (1, ORDER - 1), (ORDER - 1, 1), (1 << 300, 1)],
    )
    def test_numbers_out_of_range(self, r: int, s: int) -> None:
        """Nought, the order and more; and a sum of nought."""
        assert not SCHEME.is_valid(PUBLIC, ANNEX, encode_dss_signature(r, s))

    def test_a_sum_of_points_at_infinity(self) -> None:
        """The numbers are chosen so that both points of the check cancel out."""
        d, s = int.from_bytes(SECRET), 12_345
        t = -s * pow(d, -1, ORDER) % ORDER

        assert not SCHEME.is_valid(PUBLIC, ANNEX, encode_dss_signature((t - s) % ORDER, s))

    def test_one_changed_bit(self) -> None:
        r, s = decode_dss_signature(Sm2Signer(SECRET).sign(ANNEX))

        assert not SCHEME.is_valid(PUBLIC, ANNEX, encode_dss_signature(r ^ 1, s))
        assert not SCHEME.is_valid(PUBLIC, ANNEX, encode_dss_signature(r, s ^ 1))

    @pytest.mark.parametrize(
        "signature",
        [b"", b"\x30", b"\x30\x06\x02\x01\x01\x02\x01", bytes(63), bytes(64), bytes(65)],
    )
    def test_no_signature(self, signature: bytes) -> None:
        assert not SCHEME.is_valid(PUBLIC, ANNEX, signature)


@pytest.mark.parametrize(
    "secret", [b"", SECRET[:-1], SECRET + b"\x00", bytes(32), (ORDER - 1).to_bytes(32)]
)
def test_private_keys_out_of_range_are_refused(secret: bytes) -> None:
    with pytest.raises(ValueError, match="private key"):
        Sm2Signer(secret)


class TestPem:
    """Files that OpenSSL writes; these are made of its bytes around the standard's key."""

    inner = bytes.fromhex("0201010420") + SECRET
    named = bytes.fromhex("a00a06082a811ccf5501822d")
    public = bytes.fromhex("a144034200") + PUBLIC
    wrapper = bytes.fromhex("308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b")

    @staticmethod
    def pem(der: bytes, kind: str = "") -> str:
        body = b64encode(der).decode()
        lines = "\n".join(body[at : at + 64] for at in range(0, len(body), 64))
        return f"-----BEGIN {kind}PRIVATE KEY-----\n{lines}\n-----END {kind}PRIVATE KEY-----\n"

    def test_both_forms(self) -> None:
        first = self.pem(b"\x30\x77" + self.inner + self.named + self.public, "EC ")
        parameters = (
            "-----BEGIN EC PARAMETERS-----\nBggqgRzPVQGCLQ==\n-----END EC PARAMETERS-----\n"
        )

        assert SECRET == secret_of_pem(self.pem(self.wrapper + self.inner + self.public))
        assert SECRET == secret_of_pem(parameters + first)

    def test_other_things_are_refused(self) -> None:
        p256 = self.pem(b"\x30\x31" + self.inner + bytes.fromhex("a00a06082a8648ce3d030107"))
        another = self.public[:-1] + b"\x00"
        for text in (
            "",
            "words",
            p256,
            self.pem(b""),
            self.pem(self.wrapper + self.inner + another),
            self.pem(self.wrapper + self.inner[:-1]),
            self.pem(self.wrapper + self.inner, "ENCRYPTED "),
            self.pem(self.wrapper).replace("M", "%"),
        ):
            with pytest.raises(ValueError):  # noqa: PT011 - binascii's words differ
                Sm2Signer(secret_of_pem(text))


class TestInALabel:
    signed = protected(LABEL, Sm2Signer(SECRET), media="ab" * 32)

    def test_it_has_the_guides_form(self) -> None:
        told = json.loads(self.signed.reserved_code1)["SecurityData"]
        key, label, content = told["PubSD"]

        assert "TC260PG" == told["Type"]
        assert ("PubKey", SM2_WITH_SM3, PUBLIC.hex()) == (
            key["Type"],
            key["AlgID"],
            key["KeyValue"],
        )
        assert ("DS", SM2_WITH_SM3, {"Type": "Md"}) == tuple(
            label[name] for name in ("Type", "AlgID", "TBSData")
        )
        assert key["KeyID"] == label["KeyID"]
        assert SCHEME.is_valid(PUBLIC, ANNEX, bytes.fromhex(label["Signature"]))
        assert {"Type": "hegui-bnd/1"} == content["TBSData"]
        self.signed.require(grammar())

    @pytest.mark.parametrize("key", [PUBLIC, b"\x03" + X, INFO + PUBLIC])
    def test_pinned_in_any_form(self, key: bytes) -> None:
        found = check_protection(self.signed, media="ab" * 32, pinned=[key], schemes=schemes())

        assert ("verified-pinned", "verified-pinned") == (found.label, found.content)

    @pytest.mark.parametrize("field", ["label", "content_producer", "produce_id"])
    def test_each_covered_field_counts(self, field: str) -> None:
        changed = replace(self.signed, **{field: "2"})
        found = check_protection(changed, media="ab" * 32, schemes=schemes())

        assert ("failed", "failed") == (found.label, found.content)

    def test_another_key_is_not_the_pinned_one(self) -> None:
        other = Sm2Signer((7).to_bytes(32)).public_key
        found = check_protection(self.signed, media="cd" * 32, pinned=[other], schemes=schemes())

        assert ("verified-self", "failed") == (found.label, found.content)

    def test_a_pinned_key_decides_without_one_inside(self) -> None:
        """Who takes the key out of a label and changes it does not get away with it."""
        told = json.loads(self.signed.reserved_code1)
        del told["SecurityData"]["PubSD"][0]
        bare = replace(self.signed, reserved_code1=json.dumps(told))
        changed = replace(bare, produce_id="Z")

        assert ["verified-pinned", "failed"] == [
            check_protection(each, pinned=[PUBLIC], schemes=schemes()).label
            for each in (bare, changed)
        ]

    def test_without_the_extra(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A label is carried and unchecked; only who wants to sign hears what is missing."""
        monkeypatch.setitem(sys.modules, "gmalg.sm2", None)

        with pytest.raises(MissingExtra, match="extra 'sm2'"):
            Sm2Signer(SECRET)
        monkeypatch.setattr("hegui.labels.sm2.find_spec", lambda _name: None)
        found = check_protection(self.signed, media="ab" * 32, schemes=schemes())
        assert ("unchecked", "unchecked") == (found.label, found.content)


class TestALabelThatWasMet:
    """Two labels of one service, from Markdown it wrote: other spellings, no key ids."""

    producer = "001191310104MACE0YX63918020"
    key = INFO.hex().upper() + (
        "045728F08C58D9C72150A705693EF7337859F8FF216E802630041AFAE5C036F0A6"
        "7CB1FDF8C57F5F8B623284AE09E4E545464B7140B26BBDA51BAE965F854C57AA"
    )
    signatures = (
        (
            "142569260085903360",
            (
                "3046022100AE6B84B3342128AE301A597596FCD9EECF3EA0FC2DB6C250BAF234E167298E90"
                "02210097223ABB647B786A90D0A1B93CB9382EA879563B2C7F025FA006BE16AE926C14"
            ),
        ),
        (
            "147392816552226816",
            (
                "3045022100E816A5872275AE5414E7E0FD3D9B2C30F7B7FD68609D6486A38DF7CFAA1417B9"
                "02201A510FBBE50819BAFF1FCC7B8527FF23CD40447D41A6776E6BCF1F773AE0DBBC"
            ),
        ),
    )

    def label(self, produce_id: str, signature: str) -> AIGCLabel:
        named = {"AlgID": SM2_WITH_SM3}
        about = [
            {"Type": "DS", **named, "TBSData": {"Type": "LabelMataData"}, "Signature": signature},
            {"Type": "PubKey", **named, "KeyValue": self.key},
        ]
        told = {"SecurityData": {"Type": "TC260PG", "Version": 1, "PubSD": about}}
        plain = AIGCLabel.first_write(label="1", producer=self.producer, produce_id=produce_id)
        return replace(plain, reserved_code1=json.dumps(told, separators=(",", ":")))

    @pytest.mark.parametrize(("produce_id", "signature"), signatures)
    def test_it_holds(self, produce_id: str, signature: str) -> None:
        label = self.label(produce_id, signature)
        pin = bytes.fromhex(self.key)

        assert ["verified-self", "verified-pinned"] == [
            check_protection(label, pinned=pinned, schemes=schemes()).label
            for pinned in ((), (pin,))
        ]

    def test_under_that_spelling_nothing_is_invalid(self) -> None:
        """What else such a signature may be over is not known."""
        (number, _), (_, foreign) = self.signatures

        assert "unchecked" == check_protection(self.label(number, foreign), schemes=schemes()).label
