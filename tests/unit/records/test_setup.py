"""A folder becomes ready, once."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("var")


def test_secrets_are_readable_by_their_owner_only(var: Path) -> None:
    """Key files have mode 0600, and their folder 0700."""
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (var / "keys").glob("*.key")}

    assert {"django.key": 0o600, "pepper.key": 0o600} == modes


def test_preparing_again_changes_nothing(var: Path) -> None:
    """A second start keeps secrets, service and people."""
    from django.contrib.auth.models import User

    from hegui.records.models import Service
    from hegui.records.setup import prepare

    before = (var / "keys" / "django.key").read_text(encoding="ascii")
    prepare(var)

    assert before == (var / "keys" / "django.key").read_text(encoding="ascii")
    assert ["officer"] == list(User.objects.values_list("username", flat=True))
    assert ["default"] == list(Service.objects.values_list("key", flat=True))


def test_the_first_person_has_no_password() -> None:
    """Nobody can guess a way in."""
    from django.contrib.auth.models import User

    assert not User.objects.get().has_usable_password()


def test_another_folder_has_other_records(
    var: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Moving to another folder shows that folder's rows."""
    from hegui.records.keys import issue_key
    from hegui.records.models import ApiKey
    from hegui.records.setup import prepare

    issue_key("here")
    other = tmp_path_factory.mktemp("other")
    prepare(other)
    there = ApiKey.objects.count()
    prepare(var)

    assert (0, 1) == (there, ApiKey.objects.count())


def test_migrations_are_complete() -> None:
    """The models and the committed migrations say the same."""
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("start", ["first", "second"])
def test_a_fresh_process_starts(start: str, tmp_path: Path) -> None:
    """`prepare` works in a process of its own, and again."""
    env = {**os.environ, "HEGUI_VAR": str(tmp_path)}
    env.pop("HEGUI_DATABASE", None)
    program = "from hegui.records.setup import prepare; prepare()"
    for _ in range(1 if start == "first" else 2):
        subprocess.run([sys.executable, "-c", program], env=env, check=True)

    assert (tmp_path / "records.sqlite3").stat().st_size > 0


def test_a_second_start_is_quick(var: Path) -> None:
    """With nothing to migrate, preparing costs little CPU."""
    from hegui.records.setup import prepare

    begun = time.process_time()
    prepare(var)

    assert time.process_time() - begun < 1.0
