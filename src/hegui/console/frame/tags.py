"""Template tags and filters; built in, so no page has to load them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from django import template
from django.forms import BoundField, CheckboxInput
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hegui import clock
from hegui.bilingual import Bilingual
from hegui.console.frame import static_files
from hegui.console.frame import words as vocabulary
from hegui.law import Deadline, Fact, Instrument, Penalty, Recurrence
from hegui.law.aspects import deadline_words, recurrence_words
from hegui.records.models import Publication

__all__ = ["register"]

register = template.Library()

_BACKTICKS: Final = re.compile(r"`{1,2}([^`]+)`{1,2}")


@register.filter
def words(statement: object) -> str:
    """Return a bilingual statement in the reader's language; anything else as text."""
    if isinstance(statement, Bilingual):
        return statement.in_language(get_language() or "zh-hans")
    return "" if statement is None else str(statement)


@register.filter
def told(statement: object) -> SafeString:
    """Return a statement in the reader's language, what stands in backticks as code.

    Everything else is escaped: a reason may quote what somebody wrote.
    """
    pieces = _BACKTICKS.split(words(statement))
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<code>{}</code>", piece) if index % 2 else piece,)
            for index, piece in enumerate(pieces)
        ),
    )


@register.filter
def word(key: object, name: str) -> str:
    """Return the interface word of a vocabulary for a key."""
    return vocabulary.word(name, key)


@register.simple_tag
def file(name: str) -> str:
    """Return the address of a static file."""
    return static_files.address(name)


@register.simple_tag
def state(status: object) -> SafeString:
    """Return a state as mark and word."""
    key = str(getattr(status, "value", status))
    return format_html(
        '<span class="state state-{}"><span class="mark" aria-hidden="true">{}</span>'
        '<span class="word">{}</span></span>',
        key,
        vocabulary.MARKS.get(key, "?"),
        vocabulary.word("state", key),
    )


@register.filter
def beijing(instant: object) -> SafeString | str:
    """Return an instant by Beijing's clock, with the zone in its title; a day as it is."""
    if isinstance(instant, datetime):
        return format_html(
            '<time datetime="{}" title="{}">{}</time>',
            clock.stamp(instant),
            _("Beijing time, UTC+8"),
            clock.beijing(instant).strftime("%Y-%m-%d %H:%M"),
        )
    if isinstance(instant, date):
        return format_html('<time datetime="{0}">{0}</time>', instant.isoformat())
    return _("never") if instant is None else str(instant)


@register.filter
def last_day(until: datetime) -> SafeString | str:
    """Return the last Beijing day before an instant that ends a period."""
    return beijing(clock.beijing_day(until - timedelta(microseconds=1)))


@register.filter
def linked(source: str) -> SafeString | str:
    """Return where an official text is as a link that tells nobody from where it was followed.

    >>> linked('https://www.cac.gov.cn/x?a=1&b="2')
    '<a href="https://www.cac.gov.cn/x?a=1&amp;b=&quot;2" rel="noreferrer">https://www.cac.gov.cn/x?a=1&amp;b=&quot;2</a>'
    >>> linked('javascript:alert(1)'), linked('GB 45438-2025')
    ('javascript:alert(1)', 'GB 45438-2025')
    """
    if not source.startswith(("https://", "http://")):
        return source
    return format_html('<a href="{0}" rel="noreferrer">{0}</a>', source)


@register.filter
def unlocalized(number: float) -> str:
    """Return a number as drawings want it, with a point in every language."""
    return f"{number:g}"


@register.simple_tag
def copyable(text: object, shown: str = "") -> SafeString:
    """Return an id that can be copied with one press; plain text without JavaScript."""
    return format_html(
        '<span class="id"><code>{}</code><button type="button" class="copy" data-copy="{}" '
        'aria-label="{}" hidden></button></span>',
        shown or text,
        text,
        _("Copy"),
    )


@register.filter
def mapped(value: object) -> list[tuple[str, object]] | None:
    """Return the pairs of a mapping, or None when it is none."""
    return [(str(key), each) for key, each in value.items()] if isinstance(value, Mapping) else None


@register.filter
def listed(value: object) -> list[object] | None:
    """Return the members of a list or tuple, or None when it is neither."""
    return list(value) if isinstance(value, list | tuple) else None


@register.filter
def truth(value: object) -> str:
    """Return the word for a three-valued outcome."""
    return vocabulary.word("verdict", str(value).lower())


@register.filter
def under(table: object, name: str) -> object:
    """Return what stands under a name in a mapping, or an empty string."""
    return table.get(name, "") if isinstance(table, Mapping) else ""


@register.filter
def in_words(publication: Publication) -> str:
    """Return a publication in the reader's language, or in the other when that is empty."""
    is_chinese = (get_language() or "zh-hans").startswith("zh")
    first, second = (
        (publication.zh, publication.en) if is_chinese else (publication.en, publication.zh)
    )
    return first or second


@register.filter
def fine(penalty: Penalty) -> str:
    """Return what a breach costs in money; empty when the text names no sum and no share.

    >>> from hegui.bilingual import Bilingual
    >>> fine(Penalty(on=Bilingual(zh='', en=''), measures=('fine',), fine_at_least=None,
    ...     fine_at_most=100000, currency='CNY', turnover_share=None))
    '≤ 100,000 CNY'
    """
    low, high = penalty.fine_at_least, penalty.fine_at_most
    parts: list[str] = []
    if low is not None and high is not None:
        parts.append(f"{low:,}–{high:,} {penalty.currency}")
    elif high is not None:
        parts.append(f"≤ {high:,} {penalty.currency}")
    elif low is not None:
        parts.append(f"≥ {low:,} {penalty.currency}")
    if penalty.turnover_share is not None:
        share = f"{penalty.turnover_share * 100:g}"
        parts.append(_("%(share)s %% of last year's turnover") % {"share": share})
    return " / ".join(parts)


@register.filter
def deadline(rule: Deadline | Recurrence) -> str:
    """Return a deadline, or how often a duty comes back, in the reader's language."""
    told = deadline_words(rule) if isinstance(rule, Deadline) else recurrence_words(rule)
    return words(told)


@register.filter
def mark(state: object) -> str:
    """Return the mark of a state."""
    return vocabulary.MARKS.get(str(state), "?")


@register.filter
def less(whole: int, part: int) -> int:
    """Return a difference."""
    return whole - part


@register.filter
def short(instrument: Instrument) -> str:
    """Return the name by which people cite an instrument, in the reader's language."""
    return words(instrument.short)


@register.filter
def asks(fact: Fact) -> str:
    """Return the question of a fact, in the reader's language."""
    return words(fact.question)


@register.filter
def hexadecimal(raw: bytes | str) -> str:
    """Return bytes in hexadecimal; text is taken to be so already."""
    return raw if isinstance(raw, str) else raw.hex()


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether a field is a single tick."""
    return isinstance(field.field.widget, CheckboxInput)


@register.simple_tag(takes_context=True)
def address_with(context: Mapping[str, object], **changes: object) -> str:
    """Return this page's address with some of its parameters changed; None drops one."""
    request = context["request"]
    if not isinstance(request, HttpRequest):
        raise TypeError("expected a request in the template's context")
    query = request.GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}" if query else request.path
