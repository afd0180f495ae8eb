"""The posture as JUnit XML, so that a build server can show duties as tests.

Failing is a failure, stale and unknown are skipped with the reason: a build
must not turn green on what nobody knows, nor red on it. What is ok by a person's
word alone passes and says so in its ``system-out``.

Source: the JUnit schema as build servers read it (testsuite, testcase,
failure, skipped, system-out).
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hegui.audit.posture import Basis, Posture
from hegui.controls.base import Status

__all__ = ["emit"]


def emit(posture: Posture, language: str) -> str:
    """Return one test suite with a test case for each obligation."""
    counts = posture.counts
    suite = ET.Element(
        "testsuite",
        name=f"hegui audit {posture.on.isoformat()}",
        tests=str(len(posture.rows)),
        failures=str(counts[Status.FAILING]),
        skipped=str(counts[Status.STALE] + counts[Status.UNKNOWN]),
    )
    for row in posture.rows:
        duty = row.decision.obligation
        case = ET.SubElement(
            suite, "testcase", classname=duty.instrument, name=duty.id.rpartition("/")[2]
        )
        reason = row.reason.in_language(language)
        if row.status is Status.FAILING:
            ET.SubElement(case, "failure", message=reason)
        elif row.status is not Status.OK:
            ET.SubElement(case, "skipped", message=f"{row.status.value}: {reason}")
        elif row.basis is Basis.ATTESTED:
            ET.SubElement(case, "system-out").text = f"{row.basis.value}: {reason}"
    return ET.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"
