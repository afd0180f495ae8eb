"""Files that the gateway delivers carry the implicit label.

Duty
    cn/labelling-2025/art-5-1-write: write the implicit label into metadata.
    cn/deep-synthesis-2022/art-16-label: a label that does not affect use.
    cn/gb-45438-2025/cl-6-1-write: write it into the file's metadata.
    cn/gb-45438-2025/cl-6-1-one: a file keeps one label.
    cn/gb-45438-2025/annex-e-key: the key contains AIGC.
    cn/gb-45438-2025/annex-e-fields: seven keys, all strings.
    cn/gb-45438-2025/annex-e-first: on first writing propagator is producer.
    cn/gb-45438-2025/annex-e-characters: a limited set of characters.

What it does
    Counts the exchanges of the window that delivered a file with its label
    and without one. A label is read back from the finished bytes before they
    go out, at the one place of its container and by the strict grammar, so a
    file that counts as labelled keeps all these duties.

What it does not do
    See files that do not pass through the gateway. Write the label: the
    gateway does, and withholds what cannot be labelled.

Evidence
    ``files`` in each ``exchange`` entry.
"""

from __future__ import annotations

from typing import Final

from hegui.bilingual import Bilingual
from hegui.controls.base import Opinion, Parameters, Standing, Status
from hegui.controls.evidence import Evidence

__all__ = ["CONTROL"]


def _look(evidence: Evidence, _parameters: Parameters) -> Opinion:
    files = evidence.files
    days = evidence.window_days
    if files is None or not (files.labelled or files.unlabelled):
        return Opinion(
            status=Status.UNKNOWN,
            reason=Bilingual(
                zh=f"{days} 天内网关没有交付过文件",
                en=f"the gateway delivered no file in {days} days",
            ),
            next_step=Bilingual(
                zh="让一个返回图片或声音的请求经过网关",
                en="send a request through the gateway that answers with a picture or sound",
            ),
            is_unseen=files is not None and not files.entries,
        )
    if files.unlabelled:
        return Opinion(
            status=Status.FAILING,
            reason=Bilingual(
                zh=f"{days} 天内有 {files.unlabelled} 次交付的文件没有隐式标识",
                en=f"exchanges in {days} days that delivered a file without its label: "
                f"{files.unlabelled}",
            ),
            entries=files.entries,
            next_step=Bilingual(
                zh="启用网关的文件标识", en="let the gateway label files that it passes on"
            ),
        )
    return Opinion(
        status=Status.OK,
        reason=Bilingual(
            zh=f"{days} 天内交付的文件均有隐式标识，共 {files.labelled} 次",
            en=f"each file delivered in {days} days carries its label; exchanges: {files.labelled}",
        ),
        entries=files.entries,
    )


CONTROL: Final = Standing(
    module=__name__,
    obligations=(
        "cn/labelling-2025/art-5-1-write",
        "cn/deep-synthesis-2022/art-16-label",
        "cn/gb-45438-2025/cl-6-1-write",
        "cn/gb-45438-2025/cl-6-1-one",
        "cn/gb-45438-2025/annex-e-key",
        "cn/gb-45438-2025/annex-e-fields",
        "cn/gb-45438-2025/annex-e-first",
        "cn/gb-45438-2025/annex-e-characters",
    ),
    claim=Bilingual(
        zh="网关交付的文件都带有隐式标识",
        en="Files that the gateway delivers carry the implicit label",
    ),
    look=_look,
)
