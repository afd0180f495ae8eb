"""Import a list of words: read it, judge it, show what it would block, and only then accept it.

    file ─ encoding ─ layout ─ drafts ─ judged against
                                          the format      refused, with line and reason
                                          the rules       duplicates
                                          benign text     what it would newly block
                                        └ Import ─ write_csv ─▶ a lexicon

Lists of words go round without their conditions, and a list that blocks the
news is worse than none. So an import is a report first. Nothing is in force
before a person has read it and the written file is loaded.
"""

from __future__ import annotations

from hegui.moderation.importing.benign import Passage, benign
from hegui.moderation.importing.coverage import Coverage, Floors, coverage
from hegui.moderation.importing.importer import import_list
from hegui.moderation.importing.judging import Defaults
from hegui.moderation.importing.report import Blocked, Flag, Import, Refusal
from hegui.moderation.importing.writer import write_csv

__all__ = [
    "Blocked",
    "Coverage",
    "Defaults",
    "Flag",
    "Floors",
    "Import",
    "Passage",
    "Refusal",
    "benign",
    "coverage",
    "import_list",
    "write_csv",
]
