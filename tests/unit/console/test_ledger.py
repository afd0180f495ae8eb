"""The ledger: listed, filtered, proved on the spot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.unit.console.house import EXCHANGE, REFUSED, text_of, wait_until_covered

if TYPE_CHECKING:
    from tests.unit.console.house import House

    from hegui.ledger import JSON


def test_an_entry_is_proved_on_the_spot(house: House) -> None:
    """The page verifies the proof, says what it proves and what it does not."""
    house.ledger.append_sync("start", {})
    receipt = house.ledger.append_sync("exchange", EXCHANGE, refs=REFUSED)
    wait_until_covered(house, receipt.seq)
    page = house.staff.get(f"/ledger/{receipt.seq}/")
    said = text_of(page)

    assert "verified just now" in said
    assert "This envelope is entry 1 of the 2 entries under the signed checkpoint" in said
    assert "It does not prove that what the entry says was true" in said
    assert receipt.leaf.hex() in said


def test_the_proof_that_is_downloaded_holds(house: House) -> None:
    """It verifies with the key alone, away from this machine."""
    from hegui.ledger import Proof

    receipt = house.ledger.append_sync("exchange", EXCHANGE, refs=REFUSED)
    wait_until_covered(house, receipt.seq)
    answer = house.staff.get(f"/ledger/{receipt.seq}/proof/")

    assert "attachment" in answer.headers["Content-Disposition"]
    assert Proof.parse(answer.content.decode(), str(house.reader.verifier)).verify()


def test_a_changed_entry_is_not_called_proved(house: House) -> None:
    """Whoever changes a row sees the proof fail."""
    import apsw

    house.ledger.append_sync("start", {})
    receipt = house.ledger.append_sync("exchange", EXCHANGE, refs=REFUSED)
    wait_until_covered(house, receipt.seq)
    before = house.reader.entry(receipt.seq).env
    file = next(house.var.joinpath("ledger").glob("*.sqlite3"))
    with apsw.Connection(str(file)) as raw:
        raw.execute("PRAGMA ignore_check_constraints=ON")
        for (name,) in raw.execute(
            "SELECT name FROM sqlite_master WHERE type='trigger'"
        ).fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        changed = before.replace(b'"kind":"exchange"', b'"kind":"exchanke"')
        raw.execute("UPDATE entry SET env = ? WHERE seq = ?", (changed, receipt.seq))
    said = text_of(house.staff.get(f"/ledger/{receipt.seq}/"))

    assert "verified just now" not in said
    assert "The proof does not hold:" in said


def test_a_receipt_leads_to_its_entry(house: House) -> None:
    """By its own address, by the search box, and by the form on the evidence page."""
    receipt = house.ledger.append_sync("exchange", EXCHANGE, refs=REFUSED)
    ends = [
        house.staff.get(address, follow=True).redirect_chain[-1][0]
        for address in (
            f"/receipts/{receipt.id}/",
            f"/receipts/search/?q={receipt.id}",
            f"/receipts/?id={receipt.id}",
        )
    ]

    assert ["/ledger/0/"] * 3 == ends


def test_an_unknown_receipt_says_so(house: House) -> None:
    """404, with the form to try again."""
    page = house.staff.get("/receipts/r-00000000000000000000000000/")

    assert 404 == page.status_code
    assert "No entry has the receipt r-0" in text_of(page)


@pytest.mark.parametrize("seq", ["1", "999999", "99999999999999999999999"])
def test_an_entry_that_is_not_there(seq: str, house: House) -> None:
    """404, not a broken page."""
    house.ledger.append_sync("start", {})

    assert 404 == house.staff.get(f"/ledger/{seq}/").status_code


def test_entries_are_filtered_by_kind_and_index_word(house: House) -> None:
    """The address holds the filter; unknown kinds count as none."""
    house.ledger.append_sync("start", {})
    house.ledger.append_sync("exchange", EXCHANGE, refs=REFUSED)

    def seqs(query: str) -> list[int]:
        return [row["seq"] for row in house.staff.get(f"/ledger/?format=json&{query}").json()]

    assert [1, 0] == seqs("")
    assert [0] == seqs("kind=start")
    assert [1] == seqs("ref=outcome/refused")
    assert [1, 0] == seqs("kind=nonsense&before=x")
    assert [0] == seqs("before=1")


def test_long_ledgers_have_pages(house: House) -> None:
    """Fifty a page, with a way to older ones."""
    for _ in range(51):
        house.ledger.append_sync("start", {})
    first = house.staff.get("/ledger/").content.decode()
    second = house.staff.get("/ledger/?before=1").content.decode()

    assert "?before=1" in first
    assert 'href="/ledger/0/"' not in first
    assert 'href="/ledger/0/"' in second


def test_a_payload_is_shown_as_text(house: House) -> None:
    """Whatever came from a model or a user is read, not run."""
    evil = '<img src=x onerror="alert(1)"><script>alert(2)</script>'
    house.ledger.append_sync("exchange", {**EXCHANGE, "model": evil, "nested": [{evil: evil}]})
    page = house.staff.get("/ledger/0/").content.decode()

    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(2)" in page


def test_the_checkpoint_is_shown_as_published(house: House) -> None:
    """The note itself, so that it can be kept elsewhere."""
    house.ledger.append_sync("start", {})
    wait_until_covered(house, 0)

    assert house.reader.checkpoint().note.split("\n\n")[1].strip() in text_of(
        house.staff.get("/ledger/checkpoint/")
    )


@pytest.mark.parametrize(
    ("query", "end"),
    [
        ("cn/genai-2023/art-12-label", "/obligations/cn/genai-2023/art-12-label/"),
        ("content/illegal_output_is_stopped", "/controls/content/illegal_output_is_stopped/"),
        ("0", "/ledger/0/"),
    ],
)
def test_the_search_box_goes_straight_to_an_id(query: str, end: str, house: House) -> None:
    """What is named exactly is opened."""
    house.ledger.append_sync("start", {})

    assert end == house.staff.get("/receipts/search/", {"q": query}).headers["Location"]


def test_the_search_box_lists_what_fits(house: House) -> None:
    """Words of either language; markup in them is text."""
    found = text_of(house.staff.get("/receipts/search/", {"q": "标识"}))
    nothing = house.staff.get("/receipts/search/", {"q": "<script>x"}).content.decode()

    assert "cn/genai-2023/art-12-label" in found
    assert "<script>x" not in nothing


def test_an_entry_of_a_refusal_says_in_words_what_happened(house: House) -> None:
    """The control by its claim, with a link; what it did; the risk by its name."""
    house.ledger.append_sync("exchange", EXCHANGE, refs=REFUSED)
    page = house.staff.get("/ledger/0/")
    said = text_of(page)

    assert "What happened Refused" in said
    assert "stopped A request for banned content is refused before the model sees it" in said
    assert 'href="/controls/content/illegal_prompt_is_refused/"' in page.content.decode()
    assert "a1.other-banned" not in said[: said.index("Inclusion proof")]
    assert "a1.other-banned" in said


def test_a_control_that_is_gone_is_told_by_its_name(house: House) -> None:
    """An entry outlives the version that wrote it."""
    verdict: dict[str, JSON] = {
        "control": "content/gone",
        "action": "stop",
        "findings": [{"category": "z9.gone"}],
    }
    house.ledger.append_sync("exchange", {**EXCHANGE, "verdicts": [verdict]})
    said = text_of(house.staff.get("/ledger/0/"))

    assert "stopped content/gone Found: z9.gone" in said
