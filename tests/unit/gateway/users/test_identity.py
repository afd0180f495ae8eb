"""Who the end user is."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from hegui.errors import InvalidUserSetting, InvalidUserToken, UsersUnavailable
from hegui.gateway.users.identity import Tokens, age_of, digest_of
from hegui.gateway.users.keyset import KeySet, SharedSecret, fetch, public_keys
from hegui.gateway.users.settings import TokenSettings
from hegui.records.end_user import Age

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
SECRET = b"s" * 32
SETTINGS = TokenSettings(secret_file="x", audience="chat", issuer="app", real_name_claim="rn")


def _claims(**more: Any) -> dict[str, Any]:
    soon = (NOW + timedelta(minutes=5)).timestamp()
    return {"sub": "ann", "exp": soon, "aud": "chat", "iss": "app", **more}


def _token(claims: dict[str, Any], secret: bytes = SECRET, **more: Any) -> str:
    return jwt.encode(claims, secret, algorithm=more.pop("algorithm", "HS256"), **more)


def _tokens() -> Tokens:
    return Tokens(SETTINGS, SharedSecret(SECRET))


class TestTokens:
    """A token is believed when every part of it is."""

    def test_a_good_one_names_the_person(self) -> None:
        """Subject, age and the issuer's word on the real name."""
        claims = _tokens().read(_token(_claims(age_band="minor", rn=True)), NOW)

        assert ("ann", "minor", True) == (claims.subject, claims.age, claims.is_verified)

    @pytest.mark.parametrize(
        ("claims", "because"),
        [
            ({"aud": "other"}, "another audience"),
            ({"iss": "other"}, "another issuer"),
            ({"sub": ""}, "'sub' is no id"),
            ({"sub": 7}, "'sub' is no id"),
            ({"sub": "x" * 300}, "'sub' is no id"),
            ({"exp": NOW.timestamp() - 31}, "expired"),
            ({"exp": "soon"}, "'exp' is no instant"),
            ({"exp": True}, "'exp' is no instant"),
            ({"nbf": NOW.timestamp() + 31}, "does not hold yet"),
        ],
    )
    def test_a_wrong_claim_is_told(self, claims: dict[str, Any], because: str) -> None:
        """The 401 says which."""
        with pytest.raises(InvalidUserToken, match=because):
            _tokens().read(_token(_claims(**claims)), NOW)

    def test_without_an_end_it_is_not_accepted(self) -> None:
        """A token for ever is a password."""
        claims = _claims()
        del claims["exp"]

        with pytest.raises(InvalidUserToken, match="no claim 'exp'"):
            _tokens().read(_token(claims), NOW)

    @pytest.mark.parametrize(
        ("token", "because"),
        [
            (_token(_claims(), b"x" * 32), "signature is wrong"),
            (_token(_claims(), b"s" * 64, algorithm="HS512"), "algorithm is not accepted"),
            (_token(_claims()).rpartition(".")[0] + ".", "signature is wrong"),
            ("nonsense", "no signed JWT"),
            ("a.b.c", "no signed JWT"),
            ("x" * 9000, "longer than"),
        ],
    )
    def test_a_forged_one_is_refused(self, token: str, because: str) -> None:
        """Whatever the token says about itself."""
        with pytest.raises(InvalidUserToken, match=because):
            _tokens().read(token, NOW)

    def test_an_unsigned_one_is_refused(self) -> None:
        """RFC 8725, 3.1: `none` is nobody's algorithm."""
        unsigned = jwt.encode(_claims(), "", algorithm="none")

        with pytest.raises(InvalidUserToken):
            _tokens().read(unsigned, NOW)

    def test_a_known_one_still_ends(self) -> None:
        """What was believed once is believed until its end, with the leeway."""
        tokens, token = _tokens(), _token(_claims())
        tokens.read(token, NOW)

        assert "ann" == tokens.read(token, NOW + timedelta(minutes=5, seconds=29)).subject
        with pytest.raises(InvalidUserToken, match="expired"):
            tokens.read(token, NOW + timedelta(minutes=5, seconds=31))

    def test_two_tokens_with_one_beginning_are_two(self) -> None:
        """CVE-2026-35030: a cache keyed by the first characters of a token lets strangers in."""
        tokens = _tokens()
        good = _token(_claims())
        tokens.read(good, NOW)
        forged = good[:-6] + ("AAAAAA" if good[-6:] != "AAAAAA" else "BBBBBB")

        with pytest.raises(InvalidUserToken):
            tokens.read(forged, NOW)

    def test_a_public_key_is_no_shared_secret(self) -> None:
        """An HS256 token signed with the text of a public key does not pass a key set."""
        private = ec.generate_private_key(ec.SECP256R1())
        document = _jwks(private, "k1")
        keys = KeySet(lambda: document, refresh_s=60)
        keys.refresh()
        settings = TokenSettings(jwks_file="x", algorithms=("ES256",))
        confused = _token(_claims(), b"p" * 64, headers={"kid": "k1"})

        with pytest.raises(InvalidUserToken, match="algorithm is not accepted"):
            Tokens(settings, keys).read(confused, NOW)
        good = jwt.encode(_claims(), private, algorithm="ES256", headers={"kid": "k1"})
        assert "ann" == Tokens(settings, keys).read(good, NOW).subject


def _jwks(private: ec.EllipticCurvePrivateKey, kid: str) -> bytes:
    key = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(private.public_key()))
    return json.dumps({"keys": [{**key, "kid": kid, "use": "sig"}]}).encode()


class TestKeySet:
    """An issuer's keys: fetched within limits, and not believed for ever."""

    def test_a_new_key_is_found_and_a_failure_keeps_the_old(self) -> None:
        """Asked again at most every half minute."""
        private = ec.generate_private_key(ec.SECP256R1())
        answers: list[bytes] = [_jwks(private, "old"), b"broken", _jwks(private, "new")]
        now = [0.0]
        keys = KeySet(lambda: answers.pop(0), refresh_s=60, now_s=lambda: now[0])
        keys.refresh()

        assert keys.lookup("old") is not None
        assert not keys.may_know("new")
        now[0] = 61
        assert keys.is_due
        keys.refresh()
        assert keys.lookup("old") is not None
        now[0] = 100
        assert keys.may_know("new")
        keys.refresh()
        assert (None, True) == (keys.lookup("old"), keys.lookup("new") is not None)

    def test_old_keys_are_not_trusted_for_ever(self) -> None:
        """After a day of refresh periods, nobody is let in."""
        document = _jwks(ec.generate_private_key(ec.SECP256R1()), "k")
        now = [0.0]
        keys = KeySet(lambda: document, refresh_s=60, now_s=lambda: now[0])
        keys.refresh()
        now[0] = 60 * 24 + 1

        with pytest.raises(UsersUnavailable):
            keys.lookup("k")

    @pytest.mark.parametrize(
        "raw",
        [b"[]", b"{}", b'{"keys": []}', b'{"keys": [{"kty": "oct", "k": "AAAA"}]}', b"no"],
    )
    def test_what_is_no_set_of_public_keys_is_refused(self, raw: bytes) -> None:
        """A secret in a public document is a mistake, not a key."""
        with pytest.raises(ValueError, match=r"expect|Expect"):
            public_keys(raw)

    def test_a_key_set_comes_over_tls_only(self) -> None:
        """But from this machine."""
        with pytest.raises(InvalidUserSetting):
            fetch("http://issuer.example/jwks")
        fetch("http://127.0.0.1:9/jwks")


def test_a_short_secret_is_refused() -> None:
    """Thirty-two bytes at least."""
    with pytest.raises(InvalidUserSetting, match="at least 32 bytes; found 5"):
        SharedSecret(b"short")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (13, Age.CHILD),
        (14, Age.MINOR),
        (17, Age.MINOR),
        (18, Age.ADULT),
        ("minor", Age.MINOR),
        ("old", None),
        (-1, None),
        (True, None),
        (None, None),
    ],
)
def test_an_age_is_a_band_or_years(value: object, expected: Age | None) -> None:
    """What cannot be read says nothing."""
    assert expected == age_of(value, child_under=14, adult_from=18)


def test_one_id_under_two_scopes_is_two_people() -> None:
    """And no join of scope and id collides."""
    digests = {digest_of(s, k, b"p") for s, k in (("a", "bc"), ("ab", "c"), ("", "abc"))}

    assert 3 == len(digests)
    assert digest_of("a", "k", b"p") != digest_of("a", "k", b"q")
