"""One-time login links."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hegui import clock
from hegui.errors import LoginTicketRefused

pytestmark = pytest.mark.usefixtures("var")


def test_a_link_works_once() -> None:
    """The second try is refused."""
    from hegui.records.login import issue_ticket, redeem

    token = issue_ticket()

    assert "officer" == redeem(token).get_username()
    with pytest.raises(LoginTicketRefused, match="used"):
        redeem(token)


def test_a_link_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifteen minutes after it was issued it is too old."""
    from hegui.records.login import issue_ticket, redeem

    token = issue_ticket()
    later = clock.now() + timedelta(minutes=15)
    monkeypatch.setattr(clock, "now", lambda: later)

    with pytest.raises(LoginTicketRefused, match="too old"):
        redeem(token)


def test_a_new_link_spends_the_old_one() -> None:
    """Only the newest works."""
    from hegui.records.login import issue_ticket, redeem

    old, new = issue_ticket(), issue_ticket()

    with pytest.raises(LoginTicketRefused, match="used"):
        redeem(old)
    assert "officer" == redeem(new).get_username()


def test_a_guess_is_refused() -> None:
    """Nothing is told but that it is unknown."""
    from hegui.records.login import issue_ticket, redeem

    issue_ticket()

    with pytest.raises(LoginTicketRefused, match="unknown"):
        redeem("guess")


def test_a_closed_account_stays_out() -> None:
    """A link does not open what was closed."""
    from django.contrib.auth.models import User

    from hegui.records.login import issue_ticket, redeem

    token = issue_ticket()
    User.objects.update(is_active=False)

    with pytest.raises(LoginTicketRefused, match="closed"):
        redeem(token)


def test_the_token_is_not_kept() -> None:
    """Whoever reads the table cannot log in."""
    from hegui.records.login import issue_ticket
    from hegui.records.models import LoginTicket

    token = issue_ticket()

    assert token not in str(LoginTicket.objects.values().get())
