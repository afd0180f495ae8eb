"""The judges of a service as one: made from settings, told by a digest, retired in peace."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests.starter import starter_rules
from tests.unit.gateway.judges.guarding import GuardModel, asker

from hegui.errors import InvalidJudge, UpstreamForbidden
from hegui.finding import Stage
from hegui.gateway.judges import Hearing, Jury, jury_of
from hegui.moderation.classifiers import Passage
from hegui.moderation.judges import read_judges
from hegui.moderation.lane import Mode
from hegui.moderation.policy import read_policy

GUARD = """
[[judge]]
kind = "guard"
url = "http://127.0.0.1:9/v1"
model = "g"
format = "qwen3guard"
"""


def jury(folder: Path, text: str) -> Jury | None:
    file = folder / "hegui.toml"
    file.write_text(text, encoding="utf-8")
    return jury_of(file, read_judges(file), {})


def test_no_judge_is_no_jury(tmp_path: Path) -> None:
    assert jury(tmp_path, "[judges]\n") is None


def test_the_embedded_model_judges_prompts_alone(tmp_path: Path) -> None:
    made = jury(tmp_path, '[[judge]]\nkind = "embedded"\n')

    assert made is not None
    assert not made.judges_output


def test_the_digest_tells_settings_apart(tmp_path: Path) -> None:
    texts = [GUARD, '[judges.modes]\n"*" = "end"\n' + GUARD, "[judges]\nsure = 0.5\n" + GUARD]
    juries = [jury(tmp_path, text) for text in (*texts, GUARD)]
    digests = [each.digest for each in juries if each is not None]

    assert (4, 3, digests[0]) == (len(digests), len(set(digests)), digests[3])


def test_modes_are_those_set(tmp_path: Path) -> None:
    made = jury(tmp_path, '[judges.modes]\n"*" = "end"\n' + GUARD)

    assert made is not None
    assert Mode.END == made.text_plan.mode("a1.subversion")


@pytest.mark.parametrize("text", [GUARD * 2, '[judges.modes]\n"a9.*" = "end"\n' + GUARD])
def test_what_contradicts_itself_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidJudge):
        jury(tmp_path, text)


def test_a_guard_at_a_metadata_service_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UpstreamForbidden):
        jury(tmp_path, GUARD.replace("127.0.0.1:9", "169.254.169.254"))


def test_a_retired_jury_hears_its_last_request_to_the_end() -> None:
    async def run() -> None:
        guard = GuardModel()
        only = asker(await guard.start())
        old = Jury([only], read_policy())
        hearing = Hearing(old, starter_rules(), "问", "/v1/chat/completions")
        old.retire()
        await asyncio.sleep(0)
        during = await only.ask(Passage(text="好", stage=Stage.OUTPUT))
        hearing.close()
        hearing.close()
        after = await only.ask(Passage(text="好", stage=Stage.OUTPUT))
        await guard.stop()

        assert (True, "unreachable") == (during.is_judged, after.unjudged)

    asyncio.run(run())
