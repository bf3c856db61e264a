"""The advice of a group as a document: terms, advice with dissents and what came of it, the view."""

from __future__ import annotations

from django.utils.translation import gettext as _

from travaux.advice.models import Advice, ExpertGroup, Shown
from travaux.advice.queries import advice_of, views_of
from travaux.advice.wording import STATES, VIEWS
from travaux.core.formats.text_files import Masthead, write_text
from travaux.core.texts.document import Block, Document
from travaux.design.templatetags.parts import day
from travaux.drafts.queries import title_of
from travaux.plumbing.languages import current, said


def what_of(shown: Shown) -> str:
    """What was shown, in words."""
    if shown.version is not None:
        return title_of(shown.version)
    assert shown.round is not None
    return _("Comments and proposed answers: %(title)s") % {
        "title": said(shown.round.titles) or title_of(shown.round.version)
    }


def place_of(advice: Advice) -> str:
    """On what a piece of advice is, in few words."""
    if advice.answer is not None:
        return _("A proposed answer")
    if advice.paragraph is not None:
        name = advice.paragraph.number or advice.paragraph.label or advice.paragraph.body[:40]
        return _("Paragraph %(name)s") % {"name": name}
    return _("The whole text")


def author_of(advice: Advice) -> str:
    if advice.of_group:
        return _("The group")
    return str(advice.author) if advice.author is not None else _("account closed")


def _paragraphs(text: str) -> list[Block]:
    return [Block("paragraph", part.strip()) for part in text.split("\n\n") if part.strip()]


def document(group: ExpertGroup) -> Document:
    """The whole desk of a group as one document."""
    blocks: list[Block] = []
    terms = group.terms.first()
    if terms is not None:
        blocks.append(Block("heading", _("Scope and deliverables"), level=1))
        blocks += [*_paragraphs(terms.scope), *_paragraphs(terms.deliverables)]
        told = {"day": day(terms.adopted_on), "by": terms.adopted_by}
        blocks.append(Block("paragraph", _("Adopted on %(day)s: %(by)s") % told))
    rows = [(_("On"), _("Who"), _("What you advise"), _("What came of it"), _("Reason"))]
    for one in advice_of(group):
        words = one.text
        for dissent in one.dissents.all():
            told = {"name": str(dissent.person or _("account closed")), "text": dissent.text}
            words += "\n" + _("Dissent of %(name)s: %(text)s") % told
        where = f"{what_of(one.shown)}, {place_of(one)}"
        done = str(STATES[one.state])
        if one.done_in is not None:
            done += f" ({title_of(one.done_in)})"
        rows.append((where, author_of(one), words, done, one.reason))
    if len(rows) > 1:
        blocks.append(Block("heading", _("Advice, and what came of it"), level=1))
        blocks.append(Block("table", "\n".join("\t".join(r) for r in rows), rows=tuple(rows)))
    for view in views_of(group):
        blocks.append(Block("heading", _("View of the group"), level=1))
        told = {"view": str(VIEWS[view.kind]), "text": title_of(view.version)}
        blocks.append(Block("paragraph", _("%(view)s on: %(text)s") % told))
        blocks += _paragraphs(view.text)
        for dissent in view.dissents.all():
            told = {"name": str(dissent.person or _("account closed")), "text": dissent.text}
            blocks.append(Block("paragraph", _("Dissent of %(name)s: %(text)s") % told))
    return Document(said(group.titles), tuple(blocks), current())


def write(group: ExpertGroup, ending: str) -> bytes:
    """The document as a file."""
    tag = _("Demonstration: invented.") if group.demonstration else ""
    return write_text(document(group), ending, masthead=Masthead(standing=tag))
