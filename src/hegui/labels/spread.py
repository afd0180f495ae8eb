"""What a platform writes into a file that it spreads, after it was verified.

the metadata state a label    its own name and number; everything else stays as it is
the user declares, or a       a first label with the value for that outcome; whoever
trace was found               writes first stands as producer too, since the standard
                              leaves neither field empty (our reading)
nothing found, undetermined   nothing
"""

from __future__ import annotations

from pathlib import Path

from hegui.labels.aigc import AIGCLabel, Grammar
from hegui.labels.source import Limits
from hegui.labels.verify import Verification
from hegui.labels.write import Written, propagate, write

__all__ = ["spread"]


def spread(  # noqa: PLR0913 - what, where and how far, by keyword
    path: Path,
    found: Verification,
    grammar: Grammar,
    *,
    by: str,
    propagate_id: str,
    to: Path | None = None,
    even_if_signed: bool = False,
    limits: Limits | None = None,
) -> Written | None:
    """Write the elements of spreading that an outcome calls for.

    Args:
        path: the file.
        found: what verifying this very file came to.
        grammar: what a conforming label holds.
        by: name or code of the platform.
        propagate_id: the platform's number for the content.
        to: another file for the result.
        even_if_signed: write although a signature will break.
        limits: what reading may take.

    Returns:
        None when there is nothing to write.

    Raises:
        LabelNotWritten, InvalidLabel, UnknownContainer: as `write`.
    """
    if not found.label_to_write:
        return None
    if found.because == "metadata":
        return propagate(
            path,
            grammar,
            by=by,
            propagate_id=propagate_id,
            to=to,
            even_if_signed=even_if_signed,
            limits=limits,
        )
    label = AIGCLabel.first_write(label=found.label_to_write, producer=by, produce_id=propagate_id)
    return write(path, label, grammar, to=to, even_if_signed=even_if_signed, limits=limits)
