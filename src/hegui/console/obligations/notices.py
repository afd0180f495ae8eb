"""Which public notice makes which control content."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["NOTICES"]

NOTICES: Final[Mapping[str, str]] = {
    "users/purpose_is_published": "purpose",
    "users/algorithm_is_published": "algorithm",
    "users/limits_are_published": "limits",
    "users/users_are_guided": "guidance",
    "users/service_agreement_is_published": "agreement",
    "users/complaint_entry_is_published": "complaint-entry",
    "users/complaint_handling_is_published": "complaint-handling",
    "users/personal_data_contact_is_published": "personal-data",
}
"""Kind of publication by control, so that the next step is one press away."""
