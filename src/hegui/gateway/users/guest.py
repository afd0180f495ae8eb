"""One end user's request, from the moment that it is known whose it is."""

from __future__ import annotations

from hegui.records.end_user import EndUser

__all__ = ["Guest"]


class Guest:
    """What a request carries about its end user. Owned by the request's task."""

    __slots__ = ("digest", "headers", "is_minor", "is_open", "notices", "shielded", "user")

    def __init__(self, user: EndUser) -> None:
        self.digest = user.digest
        self.user = user
        """As they stood when last looked at."""
        self.is_minor = False
        self.is_open = False
        """Whether the request was admitted and has not ended."""
        self.shielded: tuple[str, ...] = ()
        """Categories refused to this person beyond those refused to all."""
        self.notices: tuple[str, ...] = ()
        """Kinds of the pop-ups that go with the answer."""
        self.headers: tuple[tuple[bytes, bytes], ...] = ()
        """Headers of the answer: the mode, and pop-ups for the client."""

    def facts(self) -> dict[str, object]:
        """Return what stands in the entry: a reference and states, nothing of the person."""
        user = self.user
        return {
            "ref": user.ref,
            "age": user.age.value,
            "mode": "minors" if self.is_minor else "general",
            "real_name": user.real_name.state.value,
            "measure": user.measure.kind.value,
            "unlawful_in_a_row": user.unlawful.in_a_row,
            "unlawful_today": user.unlawful.on_day,
            "training_refused": user.training_refused is not None,
        }

    def refs(self) -> tuple[str, ...]:
        """Return the index words of the entry."""
        mode = "mode/minors" if self.is_minor else "mode/general"
        return (f"user/{self.user.ref}", mode, *(f"notice/{kind}" for kind in self.notices))
