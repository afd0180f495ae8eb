"""What each resource tells, and that a writing verb leaves the entry that the page leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.unit.console.house import EXCHANGE, REFUSED, wait_until_covered

from hegui import clock

if TYPE_CHECKING:
    from tests.unit.console.api.calling import Caller

DUTY: Final = "cn/genai-2023/art-14-1-stop"
BY_A_PERSON: Final = "cn/algorithm-2021/art-7-staff"
LABELLED: Final = Path(__file__).parents[3] / "_data" / "labels"


def pages(call: Caller, address: str, **query: str) -> Iterator[dict[str, Any]]:
    """Yield every page of a list."""
    after = ""
    while after is not None:
        page = call.raw("GET", address, after=after, **query).json()
        yield page
        after = page["next"]


def test_the_service_says_what_is_in_force(call: Caller) -> None:
    """Digests of law, plan and rules, so that a program sees when one changes."""
    told = call("GET", "/service")
    parts = call.house.parts

    assert (parts.law.digest, parts.plan.digest, parts.rules.digest) == (
        told["law"],
        told["plan"],
        told["rules"],
    )
    assert call.house.reader.size() == told["ledger"]["size"]


class TestObligations:
    """The same values as `hegui applies --json`."""

    def test_pages_are_the_whole_list_once(self, call: Caller) -> None:
        """Walking by the cursor gives each obligation once, in law order, as the engine does."""
        from hegui.law import applies

        parts = call.house.parts
        decided = [d.as_dict() for d in applies(parts.law, parts.profile, clock.today())]
        got = [item for page in pages(call, "/obligations", limit="200") for item in page["items"]]

        assert [d["id"] for d in decided] == [d["id"] for d in got]
        assert decided[0] == got[0]

    def test_the_law_of_another_day(self, call: Caller) -> None:
        """Before the Measures were in force, they bound nobody."""
        today = call("GET", f"/obligations/{DUTY}")
        before = call("GET", f"/obligations/{DUTY}", on="2023-08-14")

        assert ("applies", "not_in_force") == (today["verdict"], before["verdict"])
        assert today["because"]
        assert "content/illegal_output_is_stopped" in today["controls"]

    def test_an_unknown_one_names_its_neighbours(self, call: Caller) -> None:
        """404 with the hint that the command line gives."""
        told = call("GET", "/obligations/cn/genai-2023/art-14-1-stopp", expect=404)

        assert "UnknownObligation" == told["code"]
        assert DUTY in told["hint"]

    @pytest.mark.parametrize(
        ("query", "where"),
        [
            ({"on": "yesterday"}, "on"),
            ({"on": "0001-01-01"}, "on"),
            ({"limit": "0"}, "limit"),
            ({"limit": "201"}, "limit"),
            ({"after": "nobody"}, "after"),
            ({"verdict": "maybe"}, "verdict"),
        ],
    )
    def test_what_cannot_be_used_is_named(
        self, query: dict[str, str], where: str, call: Caller
    ) -> None:
        """422 with the place, what is expected and what was found."""
        told = call("GET", "/obligations", expect=422, **query)

        assert ("InvalidInput", where) == (told["code"], told["where"])
        assert told["expected"]
        assert told["found"]


class TestPosture:
    """The same values as `hegui audit --json`."""

    def test_rows_are_those_of_the_audit(self, call: Caller) -> None:
        """Counts of the whole, and rows as the audit emits them."""
        from hegui.console.frame.standing import posture_on

        found = posture_on(clock.today())
        page = call("GET", "/posture", limit="3")

        assert [row.as_dict() for row in found.rows[:3]] == page["items"]
        assert {status.value: n for status, n in found.counts.items()} == page["counts"]

    def test_one_that_does_not_bind(self, call: Caller) -> None:
        """It exists, so it is no 404; it has no state, so it is no row."""
        call("GET", "/posture/xx/nothing/art-1", expect=404)
        other = next(
            item["id"]
            for item in call("GET", "/obligations", verdict="not_applies", limit="1")["items"]
        )

        assert "NotBound" == call("GET", f"/posture/{other}", expect=409)["code"]

    def test_only_one_state(self, call: Caller) -> None:
        """A filter leaves the counts of the whole."""
        page = call("GET", "/posture", limit="200")
        unknown = call("GET", "/posture", limit="200", status="unknown")

        assert {"unknown"} == {item["status"] for item in unknown["items"]}
        assert page["counts"] == unknown["counts"]


def test_controls_are_all_there(call: Caller) -> None:
    """Each with its claim and the duties that it answers."""
    from hegui import controls

    got = [item for page in pages(call, "/controls", limit="20") for item in page["items"]]

    assert [control.name for control in controls.ALL] == [item["name"] for item in got]
    assert got[0] == call("GET", f"/controls/{got[0]['name']}")


class TestLedger:
    """Entries with their proofs, checked by the answer and by whoever gets it."""

    def test_an_entry_is_what_the_command_line_shows(self, call: Caller) -> None:
        """`hegui ledger show --json` and this give the same fields and values."""
        from hegui.cli.ledger import _as_dict

        done = call.house.ledger.append_sync("exchange", EXCHANGE, refs=REFUSED)
        wait_until_covered(call.house, done.seq)
        told = call("GET", f"/entries/{done.seq}")
        shown = _as_dict(call.house.reader.entry(done.seq))
        proof = told.pop("proof")

        assert {**shown, "at": told["at"]} == told
        assert (True, "") == (proof["holds"], proof["problem"])
        assert told == {k: v for k, v in by_receipt(call, done.id).items() if k != "proof"}

    def test_a_proof_holds_until_it_is_touched(self, call: Caller) -> None:
        """What is handed out is checked again; one character changed is found."""
        done = call.house.ledger.append_sync("start", {})
        wait_until_covered(call.house, done.seq)
        text = call("GET", f"/entries/{done.seq}")["proof"]["text"]
        whole = call("POST", "/proofs/check", {"text": text})
        other = text.replace(f"index {done.seq}\n", f"index {done.seq + 1}\n")
        broken = call("POST", "/proofs/check", {"text": other})
        strange = call("POST", "/proofs/check", {"text": "no proof", "vkey": "none"})

        assert (True, done.seq) == (whole["holds"], whole["index"])
        assert [False, False] == [broken["holds"], strange["holds"]]
        assert broken["problem"]

    def test_pages_go_back_to_the_first_entry(self, call: Caller) -> None:
        """Newest first, each once, without payloads."""
        for _ in range(5):
            call.house.ledger.append_sync("start", {})
        got = [e["seq"] for page in pages(call, "/entries", limit="2") for e in page["items"]]

        assert list(range(call.house.reader.size()))[::-1] == got
        assert "payload" not in call("GET", "/entries")["items"][0]

    @pytest.mark.parametrize("seq", ["99", "9007199254740991"])
    def test_an_entry_that_is_not_there(self, seq: str, call: Caller) -> None:
        """404."""
        assert "UnknownEntry" == call("GET", f"/entries/{seq}", expect=404)["code"]

    @pytest.mark.parametrize("seq", ["-1", "x", "9007199254740992", "1e3"])
    def test_a_number_that_is_none(self, seq: str, call: Caller) -> None:
        """422, not a failure of the database."""
        assert "seq" == call("GET", f"/entries/{seq}", expect=422)["where"]

    def test_the_checkpoint_can_be_kept(self, call: Caller) -> None:
        """Its note opens with the key beside it."""
        from hegui.ledger.checkpoint import Checkpoint
        from hegui.ledger.note import Verifier

        told = call("GET", "/checkpoint")

        assert told["size"] == Checkpoint.open(told["note"], Verifier.parse(told["vkey"])).size


def by_receipt(call: Caller, receipt: str) -> dict[str, Any]:
    """Return the entry of a receipt."""
    found: dict[str, Any] = call("GET", f"/receipts/{receipt}")
    return found


class TestKeys:
    """Keys of the gateway."""

    def test_from_making_to_revoking(self, call: Caller) -> None:
        """The secret is shown once and lets in; the entries are those of the page."""
        made = call("POST", "/keys", {"name": " web "}, expect=201)
        entry = call.house.reader.entry(made["entry"])
        again = call("GET", f"/keys/{made['id']}")
        gone = call("POST", f"/keys/{made['id']}/revoke", {"because": "laptop lost"})

        assert made["secret"].startswith(f"hegui-{made['id']}-")
        assert {**again, "secret": made["secret"]} == made
        assert {
            "key": made["id"],
            "name": "web",
            "act": "issued",
            "by": "officer",
            "client_labels": False,
        } == entry.payload
        assert (False, "laptop lost") == (gone["is_active"], gone["revoked_because"])
        assert "secret" not in call("GET", "/keys")["items"][0]

    def test_page_and_program_leave_the_same_entry(self, call: Caller) -> None:
        """Made in the console or here, the ledger tells the same."""
        call("POST", "/keys", {"name": "web", "client_labels": True}, expect=201)
        call.house.staff.post("/keys/", {"name": "web", "client_labels": "on"})
        first, second = (
            {k: v for k, v in entry.payload.items() if k != "key"}
            for entry in call.house.reader.entries(kind="key")
        )

        assert first == second

    def test_a_revoked_key_stays_as_it_is(self, call: Caller) -> None:
        """Nothing that is asked of it afterwards leaves an entry."""
        id_ = call("POST", "/keys", {"name": "web"}, expect=201)["id"]
        call("PATCH", f"/keys/{id_}", {"client_labels": True})
        call("POST", f"/keys/{id_}/revoke", {"because": "lost"})
        call("POST", f"/keys/{id_}/revoke", {"because": "again"}, expect=409)
        call("PATCH", f"/keys/{id_}", {"client_labels": False}, expect=409)

        assert ["revoked", "labels", "issued"] == [
            entry.payload["act"] for entry in call.house.reader.entries(kind="key")
        ]

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"name": ""},
            {"name": "  "},
            {"name": "x" * 81},
            {"name": "a\0b"},
            {"name": 7},
            {"name": "web", "clientlabels": True},
            [],
            None,
            "web",
        ],
    )
    def test_a_body_that_is_none(self, body: object, call: Caller) -> None:
        """422, and no key: a field that nobody knows is a mistake as well."""
        from hegui.records.models import ApiKey

        call("POST", "/keys", body, expect=422)

        assert 0 == ApiKey.objects.count()

    @pytest.mark.parametrize("body", [b"{", b'{"name": "\xff"}', b'{"name": "\\ud800"}', b""])
    def test_a_body_that_is_no_json(self, body: bytes, call: Caller) -> None:
        """Told as such, without a trace."""
        answer = call.raw("POST", "/keys", body)

        assert (422, "body") == (answer.status_code, answer.json()["where"])


class TestCases:
    """Cases, and an officer's moves."""

    def test_from_receipt_to_closing(self, call: Caller) -> None:
        """Each move is an entry in the holder's name; the words stay out of the ledger."""
        from hegui.cases import Kind
        from hegui.records.desk import open_case

        number = open_case(call.house.ledger, Kind.COMPLAINT, text="stop it", contact="a@b").case
        listed = call("GET", "/cases", state="received")["items"]
        moves = f"/cases/{number}/moves"
        call("POST", moves, {"move": "accept"})
        wordless = call("POST", moves, {"move": "answer", "words": " "}, expect=422)
        call("POST", moves, {"move": "answer", "words": "done, with regret"})
        told = call("POST", moves, {"move": "close"})
        wrong = call("POST", moves, {"move": "close"}, expect=409)
        entry = call.house.reader.last(kind="case")

        assert [str(number)] == [case["number"] for case in listed]
        assert "text" not in listed[0]
        assert ("words", "MoveNotAllowed") == (wordless["where"], wrong["code"])
        assert ("closed", "stop it", []) == (told["state"], told["text"], told["moves"])
        assert "done, with regret" in [event["words"] for event in told["events"]]
        assert entry is not None
        assert ("close", "officer") == (entry.payload["move"], entry.payload["by"])

    def test_a_person_s_move_is_not_an_officer_s(self, call: Caller) -> None:
        """Nobody appeals against themselves."""
        from hegui.cases import Kind
        from hegui.records.desk import open_case

        number = open_case(call.house.ledger, Kind.REPORT, text="look").case

        call("POST", f"/cases/{number}/moves", {"move": "appeal", "words": "x"}, expect=409)


class TestUsers:
    """End users, and the measures of staff."""

    def test_from_suspension_to_lifting(self, call: Caller) -> None:
        """Each act is an entry in the holder's name; the reason stays in the records."""
        from hegui.records.end_user import EndUser
        from hegui.records.end_users.store import DatabaseUsers

        now, ref = clock.now(), "u-00000000000000000001"
        DatabaseUsers().save([EndUser(ref=ref, digest="0" * 64, created=now, seen=now)])
        body = {"measure": "suspend", "reason": "again and again", "hours": 3}
        under = call("POST", f"/users/{ref}/measures", body)
        listed = call("GET", "/users")["items"]
        free = call("POST", f"/users/{ref}/lift", {"reason": "looked at it again"})
        call("POST", f"/users/{ref}/lift", {"reason": "looked at it again"}, expect=409)
        entry = call.house.reader.last(kind="user-act")

        assert ("suspend", "none") == (under["measure"], free["measure"])
        assert ["suspend"] == [user["measure"] for user in listed]
        assert ["lift", "suspend"] == [act["act"] for act in free["acts"]]
        assert entry is not None
        assert "officer" == entry.payload["by"]
        assert "looked at it" not in str(entry.payload)

    @pytest.mark.parametrize(
        "body",
        [
            {"measure": "suspend", "reason": "short"},
            {"measure": "warn", "reason": "again and again"},
            {"measure": "limit", "reason": "again and again", "hours": 0},
            {"measure": "limit", "reason": "again and again", "hours": 2**60},
        ],
    )
    def test_a_measure_that_is_none(self, body: dict[str, object], call: Caller) -> None:
        """422."""
        call("POST", "/users/u-0/measures", body, expect=422)


class TestLabels:
    """A file looked at."""

    def test_the_answer_is_that_of_the_console(self, call: Caller) -> None:
        """The same report about the same bytes."""
        from django.core.files.uploadedfile import SimpleUploadedFile

        file = next(each for each in sorted(LABELLED.rglob("*.png")) if each.is_file())
        whole = file.read_bytes()
        told = call("POST", "/labels/check", whole, name=file.name)
        page = call.house.staff.post(
            "/labels/",
            {"file": SimpleUploadedFile(file.name, whole), "format": "json"},
        )

        assert page.json() == [told]

    def test_a_body_over_the_limit(self, call: Caller) -> None:
        """413 before anything looks into it."""
        from hegui.console.frame.body_limit import FILE_BYTES

        told = call("POST", "/labels/check", bytes(FILE_BYTES + 1), expect=413)

        assert "InputTooLarge" == told["code"]


class TestAttestations:
    """Stating that a duty is met."""

    def body(self, **other: object) -> dict[str, object]:
        """Return a statement about a duty that a person must meet."""
        today = clock.today()
        return {
            "obligation": BY_A_PERSON,
            "statement": "five people on shift, roster in the handbook",
            "covers_from": today.isoformat(),
            "covers_until": (today + timedelta(days=90)).isoformat(),
            **other,
        }

    def test_a_statement_counts_at_once(self, call: Caller) -> None:
        """It is an entry in the holder's name, and the posture shows it."""
        made = call("POST", "/attestations", self.body(), expect=201)
        listed = call("GET", "/attestations", obligation=BY_A_PERSON)["items"]
        row = call("GET", f"/posture/{BY_A_PERSON}")
        entry = call.house.reader.entry(made["entry"])

        assert ("officer", "officer") == (made["author"], entry.payload["author"])
        assert [made] == listed
        assert ("ok", True) == (row["status"], made["entry"] in row["entries"])

    @pytest.mark.parametrize(
        ("other", "where"),
        [
            ({"statement": "done"}, "statement"),
            ({"covers_until": "2020-01-01"}, "covers_until"),
            ({"covers_until": "2999-01-01"}, "covers_until"),
            ({"covers_from": "soon"}, "covers_from"),
            ({"author": "ann"}, "author"),
        ],
    )
    def test_a_statement_that_is_none(
        self, other: dict[str, object], where: str, call: Caller
    ) -> None:
        """422 with the place; nobody states in another's name."""
        assert where == call("POST", "/attestations", self.body(**other), expect=422)["where"]

    def test_a_duty_that_does_not_bind(self, call: Caller) -> None:
        """There is nothing to state."""
        other = call("GET", "/obligations", verdict="not_applies", limit="1")["items"][0]["id"]

        call("POST", "/attestations", self.body(obligation=other), expect=409)
