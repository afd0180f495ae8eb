"""The evidence that verbs look at: what lies under the var folder, or nothing yet."""

from __future__ import annotations

from hegui import clock
from hegui.cli.settings import Settings
from hegui.controls.evidence import Evidence, LedgerState
from hegui.errors import MissingExtra

__all__ = ["evidence_of"]


def evidence_of(settings: Settings) -> Evidence:
    """Return what is known about the service now.

    Before the first start there is no ledger: then nothing is known, and every
    control that needs evidence is unknown.

    Raises:
        MissingExtra: there is evidence, but the packages that read it are not installed.
    """
    folder = settings.var / "ledger"
    if not folder.is_dir():
        return _nothing()
    try:
        from hegui.ledger import Reader  # noqa: PLC0415 - needs the extra
        from hegui.records.setup import prepare  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise MissingExtra("audit", "server", str(error.name)) from error
    prepare(settings.var)
    from hegui.audit.evidence import gather  # noqa: PLC0415 - Django must be set up first

    return gather(Reader.open(folder), now=clock.now())


def _nothing() -> Evidence:
    ledger = LedgerState(
        size=0,
        first_at=None,
        last_at=None,
        checkpoint_at=None,
        verified_at=None,
        is_intact=None,
    )
    return Evidence(now=clock.now(), window_days=0, ledger=ledger, published=None)
