"""What the service tells the public: kinds, their fields, publishing a version.

The kinds are a closed list, since controls read them by name. Each field says
how a person sees it; the words are bilingual data, not interface strings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.db import transaction

from hegui import clock
from hegui.bilingual import Bilingual
from hegui.records.entries import Writer
from hegui.records.models import Publication, Service
from hegui.records.setup import SERVICE

__all__ = ["KINDS", "Field", "Kind", "newest", "newest_of_all", "publish"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that a publication must state in a form that programs can read."""

    name: str
    title: Bilingual
    help: Bilingual
    is_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of publication."""

    key: str
    title: Bilingual
    about: Bilingual
    """What it tells the public, in one sentence."""

    fields: tuple[Field, ...] = ()


def _b(zh: str, en: str) -> Bilingual:
    return Bilingual(zh=zh, en=en)


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        kind.key: kind
        for kind in (
            Kind(
                key="purpose",
                title=_b("适用人群、场合与用途", "Purpose"),
                about=_b(
                    "这项服务为谁而设、在什么场合、用来做什么。",
                    "Whom the service is for, on which occasions and for what.",
                ),
                fields=(
                    Field(
                        name="people",
                        title=_b("适用人群", "People"),
                        help=_b("例如：年满十八周岁的注册用户", "For example: registered adults"),
                    ),
                    Field(
                        name="occasions",
                        title=_b("适用场合", "Occasions"),
                        help=_b("例如：日常办公与学习", "For example: everyday work and study"),
                    ),
                    Field(
                        name="uses",
                        title=_b("用途", "Uses"),
                        help=_b(
                            "例如：问答、写作、翻译",
                            "For example: questions, writing, translation",
                        ),
                    ),
                ),
            ),
            Kind(
                key="algorithm",
                title=_b("模型与算法公示", "Models and algorithm"),
                about=_b(
                    "所用的模型，以及算法按什么原理、为了什么、大体怎样运行。",
                    "The models used; by which principle, for what and how the algorithm works.",
                ),
                fields=(
                    Field(
                        name="models",
                        title=_b("所用模型", "Models"),
                        help=_b(
                            "名称；第三方的写明备案编号",
                            "Their names; for a third party's, its filing number",
                        ),
                    ),
                    Field(
                        name="basic_principle",
                        title=_b("基本原理", "Basic principle"),
                        help=_b(
                            "与算法备案的拟公示内容一致",
                            "In line with the public part of the algorithm filing",
                        ),
                    ),
                    Field(
                        name="purpose",
                        title=_b("目的意图", "Purpose"),
                        help=_b("为了什么采用它", "What it is used for"),
                    ),
                    Field(
                        name="main_mechanism",
                        title=_b("主要运行机制", "Main mechanism"),
                        help=_b(
                            "从输入到输出经过哪些步骤",
                            "The steps from what goes in to what comes out",
                        ),
                    ),
                ),
            ),
            Kind(
                key="limits",
                title=_b("服务的局限", "Limits of the service"),
                about=_b(
                    "它做不到什么、什么时候会出错、哪些用途不适合。",
                    "What it cannot do, when it is wrong, and what it should not be used for.",
                ),
            ),
            Kind(
                key="guidance",
                title=_b("使用指引", "Guidance for users"),
                about=_b(
                    "怎样理性看待并依法使用生成的内容。",
                    "How to understand generated content and use it lawfully.",
                ),
            ),
            Kind(
                key="agreement",
                title=_b("服务协议", "Service agreement"),
                about=_b(
                    "与注册使用者约定的双方权利义务。",
                    "Rights and duties agreed with registered users.",
                ),
            ),
            Kind(
                key="complaint-entry",
                title=_b("投诉举报入口", "Where to complain"),
                about=_b(
                    "公众从哪里投诉或举报。",
                    "Where the public complains or reports.",
                ),
                fields=(
                    Field(
                        name="url",
                        title=_b("网址", "Address"),
                        help=_b(
                            "公众能打开的页面，例如 https://…/public/complaint/",
                            "A page that the public can open, e.g. https://…/public/complaint/",
                        ),
                    ),
                    Field(
                        name="contact",
                        title=_b("其他联系方式", "Other contact"),
                        help=_b("电话或邮箱", "Telephone or e-mail"),
                    ),
                ),
            ),
            Kind(
                key="complaint-handling",
                title=_b("处理流程与反馈时限", "How complaints are answered"),
                about=_b(
                    "收到投诉之后怎样处理、多少天内答复。",
                    "What happens to a complaint and within how many days it is answered.",
                ),
                fields=(
                    Field(
                        name="answer_days",
                        title=_b("答复时限（自然日）", "Days until an answer"),
                        help=_b(
                            "自收到的次日起算，1 至 366",
                            "Calendar days from the day after receipt, 1 to 366",
                        ),
                        is_number=True,
                    ),
                    Field(
                        name="procedure",
                        title=_b("处理流程", "Procedure"),
                        help=_b(
                            "谁受理、怎样核查、怎样答复、不服怎么办",
                            "Who takes it, how it is looked into and answered, how to appeal",
                        ),
                    ),
                ),
            ),
            Kind(
                key="personal-data",
                title=_b("个人信息请求", "Requests about personal data"),
                about=_b(
                    "个人怎样查阅、复制、更正、补充、删除自己的信息。",
                    "How people see, copy, correct, complete or erase what is kept of them.",
                ),
                fields=(
                    Field(
                        name="contact",
                        title=_b("联系方式", "Contact"),
                        help=_b("页面、邮箱或电话", "A page, e-mail or telephone"),
                    ),
                ),
            ),
        )
    }
)
"""Every kind by its key, in the order in which people read them."""


def newest(kind: str) -> Publication | None:
    """Return the version in force of one kind, or None when nothing was published."""
    return Publication.objects.filter(kind=kind).order_by("-version").first()


def newest_of_all() -> dict[str, Publication]:
    """Return the version in force of each published kind, by kind."""
    found: dict[str, Publication] = {}
    for publication in Publication.objects.order_by("kind", "version"):
        found[publication.kind] = publication
    return found


def publish(  # noqa: PLR0913 - each is a fact of the entry, and named
    ledger: Writer, kind: str, *, zh: str, en: str, fields: Mapping[str, str], by: str
) -> Publication:
    """Publish the next version of `kind`, in force from today in Beijing.

    The entry holds the words themselves: what the public was told is not secret.

    Raises:
        KeyError: no such kind.
        LedgerError: the entry could not be written; nothing was published.
    """
    stated = {field.name: fields.get(field.name, "").strip() for field in KINDS[kind].fields}
    with transaction.atomic():
        before = newest(kind)
        publication = Publication(
            service=Service.objects.get(key=SERVICE),
            kind=kind,
            version=1 if before is None else before.version + 1,
            zh=zh.strip(),
            en=en.strip(),
            fields=stated,
            since=clock.today(),
            published_by=by,
        )
        written = ledger.append_sync(
            "publication",
            {
                "kind": kind,
                "version": publication.version,
                "zh": publication.zh,
                "en": publication.en,
                "fields": stated,
                "since": publication.since.isoformat(),
                "by": by,
            },
            refs=(f"publication/{kind}",),
        )
        publication.entry = written.seq
        publication.receipt = written.id
        publication.save()
    return publication
