"""Every error of hegui, as one drawn tree.

    HeguiError                    an operator, author or caller can mend it
    ├── LawError                  the law as data, or the profile it is asked about
    ├── ModerationError           lexicons and rule sets
    ├── LabelError                labels and files
    ├── LedgerError               evidence: writing, reading, verifying
    ├── CaseError                 cases and their clocks
    ├── CorpusError               training data
    ├── AssessmentError           banks and targets
    ├── FairnessError             audits of outcomes
    ├── FilingError               documents
    ├── ControlError              controls and the plan
    ├── RecordsError              tables, keys, attestations
    ├── SettingsError             how the program was started
    └── GatewayError              what an API client is told; carries an HTTP status

A message says what was expected, what was found and where; `hint` is one
imperative sentence. Facts are attributes. Bugs stay AssertionError and
TypeError and are never caught. At the edge: the command line prints message
and hint and exits with 2; the gateway answers in OpenAI's shape with the class
name as ``code``; the console shows message and hint.
"""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import ClassVar

# Leaf classes stand under their family, in the order of the tree.


class HeguiError(Exception):
    """The root. Catch it at an edge, never in an engine."""

    hint: str = ""
    """One imperative sentence: what to do next. Empty when the message says it."""

    @property
    def code(self) -> str:
        """The stable name that machines read."""
        return type(self).__name__

    def explain(self) -> str:
        """Return message and hint as one line for people."""
        return f"{self}. {self.hint}" if self.hint else str(self)


def nearest(names: tuple[str, ...]) -> str:
    """Return "Did you mean …?" for near names, or an empty string."""
    return f"Did you mean {' or '.join(names)}?" if names else ""


# ── law ──────────────────────────────────────────────────────────────────────


class LawError(HeguiError):
    """The law as data, or the profile it is asked about."""


class MalformedId(LawError, ValueError):
    """A string is not an obligation id."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(
            "expected '<jurisdiction>/<instrument>/<provision>', "
            f"for example 'cn/genai-2023/art-14-1-stop'; got {text!r}"
        )


class UnknownObligation(LawError, LookupError):
    """An id is well formed but names nothing in the loaded instruments."""

    def __init__(self, id_: str, *, near: tuple[str, ...] = ()) -> None:
        self.id = id_
        self.near = near
        self.hint = nearest(near) or "List the known ids with `hegui applies --all`."
        super().__init__(f"no obligation {id_} in the loaded instruments")


class InvalidInstrument(LawError):
    """A file under instruments/ does not follow the schema.

    The message names file, line, what was expected and what was found.
    """

    def __init__(
        self, file: Path, line: int, *, expected: str, found: str, near: tuple[str, ...] = ()
    ) -> None:
        self.file = file
        self.line = line
        self.expected = expected
        self.found = found
        self.near = near
        self.hint = nearest(near)
        super().__init__(f"{file}:{line}: expected {expected}; found {found}")


class InvalidProfile(LawError):
    """A service profile (hegui.toml) cannot be read as answers to the declared facts."""

    def __init__(
        self, file: Path, line: int, *, expected: str, found: str, near: tuple[str, ...] = ()
    ) -> None:
        self.file = file
        self.line = line
        self.expected = expected
        self.found = found
        self.near = near
        self.hint = nearest(near)
        super().__init__(f"{file}:{line}: expected {expected}; found {found}")


class MalformedCondition(LawError, ValueError):
    """A `when` line is outside the grammar, or asks a fact for what it cannot answer."""

    def __init__(self, *, expected: str, found: str, near: tuple[str, ...] = ()) -> None:
        self.expected = expected
        self.found = found
        self.near = near
        self.hint = nearest(near)
        super().__init__(f"expected {expected}; found {found}")


class UnknownInstrument(LawError, LookupError):
    """Nothing under instruments/ has this id."""

    def __init__(self, id_: str, *, near: tuple[str, ...] = ()) -> None:
        self.id = id_
        self.near = near
        self.hint = nearest(near) or "List the known ones with `hegui law list`."
        super().__init__(f"no instrument, provision or obligation {id_} is loaded")


class UnknownRegime(LawError, LookupError):
    """A comparison names a jurisdiction that has no regime."""

    def __init__(self, key: str, *, known: tuple[str, ...]) -> None:
        self.key = key
        self.known = known
        super().__init__(f"expected one of {', '.join(known)}; got {key!r}")


class DayNotPublished(LawError, LookupError):
    """A day lies outside the calendar of working days, and nothing is guessed."""

    def __init__(self, day: date, *, first: date, last: date) -> None:
        self.day = day
        self.first = first
        self.last = last
        super().__init__(f"expected a day from {first} to {last}, as published; got {day}")


class InvalidAnswer(LawError, ValueError):
    """An answer does not fit its fact."""

    def __init__(self, fact: str, *, expected: str, found: str) -> None:
        self.fact = fact
        self.expected = expected
        self.found = found
        super().__init__(f"expected {fact} = {expected}; found {found}")


class UnknownFact(LawError, LookupError):
    """A name is not that of a fact that people answer."""

    def __init__(self, name: str, *, near: tuple[str, ...] = ()) -> None:
        self.name = name
        self.near = near
        self.hint = nearest(near) or "See docs/reference/facts.md for the questions."
        super().__init__(f"no question {name} is asked")


class ProfileNotEdited(LawError):
    """A service profile is written in a way that cannot be changed line by line."""

    def __init__(self, file: Path, fact: str) -> None:
        self.file = file
        self.fact = fact
        self.hint = f"Write {fact} under [facts] by hand."
        super().__init__(f"cannot change {fact} in {file} and leave the rest as it is")


class ProfileNotFound(LawError, LookupError):
    """No service profile stands where one is looked for."""

    hint = "Write one with `hegui init`, or name one with --profile or HEGUI_PROFILE."

    def __init__(self, looked: tuple[Path, ...]) -> None:
        self.looked = looked
        super().__init__(f"no service profile in {' or '.join(map(str, looked))}")


class ProfileExists(LawError, FileExistsError):
    """A service profile would be overwritten."""

    hint = "Name another path, or say --force to replace the file."

    def __init__(self, file: Path) -> None:
        self.file = file
        super().__init__(f"{file} exists already")


class ProfileNotWritten(LawError, OSError):
    """A service profile cannot be written where it was asked for."""

    hint = "Name a file in a folder that exists and that you may write to."

    def __init__(self, file: Path, reason: str) -> None:
        self.file = file
        super().__init__(f"cannot write {file}: {reason}")


# ── moderation ───────────────────────────────────────────────────────────────


class ModerationError(HeguiError):
    """Lexicons and rule sets."""


class InvalidLexicon(ModerationError):
    """A lexicon file does not follow the format.

    The message names file, line, what was expected and what was found.
    """

    def __init__(
        self, file: Path, line: int, *, expected: str, found: str, near: tuple[str, ...] = ()
    ) -> None:
        self.file = file
        self.line = line
        self.expected = expected
        self.found = found
        self.near = near
        self.hint = nearest(near)
        super().__init__(f"{file}:{line}: expected {expected}; found {found}")


class NoLexicon(ModerationError, LookupError):
    """A path names no lexicon, so that moderation would find nothing by it."""

    hint = "Give a .toml or .csv file, or a folder that holds some."

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"expected a lexicon at {path}; found none")


class LexiconTwice(ModerationError):
    """Two files carry one lexicon name, so that a rule id would mean two terms."""

    hint = "Rename one of them in its [lexicon] table."

    def __init__(self, name: str, first: Path, second: Path) -> None:
        self.name = name
        self.files = (first, second)
        super().__init__(f"expected each lexicon name once; found {name!r} in {first} and {second}")


class UnknownIdentifier(ModerationError, LookupError):
    """An operator asked for a kind of identifier that nothing recognises."""

    def __init__(self, name: str, *, known: tuple[str, ...]) -> None:
        self.name = name
        self.known = known
        self.hint = nearest(tuple(get_close_matches(name, known, n=2)))
        super().__init__(f"expected kinds of identifiers among {', '.join(known)}; got {name!r}")


class InvalidModel(ModerationError, ValueError):
    """A file is no classifier's model, or was cut or changed."""

    hint = "Make it again with `hegui moderation train`."

    def __init__(self, file: Path, *, expected: str, found: str) -> None:
        self.file = file
        self.expected = expected
        self.found = found
        super().__init__(f"{file}: expected {expected}; found {found}")


class InvalidExamples(ModerationError, ValueError):
    """Labelled texts cannot be read, or are not enough to learn or measure from."""

    hint = "Give JSONL with text, label (0 or 1), source and category in each line."

    def __init__(self, file: Path | None, line: int, *, expected: str, found: str) -> None:
        self.file = file
        self.line = line
        self.expected = expected
        self.found = found
        where = f"{file}:{line}: " if file is not None else ""
        super().__init__(f"{where}expected {expected}; found {found}")


class InvalidPolicy(ModerationError, ValueError):
    """A moderation policy asks for what cannot be done, or cannot be read."""

    def __init__(self, where: str, *, expected: str, found: str) -> None:
        self.where = where
        self.expected = expected
        self.found = found
        super().__init__(f"{where}: expected {expected}; found {found}")


class InvalidExpression(ModerationError, ValueError):
    """A pattern of an operator is wrong, or would cost too much."""

    def __init__(
        self, name: str, *, expected: str, found: str, near: tuple[str, ...] = ()
    ) -> None:
        self.name = name
        self.expected = expected
        self.found = found
        self.near = near
        self.hint = nearest(near)
        super().__init__(f"expression {name!r}: expected {expected}; found {found}")


# ── labels ───────────────────────────────────────────────────────────────────


class LabelError(HeguiError):
    """Labels and files."""


class UnclearLabel(LabelError, ValueError):
    """The words of an explicit label would not be recognised as one."""

    hint = "Say that it is AI and that it generated, for example 内容由人工智能生成."


class InvalidPosition(LabelError, ValueError):
    """A label cannot stand there."""

    def __init__(self, position: str) -> None:
        self.position = position
        super().__init__(f"expected position 'start' or 'end'; got {position!r}")


class UnreadableText(LabelError, ValueError):
    """A text to be labelled cannot be read."""

    hint = "Give text in UTF-8."

    def __init__(self, where: str, *, found: str) -> None:
        self.where = where
        self.found = found
        super().__init__(f"{where}: expected text in UTF-8; found {found}")


class InvalidLabel(LabelError, ValueError):
    """An implicit label may not be written as it stands."""

    def __init__(self, field: str, *, expected: str, found: str) -> None:
        self.field = field
        self.expected = expected
        self.found = found
        super().__init__(f"{field} of an implicit label: expected {expected}; found {found}")


class MalformedProviderCode(LabelError, ValueError):
    """A string is not a provider code."""

    hint = "Take the code from the registration; it cannot be made up."

    def __init__(self, code: str, *, expected: str, found: str) -> None:
        self.provider_code = code
        self.expected = expected
        self.found = found
        super().__init__(f"provider code {code!r}: expected {expected}; found {found}")


class DamagedFile(LabelError, ValueError):
    """A file breaks the rules of its own format, so nothing can be said of its labels."""

    def __init__(self, where: str, offset: int, *, expected: str, found: str) -> None:
        self.where = where
        self.offset = offset
        self.expected = expected
        self.found = found
        super().__init__(f"{where}, byte {offset}: expected {expected}; found {found}")


class OverLimit(LabelError, ValueError):
    """Reading a file on would take more than an untrusted file is granted."""

    def __init__(self, what: str, limit: int) -> None:
        self.what = what
        self.limit = limit
        super().__init__(f"expected at most {limit:,} {what}; the file asks for more")


class UnknownContainer(LabelError, LookupError):
    """A file is of a kind that hegui cannot label."""

    def __init__(self, name: str, *, known: tuple[str, ...]) -> None:
        self.name = name
        self.known = known
        super().__init__(f"{name}: expected one of {', '.join(known)}; found none of them")


class LabelNotWritten(LabelError):
    """A label cannot be written into a file without breaking something; the file is as it was."""

    def __init__(self, name: str, because: str, *, hint: str = "") -> None:
        self.name = name
        self.because = because
        self.hint = hint
        super().__init__(f"{name} keeps its bytes: {because}")


class FileNotReadable(LabelError, OSError):
    """A file to be labelled or verified cannot be opened."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        self.reason = reason
        super().__init__(f"cannot read {name}: {reason}")


# ── ledger ───────────────────────────────────────────────────────────────────


class LedgerError(HeguiError):
    """Evidence: writing, reading, verifying."""


class LedgerMissing(LedgerError):
    """A folder holds no ledger to read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hint = "Start the server once, or name the folder that holds ledger.sqlite3."
        super().__init__(f"expected ledger.sqlite3 in {folder}; found none")


class LedgerLocked(LedgerError):
    """Another process writes this ledger; a ledger has one writer."""

    def __init__(self, folder: Path, pid: int | None) -> None:
        self.folder = folder
        self.pid = pid
        self.hint = "Stop that process, or read the ledger with Reader, which needs no lock."
        holder = "another process" if pid is None else f"process {pid}"
        super().__init__(f"the ledger in {folder} is being written by {holder}")


class LedgerTampered(LedgerError):
    """What is stored is not what was signed or hashed. Nothing more is written to it."""

    def __init__(self, where: Path, what: str, *, seq: int | None = None) -> None:
        self.where = where
        self.what = what
        self.seq = seq
        self.hint = "Keep a copy of the folder and say `hegui ledger verify` for the whole list."
        place = "" if seq is None else f", entry {seq}"
        super().__init__(f"the ledger in {where}{place}: {what}")


class LedgerKeyUnusable(LedgerError):
    """The signing key of a ledger is missing, malformed or of another ledger."""

    def __init__(self, file: Path, what: str) -> None:
        self.file = file
        self.what = what
        self.hint = (
            "Put back the key file that belongs to this ledger; a new one cannot continue it."
        )
        super().__init__(f"{file}: {what}")


class LedgerUnavailable(LedgerError):
    """An entry was not committed, so nobody may act as if it were."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self.hint = (
            "Mend the cause (disk space, permissions) and start again; nothing committed is lost."
        )
        super().__init__(f"the ledger takes no entries: {reason}")


class MalformedEntry(LedgerError, ValueError):
    """Something to be recorded breaks the grammar of an entry."""

    def __init__(self, part: str, *, expected: str, found: str) -> None:
        self.part = part
        self.expected = expected
        self.found = found
        super().__init__(f"{part} of a ledger entry: expected {expected}; found {found}")


class DuplicateReceipt(LedgerError):
    """An entry with this receipt is in the ledger already; it stays as it is."""

    def __init__(self, receipt: str, seq: int) -> None:
        self.receipt = receipt
        self.seq = seq
        super().__init__(f"receipt {receipt} belongs to entry {seq} already")


class UnknownEntry(LedgerError, LookupError):
    """A sequence number or receipt names no entry."""

    def __init__(self, wanted: int | str, size: int) -> None:
        self.wanted = wanted
        self.size = size
        self.hint = f"Ask for 0 to {size - 1}." if size else "The ledger is empty so far."
        super().__init__(f"no entry {wanted} in a ledger of {size}")


class NotCovered(LedgerError):
    """An entry is committed, but no checkpoint covers it so far."""

    def __init__(self, seq: int, size: int) -> None:
        self.seq = seq
        self.size = size
        self.hint = "Ask again in a second: the writer signs at least that often."
        super().__init__(f"entry {seq} is not covered by the last checkpoint, of size {size}")


class InvalidNote(LedgerError, ValueError):
    """A signed note, checkpoint or verifier key does not hold."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


class InvalidProof(LedgerError, ValueError):
    """A proof does not prove what it claims."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


# ── cases ────────────────────────────────────────────────────────────────────


class CaseError(HeguiError):
    """Cases and their clocks."""


class MoveNotAllowed(CaseError, ValueError):
    """A case cannot go that way, or not at the hand of that role."""

    def __init__(
        self, *, state: str, move: str, role: str, possible: tuple[str, ...], roles: tuple[str, ...]
    ) -> None:
        self.state = state
        self.move = move
        self.role = role
        self.possible = possible
        self.roles = roles
        if roles:
            self.hint = f"Let the {' or the '.join(roles)} do it."
        expected = f"one of {', '.join(possible)}" if possible else "no move"
        super().__init__(
            f"expected {expected} from a case in state {state} by the {role}; got {move}"
        )


class ReasonMissing(CaseError, ValueError):
    """A move that has to tell the other side something came without words."""

    def __init__(self, move: str) -> None:
        self.move = move
        self.hint = f"Write the words that go with {move}."
        super().__init__(f"expected words for the move {move}; got none")


class InvalidLimit(CaseError, ValueError):
    """A published time limit is not a number of days that a clock can count."""

    def __init__(self, limit_days: int, *, longest: int) -> None:
        self.limit_days = limit_days
        self.longest = longest
        self.hint = "State the limit that the service publishes, in calendar days."
        super().__init__(f"expected a limit of 1 to {longest} days; got {limit_days!r}")


class MalformedNumber(CaseError, ValueError):
    """A text is not a case number."""

    hint = "Copy the number as it was shown on receipt."

    def __init__(self, text: str, *, because: str) -> None:
        self.text = text
        self.because = because
        super().__init__(
            f"expected a case number such as C-20261121-7K3QX-V; got {text[:40]!r}: {because}"
        )


# ── corpus ───────────────────────────────────────────────────────────────────


class CorpusError(HeguiError):
    """Training data."""


class UnsupportedCorpus(CorpusError, ValueError):
    """A path is no corpus that can be read."""

    hint = "Give files ending in .jsonl, .jsonl.gz or .txt, or a folder that holds some."

    def __init__(self, path: Path, *, found: str) -> None:
        self.path = path
        self.found = found
        super().__init__(f"{path}: expected .jsonl, .jsonl.gz, .txt or a folder; found {found}")


class NothingToScan(CorpusError, ValueError):
    """No document could be read, so nothing can be said about the corpus."""

    hint = "Look at unreadable.jsonl for the lines that could not be read, and why."

    def __init__(self, *, files: int, unreadable: int) -> None:
        self.files = files
        self.unreadable = unreadable
        super().__init__(
            f"expected at least one document in {files} files; found none, {unreadable} unreadable"
        )


class OutputInsideCorpus(CorpusError, ValueError):
    """Results would be written where the next scan reads."""

    hint = "Choose an output folder outside of the corpus."

    def __init__(self, out: Path, corpus: Path) -> None:
        self.out = out
        self.corpus = corpus
        super().__init__(f"expected results outside of {corpus}; found {out}")


# ── assessment ───────────────────────────────────────────────────────────────


class AssessmentError(HeguiError):
    """Banks and targets."""


class InvalidBank(AssessmentError, ValueError):
    """A file is no question bank."""

    def __init__(self, file: Path, line: int, *, expected: str, found: str) -> None:
        self.file = file
        self.line = line
        self.expected = expected
        self.found = found
        super().__init__(f"{file}:{line}: expected {expected}; found {found}")


class InvalidTarget(AssessmentError, ValueError):
    """An address cannot be asked questions."""

    hint = "Give the base URL of an OpenAI-compatible service, ending in /v1."

    def __init__(self, base_url: str, *, found: str) -> None:
        self.base_url = base_url
        self.found = found
        super().__init__(f"expected http(s)://host[:port]/path; found {found}")


class NoTarget(AssessmentError):
    """Nobody said which service to assess, and none of ours is running."""

    hint = "Start the service, or name one with --base-url and --api-key."

    def __init__(self, run_file: Path) -> None:
        self.run_file = run_file
        super().__init__(f"expected --base-url, or a running service in {run_file}; found neither")


class TargetFailed(AssessmentError):
    """A target gave no answer that could be read. The question counts as an error."""

    def __init__(self, reason: str, *, status: int | None = None) -> None:
        self.reason = reason
        self.status = status
        told = "" if status is None else f" (HTTP {status})"
        super().__init__(f"expected an answer from the target; got {reason}{told}")


# ── fairness ─────────────────────────────────────────────────────────────────


class FairnessError(HeguiError):
    """Audits of outcomes."""


class InvalidSample(FairnessError, ValueError):
    """Numbers cannot be compared as they stand: a wrong shape, or no numbers at all."""

    def __init__(self, *, expected: str, found: str) -> None:
        self.expected = expected
        self.found = found
        super().__init__(f"expected {expected}; found {found}")


# ── filing ───────────────────────────────────────────────────────────────────


class FilingError(HeguiError):
    """Documents."""


class FontMissing(FilingError):
    """No font for Chinese text is at hand, so a PDF would show boxes."""

    hint = "Install a Chinese font (Debian: fonts-noto-cjk) or name a folder with --fonts."

    def __init__(self, tried: tuple[str, ...]) -> None:
        self.tried = tried
        super().__init__(f"expected one of the fonts {', '.join(tried)}; found none of them")


class DocumentNotRendered(FilingError):
    """A document cannot be written as it should be; nothing was written in its place."""

    def __init__(self, kind: str, *, found: str) -> None:
        self.kind = kind
        self.found = found
        if "could not be displayed" in found:
            self.hint = "Name a folder with a font that has the character with --fonts."
        super().__init__(f"expected a {kind} with every character shown; {found}")


class SnapshotAltered(FilingError, ValueError):
    """A snapshot is not the one that was frozen, or is none."""

    hint = "Freeze the facts again with `hegui file notice`."

    def __init__(self, *, expected: str, found: str) -> None:
        self.expected = expected
        self.found = found
        super().__init__(f"expected {expected}; found {found}")


# ── controls ─────────────────────────────────────────────────────────────────


class ControlError(HeguiError):
    """Controls and the plan."""


class UnknownControl(ControlError, LookupError):
    """A name is not a control's."""

    def __init__(self, name: str, *, known: tuple[str, ...]) -> None:
        self.name = name
        self.near = tuple(get_close_matches(name, known, n=2))
        self.hint = nearest(self.near)
        super().__init__(f"expected 'family/claim' of a control; got {name!r}")


class NotBound(ControlError, LookupError):
    """An obligation does not bind the service on that day, so it has no state."""

    def __init__(self, id_: str, on: date) -> None:
        self.id = id_
        self.on = on
        self.hint = f"See why with `hegui applies --all --on {on.isoformat()}`."
        super().__init__(f"{id_} does not bind this service on {on.isoformat()}")


class InvalidParameter(ControlError, ValueError):
    """An obligation's parameters cannot be used by the control that answers it."""

    def __init__(
        self, name: str, obligations: tuple[str, ...], *, expected: str, found: str
    ) -> None:
        self.name = name
        self.obligations = obligations
        self.hint = "Mend the parameters in the instrument's file."
        super().__init__(
            f"parameter {name} of {', '.join(obligations)}: expected {expected}; found {found}"
        )


# ── records ──────────────────────────────────────────────────────────────────


class RecordsError(HeguiError):
    """Tables, keys, attestations."""


class InvalidDatabaseUrl(RecordsError, ValueError):
    """The address of the records cannot be read. The message never shows a password."""

    hint = "Set HEGUI_DATABASE, or leave it empty for SQLite."

    def __init__(self, expected: str, *, found: str) -> None:
        self.expected = expected
        self.found = found
        super().__init__(f"HEGUI_DATABASE: expected {expected}; found {found}")


class KeyAlreadyRevoked(RecordsError):
    """A key was revoked before."""

    def __init__(self, id_: str) -> None:
        self.id = id_
        super().__init__(f"expected an active key; {id_} is revoked already")


class LoginTicketRefused(RecordsError):
    """A one-time login link is unknown, used or too old."""

    hint = "Restart the server to get a new link, or log in with a password."

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"expected an unused login link of the last 15 minutes; this one is {why}")


class KeysUnavailable(RecordsError):
    """The key table could not be read, at the start or for too long since."""

    hint = "Look whether the records database can be reached."

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"expected to read the key table; found {why}")


# ── settings ─────────────────────────────────────────────────────────────────


class SettingsError(HeguiError):
    """How the program was started."""


class ConsoleNotStarted(SettingsError):
    """A page was asked for before the running parts were handed in."""

    hint = "Start the console with `hegui serve`."

    def __init__(self) -> None:
        super().__init__("expected the console to be started; found no running parts")


class InvalidSetting(SettingsError, ValueError):
    """An environment variable cannot be read as what it must be."""

    def __init__(self, name: str, *, expected: str, found: str) -> None:
        self.name = name
        self.hint = "See docs/reference/settings.md."
        super().__init__(f"{name}: expected {expected}; found {found!r}")


class InvalidDay(SettingsError, ValueError):
    """A word on the command line is not a day."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(f"expected a day as YYYY-MM-DD, for example 2026-11-21; got {text!r}")


class PortTaken(SettingsError):
    """Another program listens on the port."""

    hint = "Stop it, or choose another port with HEGUI_PORT=8081."

    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self.port = port
        super().__init__(f"expected a free port; {host}:{port} is taken")


class MissingExtra(SettingsError):
    """A verb needs packages that the base install leaves out."""

    def __init__(self, verb: str, extra: str, missing: str) -> None:
        self.verb = verb
        self.extra = extra
        self.hint = f"Install them with `pip install 'hegui[{extra}]'`."
        super().__init__(f"hegui {verb} needs the extra '{extra}'; {missing} is not installed")


# ── gateway ──────────────────────────────────────────────────────────────────


class GatewayError(HeguiError):
    """What an API client is told. Its class name, in snake case, is OpenAI's ``code``.

    >>> InvalidApiKey().code
    'invalid_api_key'
    """

    status: ClassVar[int] = 500
    """HTTP status of the answer."""

    type: ClassVar[str] = "server_error"
    """OpenAI's ``type``: ``invalid_request_error`` or ``server_error``."""

    param: str | None = None
    """The field of the request that is wrong, for example ``messages[0].role``."""

    retry_after_s: int | None = None
    """What the ``retry-after`` header says; None sends none."""

    @property
    def code(self) -> str:
        """The class name in snake case, as OpenAI writes its codes."""
        name = type(self).__name__
        return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


class _RequestError(GatewayError):
    """The request is wrong; sending it again unchanged is of no use."""

    status = 400
    type = "invalid_request_error"


class InvalidJson(_RequestError):
    """The body is no JSON object."""

    def __init__(self, found: str) -> None:
        self.found = found
        super().__init__(f"expected a JSON object as the body; found {found}")


class InvalidValue(_RequestError):
    """A field of the body has a wrong type or value, or is missing."""

    def __init__(self, param: str, *, expected: str, found: str) -> None:
        self.param = param
        self.expected = expected
        self.found = found
        super().__init__(f"'{param}': expected {expected}; found {found}")


class UnjudgeableContent(_RequestError):
    """The prompt holds content that no engine here can judge, so it is not passed on."""

    hint = "Send it as text"

    def __init__(self, param: str, found: str) -> None:
        self.param = param
        self.found = found
        super().__init__(f"'{param}': expected text; {found} cannot be judged and is not passed on")


class UnsupportedParameter(_RequestError):
    """The parameter would let text past moderation."""

    hint = "Leave it out"

    def __init__(self, param: str, because: str) -> None:
        self.param = param
        super().__init__(f"'{param}' is not supported: {because}")


class BodyTooLarge(_RequestError):
    """The body is longer than the gateway reads."""

    status = 413

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"expected a body of at most {limit} bytes; found a longer one")


class RequestTimeout(_RequestError):
    """The client was too slow in sending its request."""

    status = 408

    def __init__(self, limit_s: float) -> None:
        self.limit_s = limit_s
        super().__init__(f"expected the whole body within {limit_s:g} s")


class InvalidApiKey(_RequestError):
    """The bearer key is missing, unknown or revoked."""

    status = 401
    hint = "Send 'Authorization: Bearer <key>' with a key from the console"

    def __init__(self) -> None:
        super().__init__("expected a valid API key; found none that is known and active")


class UnknownRoute(_RequestError):
    """The gateway does not speak this endpoint, and passes nothing that it cannot judge."""

    status = 404

    def __init__(self, method: str, path: str) -> None:
        self.method = method
        self.path = path
        super().__init__(
            "expected one of /v1/chat/completions, /v1/models, /v1/models/{id}; "
            f"found {method} {path}"
        )


class MethodNotAllowed(_RequestError):
    """The endpoint exists with another verb."""

    status = 405

    def __init__(self, method: str, path: str, *, allow: str) -> None:
        self.method = method
        self.path = path
        self.allow = allow
        super().__init__(f"expected {allow} on {path}; found {method}")


class ModelNotFound(_RequestError):
    """The upstream serves no such model."""

    status = 404
    param = "model"

    def __init__(self, model: str) -> None:
        self.model = model
        super().__init__(f"The model '{model}' does not exist or you do not have access to it.")


class UpstreamRejected(_RequestError):
    """The upstream found the request wrong."""

    def __init__(self, status: int, says: str) -> None:
        self.upstream_status = status
        super().__init__(f"the upstream model answered {status}: {says}")


class UpstreamBusy(_RequestError):
    """The upstream limits its rate."""

    status = 429
    type = "rate_limit_error"

    def __init__(self, retry_after_s: int | None = None) -> None:
        self.retry_after_s = retry_after_s
        super().__init__("the upstream model is at its rate limit")


class AtCapacity(GatewayError):
    """As many requests are running as the gateway allows."""

    status = 503
    retry_after_s = 1

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"{limit} requests are running, the most that this gateway allows")


class ShuttingDown(GatewayError):
    """The gateway drains: it finishes what runs and takes nothing new."""

    status = 503
    retry_after_s = 5

    def __init__(self) -> None:
        super().__init__("the gateway is shutting down")


class PlanUnavailable(GatewayError):
    """No plan or no rules are loaded, so nothing can be judged."""

    status = 503
    retry_after_s = 5

    def __init__(self) -> None:
        super().__init__("the plan or the rules are not loaded; nothing passes unjudged")


class IdentityUnavailable(GatewayError):
    """The keys could not be looked up, so nobody is let in."""

    status = 503
    retry_after_s = 5

    def __init__(self) -> None:
        super().__init__("API keys cannot be looked up at present")


class EvidenceUnavailable(GatewayError):
    """The ledger cannot write, and without an entry no answer is released."""

    status = 503
    retry_after_s = 2

    def __init__(self) -> None:
        super().__init__("the evidence ledger cannot write; the answer is not released")


class ModerationUnavailable(GatewayError):
    """The moderation engine failed, and without it nothing is released."""

    status = 503

    def __init__(self) -> None:
        super().__init__("moderation failed; nothing passes unjudged")


class AnswerWithheld(GatewayError):
    """A control that reads the finished answer found it not fit to end."""

    status = 502

    def __init__(self, controls: tuple[str, ...]) -> None:
        self.controls = controls
        super().__init__(f"the finished answer was withheld by {', '.join(controls)}")


class InternalFailure(GatewayError):
    """A fault of hegui itself. The log of the service has the details."""

    status = 500

    def __init__(self) -> None:
        super().__init__("the gateway failed; the receipt leads to its record")


class UpstreamUnreachable(GatewayError):
    """No connection to the upstream model, or none that is safe to speak on."""

    status = 502

    def __init__(self, because: str = "") -> None:
        self.because = because
        reason = f": {because}" if because else ""
        super().__init__(f"the upstream model cannot be reached{reason}")


class UpstreamFailed(GatewayError):
    """The upstream model reported a failure of its own."""

    status = 502

    def __init__(self, found: str) -> None:
        self.found = found
        super().__init__(f"the upstream model failed: {found}")


class UpstreamCut(GatewayError):
    """The upstream ended its answer before it was complete."""

    status = 502

    def __init__(self) -> None:
        super().__init__("the upstream model cut its answer before it was complete")


class UpstreamInvalid(GatewayError):
    """The upstream's answer cannot be read, so it cannot be judged."""

    status = 502

    def __init__(self, expected: str, found: str) -> None:
        self.expected = expected
        self.found = found
        super().__init__(f"expected {expected} from the upstream model; found {found}")


class UpstreamTooLong(GatewayError):
    """The upstream's answer is longer than the gateway reads."""

    status = 502

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"expected an answer of at most {limit} bytes from the upstream model")


class UpstreamTimeout(GatewayError):
    """The upstream was too slow in one phase."""

    status = 504

    def __init__(self, phase: str, limit_s: float) -> None:
        self.phase = phase
        self.limit_s = limit_s
        super().__init__(f"the upstream model exceeded {limit_s:g} s ({phase})")


class UpstreamForbidden(SettingsError, ValueError):
    """The upstream's address is one that the gateway never calls, or not without leave."""

    def __init__(self, address: str, because: str) -> None:
        self.address = address
        super().__init__(f"expected a public http(s) address as upstream; {address} {because}")
