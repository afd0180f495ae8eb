"""The interview: where it stands, and the page of one fact."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hegui.console import runtime
from hegui.console.frame import asof
from hegui.console.frame.doors import person
from hegui.console.frame.posted import posted
from hegui.console.frame.profile import is_demo
from hegui.console.interview.batch import BATCH, Batch
from hegui.console.interview.forms import ACTS, Reply
from hegui.console.interview.listing import derived, groups, rests_on
from hegui.console.interview.saving import save, save_all
from hegui.console.obligations.tree import branch
from hegui.errors import LawError
from hegui.law import Answer, Fact
from hegui.law.answering import UNSURE
from hegui.law.interview import Question, interview

__all__ = ["one", "page", "several"]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the next question, how far the interview is, and every fact by group."""
    parts = runtime.current()
    profile = parts.profile()
    found = interview(parts.law, profile, asof.day(request))
    concluded = derived(parts.law, profile)
    return render(
        request,
        "interview/page.html",
        {
            "room": "interview",
            "found": found,
            "total": found.progress.decided + found.progress.undecided,
            "form": Reply(found.next.fact) if found.next else None,
            "groups": groups(parts.law, profile, found),
            "derived": concluded,
            "open_derived": sum(each.answer is None for each in concluded),
            "profile_file": profile.file,
            "batch": min(BATCH, len(found.questions)),
            "is_demo": is_demo(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def several(request: HttpRequest) -> HttpResponse:
    """Show the questions that decide most, or those of one group; a POST saves what is answered."""
    parts = runtime.current()
    on = asof.day(request)
    group = next((g for g in parts.law.groups if g.key == request.GET.get("group")), None)
    found = interview(parts.law, parts.profile(), on)
    open_ = [q for q in found.questions if group is None or q.fact.group == group.key]
    asked = _asked(request) if request.method == "POST" else [q.fact for q in open_[:BATCH]]
    form = Batch(asked, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            saved, decided = save_all(form.answers(), person(request).get_username(), on)
        except LawError as error:
            form.add_error(None, f"{error} {error.hint}".strip())
        else:
            return _onward(request, saved, decided)
    hangs = {question.fact.name: len(question.hangs) for question in found.questions}
    return render(
        request,
        "interview/several.html",
        {
            "room": "interview",
            "group": group,
            "found": found,
            "left": len(open_),
            "form": form,
            "lines": [(fact, form[fact.name], hangs.get(fact.name, 0)) for fact in asked],
        },
        status=422 if form.errors else 200,
    )


def _asked(request: HttpRequest) -> list[Fact]:
    """Return the facts that the page asked, in its order; names that are none fall out."""
    facts = runtime.current().law.facts
    named = (facts.get(name) for name in dict.fromkeys(request.POST.getlist("asked")))
    return [fact for fact in named if fact is not None and not fact.is_derived]


def _onward(request: HttpRequest, saved: int, decided: int) -> HttpResponse:
    """Say what was saved, and go on to the next questions, or back when none is left."""
    parts = runtime.current()
    left = interview(parts.law, parts.profile(), asof.day(request)).questions
    if saved:
        told = _("%(saved)s answers saved; %(decided)s more obligations are decided by them.")
        messages.success(request, told % {"saved": saved, "decided": decided})
    else:
        messages.info(request, _("Nothing was answered, so nothing was changed."))
    group = request.GET.get("group", "")
    if saved and _of_group(left, group):
        return redirect(request.get_full_path())
    return redirect("interview")


def _of_group(questions: Sequence[Question], group: str) -> bool:
    return any(not group or question.fact.group == group for question in questions)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, name: str) -> HttpResponse:
    """Show one fact with what hangs on it; a POST answers it."""
    parts = runtime.current()
    fact = parts.law.facts.get(name)
    if fact is None:
        raise Http404
    if fact.is_derived:
        return _derived(request, fact)
    profile = parts.profile()
    form = Reply(fact, posted(request), profile.answers.get(name))
    if request.method == "POST":
        act = request.POST.get("act", "save")
        try:
            if act in ACTS and (done := _taken(request, fact, form, act)):
                return done
        except LawError as error:
            form.add_error(None, f"{error} {error.hint}".strip())
    found = interview(parts.law, profile, asof.day(request))
    answer = profile.answers.get(name)
    return render(
        request,
        "interview/fact.html",
        {
            "room": "interview",
            "fact": fact,
            "group": next(g for g in parts.law.groups if g.key == fact.group),
            "question": found.question(name),
            "answer": None if answer is None else fact.words(answer),
            "is_unsure": name in profile.unsure,
            "line": profile.line_of(name),
            "profile_file": profile.file,
            "rests": tuple(rests_on(parts.law, name)),
            "form": form,
            "comes_from": request.POST.get("from", ""),
        },
        status=422 if form.errors else 200,
    )


def _derived(request: HttpRequest, fact: Fact) -> HttpResponse:
    """Show what follows for a fact that nobody answers; nothing is taken for it."""
    if request.method == "POST":
        messages.error(request, _("This follows from other answers and is not asked."))
        return redirect("fact", fact.name)
    parts = runtime.current()
    profile = parts.profile()
    found = next(each for each in derived(parts.law, profile) if each.fact is fact)
    shown = [
        (rule, branch(tree, parts.law, profile, tree.because()))
        for rule, tree in zip(fact.rules, found.trees, strict=False)
    ]
    context = {
        "room": "interview",
        "fact": fact,
        "found": found,
        "shown": shown,
        "blockers": [parts.law.facts[each] for each in found.blockers()],
        "rests": tuple(rests_on(parts.law, fact.name)),
        "profile_file": profile.file,
    }
    return render(request, "interview/derived.html", context)


def _taken(request: HttpRequest, fact: Fact, form: Reply, act: str) -> HttpResponse | None:
    """Write what was answered and go on; None while the form has to be mended."""
    answer: Answer | None
    match act:
        case "unsure":
            answer = UNSURE
        case "none":
            answer = frozenset()
        case "clear":
            answer = None
        case _:
            if not form.is_valid():
                return None
            answer = form.cleaned_data["answer"]
    parts = runtime.current()
    on = asof.day(request)
    undecided = interview(parts.law, parts.profile(), on).progress.undecided
    entry = save(fact, answer, person(request).get_username())
    if entry is None:
        messages.info(request, _("That is the answer already; nothing was changed."))
    else:
        after = interview(parts.law, parts.profile(), on).progress.undecided
        messages.success(request, _told(fact, answer, entry, undecided - after))
    return (
        redirect("interview") if request.POST.get("from") == "next" else redirect("fact", fact.name)
    )


def _told(fact: Fact, answer: Answer | None, entry: int, decided: int) -> str:
    language = get_language() or "zh-hans"
    question = fact.question.in_language(language)
    if answer is None:
        said = _("Taken back: %(question)s") % {"question": question}
    elif answer == UNSURE:
        said = _("Noted as not known yet: %(question)s") % {"question": question}
    else:
        words = fact.words(answer).in_language(language)
        said = _("Saved: %(question)s %(answer)s.") % {"question": question, "answer": words}
    more = _("It is entry %(entry)s of the ledger.") % {"entry": entry}
    if decided > 0:
        more = _("%(count)s more obligations are decided.") % {"count": decided} + " " + more
    return f"{said} {more}"
