"""Signing with a seed, and checking against pinned keys, as a person types it."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hegui.cli.label_keys import Algorithm, pinned_keys, signer_of
from hegui.cli.main import app
from hegui.controls.label_law import grammar
from hegui.errors import FileNotReadable, InvalidKeyFile, MissingExtra
from hegui.labels import read
from hegui.labels.security import Ed25519Signer
from hegui.labels.sm2 import Sm2Signer

DATA = Path(__file__).parents[2] / "_data" / "labels"
RUN = CliRunner()
SEED = bytes(range(32))


def test_signed_and_checked(tmp_path: Path) -> None:
    """Pinned, then without the pin, then with other pixels."""
    file, seed, keys = (tmp_path / name for name in ("a.jpg", "seed", "keys.toml"))
    file.write_bytes((DATA / "ffmpeg.jpg").read_bytes())
    seed.write_text(SEED.hex() + "\n")
    seed.chmod(0o600)
    keys.write_text(f'Demo = ["{Ed25519Signer(SEED).public_key.hex()}"]\n')

    RUN.invoke(app, ["label", "write", str(file), "--producer", "Demo", "--sign-with", str(seed)])
    pinned = RUN.invoke(app, ["label", "verify", str(file), "--keys", str(keys), "--json"])
    alone = RUN.invoke(app, ["label", "verify", str(file)])
    whole = bytearray(file.read_bytes())
    whole[-10] ^= 1
    file.write_bytes(bytes(whole))
    changed = RUN.invoke(app, ["label", "verify", str(file), "--keys", str(keys)])

    worth = json.loads(pinned.stdout)["files"][0]["protection"]
    assert ("verified-pinned", "verified-pinned") == (worth["label"], worth["content"])
    assert (0, True) == (alone.exit_code, "label verified-self" in alone.stdout)
    assert (1, True) == (changed.exit_code, "content failed" in changed.stdout)


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture with a signed label, and the key beside it."""
    file = tmp_path_factory.mktemp("signed") / "a.png"
    secret = file.with_name("secret")
    file.write_bytes((DATA / "ffmpeg.png").read_bytes())
    secret.write_text(SEED.hex())
    secret.chmod(0o600)
    words = ["--producer", "Demo", "--produce-id", "71", "--sign-with", str(secret)]
    done = RUN.invoke(app, ["label", "write", str(file), *words, "--algorithm", "sm2"])
    assert 0 == done.exit_code
    return file


class TestSm2:
    """The guide's algorithm, from the key file to the answer."""

    @pytest.fixture
    def file(self, signed: Path, tmp_path: Path) -> Path:
        """A copy of it that a test may change."""
        return Path(shutil.copy(signed, tmp_path))

    @staticmethod
    def verified(file: Path, *pinned: bytes) -> tuple[int, str, str]:
        """Return the exit code and what both signatures are worth."""
        keys = file.with_name("keys.toml")
        keys.write_text(f"Demo = {json.dumps([key.hex() for key in pinned])}\n")
        done = RUN.invoke(app, ["label", "verify", str(file), "--keys", str(keys), "--json"])
        worth = json.loads(done.stdout)["files"][0]["protection"]
        return done.exit_code, worth["label"], worth["content"]

    def test_it_is_valid(self, file: Path) -> None:
        assert (0, "verified-self", "verified-self") == self.verified(file)

    def test_it_is_trusted_by_a_pinned_key_alone(self, file: Path) -> None:
        key, other = (Sm2Signer(secret).public_key for secret in (SEED, (7).to_bytes(32)))

        assert (0, "verified-pinned", "verified-pinned") == self.verified(file, key)
        assert (0, "verified-self", "verified-self") == self.verified(file, other)

    @pytest.mark.parametrize(("old", "new"), [(b'"71"', b'"72"'), (b'"Demo"', b'"Domo"')])
    def test_a_changed_member_is_seen(self, file: Path, old: bytes, new: bytes) -> None:
        """In each of the places where it stands, with the checksums of PNG made right."""
        import zlib

        raw = file.read_bytes()
        at = raw.index(b"iTXt")
        length = int.from_bytes(raw[at - 4 : at])
        changed = raw[at : at + 4 + length].replace(old.replace(b'"', b"&quot;"), new)
        changed = changed.replace(old, new)
        check = zlib.crc32(changed).to_bytes(4)
        size = (len(changed) - 4).to_bytes(4)
        file.write_bytes(raw[: at - 4] + size + changed + check + raw[at + 8 + length :])

        assert raw != file.read_bytes()
        assert (1, "failed", "failed") == self.verified(file)

    def test_what_comes_in_and_goes_out_is_signed_as_well(self, signed: Path, file: Path) -> None:
        """Its content included."""
        key = str(signed.with_name("secret"))
        words = ["-", "--producer", "Demo", "--sign-with", key, "--algorithm", "sm2"]
        done = RUN.invoke(app, ["label", "write", *words], input=(DATA / "ffmpeg.png").read_bytes())
        file.write_bytes(done.stdout_bytes)

        assert (0, "verified-self", "verified-self") == self.verified(file)

    def test_without_the_extra(
        self, signed: Path, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It is unchecked, and a platform's part goes in without a byte of it changing."""
        before = read(file, grammar()).label
        monkeypatch.setitem(sys.modules, "gmalg.sm2", None)
        monkeypatch.setattr("hegui.labels.sm2.find_spec", lambda _name: None)
        unchecked = self.verified(file)
        RUN.invoke(app, ["label", "write", str(file), "--propagate", "P"])
        after = read(file, grammar()).label
        secret = str(signed.with_name("secret"))
        words = ["--producer", "Demo", "--sign-with", secret, "--algorithm", "sm2"]
        refused = RUN.invoke(app, ["label", "write", str(file), *words])

        assert (0, "unchecked", "unchecked") == unchecked
        assert before is not None
        assert after is not None
        assert (before.reserved_code1, "P") == (after.reserved_code1, after.content_propagator)
        assert isinstance(refused.exception, MissingExtra)
        assert "hegui[sm2]" in refused.exception.hint


@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, algorithm: Algorithm) -> None:
    key = tmp_path / "key"
    key.write_text(SEED.hex())
    key.chmod(0o640)

    with pytest.raises(InvalidKeyFile, match="owner alone"):
        signer_of(key, algorithm)
    key.chmod(0o400)
    assert len(signer_of(key, algorithm).public_key) in (32, 65)


@pytest.mark.parametrize("algorithm", Algorithm)
def test_files_that_are_no_keys(tmp_path: Path, algorithm: Algorithm) -> None:
    """What a key file holds is never shown."""
    bad = tmp_path / "bad"
    bad.touch(0o600)
    for text in ("secret-words", "00" * 31, "-----BEGIN " + "PRIVATE KEY-----\nsecret\n"):
        bad.write_text(text)

        with pytest.raises(InvalidKeyFile) as raised:
            signer_of(bad, algorithm)
        assert "secret" not in str(raised.value)
    for text in ("secret-words", "a = 1", 'a = ["zz"]', "a = [1]"):
        bad.write_text(text)
        with pytest.raises(InvalidKeyFile):
            pinned_keys(bad)
    bad.write_bytes(b"\xff")
    for file in (bad, tmp_path / "none"):
        with pytest.raises(FileNotReadable):
            pinned_keys(file)
        with pytest.raises(FileNotReadable):
            signer_of(file, algorithm)
