"""What hegui.toml says about judges is read strictly, and made into judges."""

from __future__ import annotations

from pathlib import Path

import pytest

from hegui.errors import InvalidJudge, InvalidModel, InvalidPolicy
from hegui.finding import Stage
from hegui.moderation.judges import GuardServer, made, read_judges
from hegui.moderation.lane import Mode
from hegui.moderation.policy import DEFAULT_POLICY, read_policy

GUARD = """
[[judge]]
kind = "guard"
url = "http://127.0.0.1:9/v1"
model = "g"
format = "qwen3guard"
"""
VENDOR = """
[[judge]]
kind = "vendor"
name = "acme"
url = "http://127.0.0.1:9/v1"
key_env = "ACME"
key_header = "X-Key"
[judge.shape]
path = "scan"
text = "content"
suggestion = "s"
levels = {pass = 0, block = 2}
labels = "l"
risks = {porn = "a1.violence-obscenity"}
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "hegui.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_service_that_names_no_judge_has_none(tmp_path: Path) -> None:
    settings = read_judges(written(tmp_path, "[service]\n[facts]\nstage = 'public'\n"))

    assert ((), DEFAULT_POLICY) == (settings.judges, settings.policy)


def test_everything_that_is_set_is_there(tmp_path: Path) -> None:
    head = '[judges]\npolicy = "p.toml"\nexposure_chars = 8\nsure = 0.5\nwindow_turns = 1\n'
    modes = '[judges.modes]\n"a1.*" = "end"\n'
    settings = read_judges(written(tmp_path, head + modes + GUARD))

    assert (tmp_path / "p.toml", 8, 0.5) == (
        settings.policy, settings.exposure_chars, settings.sure
    )  # fmt: skip
    assert {"a1.*": Mode.END} == settings.modes
    assert 1 == settings.window.turns
    assert (
        GuardServer(url="http://127.0.0.1:9/v1", model="g", form="qwen3guard")
        == (settings.judges[0])
    )


@pytest.mark.parametrize(
    "text",
    [
        "not toml",
        '[[judge]]\nkind = "oracle"\n',
        '[[judge]]\nkind = "guard"\n',
        GUARD + "colour = 'red'\n",
        GUARD + "within_s = 0\n",
        GUARD + "within_s = nan\n",
        GUARD + "at_once = 0\n",
        GUARD + 'stages = ["corpus"]\n',
        VENDOR + 'colour = "red"\n',
        VENDOR.replace("a1.violence-obscenity", "a9.none"),
        "[judges]\nsure = 2\n",
        "[judges]\nwindow_chars = 100000\n",
        "[judges]\ncolour = 'red'\n",
        '[judges.modes]\n"a1.*" = "never"\n',
        GUARD * 9,
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidJudge, match=r"hegui\.toml: expected"):
        read_judges(written(tmp_path, text))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidJudge, match="readable"):
        read_judges(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("text", "name", "stages"),
    [
        ('[[judge]]\nkind = "embedded"\n', "embedded/zh-prompts", {Stage.PROMPT}),
        (GUARD, "guard/qwen3guard/g", {Stage.PROMPT, Stage.OUTPUT}),
        (VENDOR, "vendor/acme", {Stage.PROMPT, Stage.OUTPUT}),
    ],
)
def test_each_kind_is_made(tmp_path: Path, text: str, name: str, stages: set[Stage]) -> None:
    file = written(tmp_path, text)
    judge = made(file, read_judges(file).judges[0], {"ACME": "secret"})
    whole = judge.here or judge.elsewhere

    assert whole is not None
    assert whole.name.startswith(name)
    assert stages == judge.stages
    assert (judge.here is None) == ("url" in text)


def test_a_key_stands_in_the_environment_and_goes_in_its_header(tmp_path: Path) -> None:
    file = written(tmp_path, VENDOR + GUARD + 'key_env = "G"\n')
    vendor, guard = (
        made(file, each, {"ACME": "k1", "G": "k2"}) for each in read_judges(file).judges
    )

    assert ({"x-key": "k1"}, {"authorization": "Bearer k2"}) == (vendor.headers, guard.headers)


@pytest.mark.parametrize("key", ["", " ", "a\r\nhost: evil", "schlüssel"])
def test_a_key_that_no_header_can_hold_is_refused_and_not_shown(tmp_path: Path, key: str) -> None:
    file = written(tmp_path, VENDOR)
    (setting,) = read_judges(file).judges

    with pytest.raises(InvalidJudge, match="ACME") as caught:
        made(file, setting, {"ACME": key})
    assert not key.strip() or key not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (GUARD.replace("qwen3guard", "other"), InvalidJudge),
        (GUARD + 'risks = {S1 = "a9.none"}\n', InvalidJudge),
        ('[[judge]]\nkind = "embedded"\nstages = ["output"]\n', InvalidJudge),
        ('[[judge]]\nkind = "embedded"\nfile = "none.hgm"\n', InvalidModel),
    ],
)
def test_a_judge_that_cannot_be_made_is_refused(
    tmp_path: Path, text: str, error: type[Exception]
) -> None:
    file = written(tmp_path, text)

    with pytest.raises(error):
        made(file, read_judges(file).judges[0], {})


def test_a_policy_that_is_not_there_is_refused(tmp_path: Path) -> None:
    settings = read_judges(written(tmp_path, '[judges]\npolicy = "none.toml"\n' + GUARD))

    with pytest.raises(InvalidPolicy, match=r"none\.toml"):
        read_policy(settings.policy)


def test_the_guide_shows_settings_that_can_be_read(tmp_path: Path) -> None:
    """What an operator copies from docs/how-to works as it stands."""
    guide = Path(__file__).parents[4] / "docs" / "how-to" / "add-a-guard-model.md"
    blocks = [block.partition("```")[0] for block in guide.read_text("utf-8").split("```toml\n")]
    shown = [block for block in blocks[1:] if "[judge" in block]
    settings = read_judges(written(tmp_path, "\n".join(shown)))

    assert ["GuardServer", "Embedded", "OnnxFile", "VendorApi"] == [
        type(each).__name__ for each in settings.judges
    ]
    assert {"a1.*": Mode.HOLD, "a2.*": Mode.FOLLOW, "a3.*": Mode.END} == settings.modes
