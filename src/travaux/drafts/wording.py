"""Sentences for what this room refuses, and for problems of texts and files."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    # ---- who may do what, and when
    "draft-not-public": _(
        "This version is not public yet. The secretariat and the drafters of the process read it; "
        "it opens to everyone when it is published."
    ),
    "not-a-drafter": _("Only the secretariat and the drafters of this process do this."),
    "publishing-is-the-secretariats": _(
        "In this process the secretariat publishes. Tell it that the version is ready."
    ),
    "version-repeats-kept-words": _(
        "Paragraphs %(paragraphs)s repeat words of traditional knowledge whose holders do not allow "
        "that they are quoted. Open the version again and say it in other words, or ask the holders."
    ),
    "version-published": _(
        "This version is published and never changes. Make the next version from it."
    ),
    "version-frozen": _("This version is frozen. Unfreeze it to change it again."),
    "version-not-printed": _("This version is not published yet; its pages may still move."),
    "version-not-frozen": _("Freeze this version first: then its numbers and words are fixed."),
    "version-still-open": _("This version is still being worked on. Freeze or publish it first."),
    "version-has-none-before": _("This version has none before it to be compared with."),
    "nothing-decided": _("Say of at least one pair whether it is the same paragraph."),
    "version-in-use": _(
        "Only an imported version that is still in preview can be thrown away; this one stays."
    ),
    "working-version-exists": _(
        "Version %(number)s is already being worked on from this one. Go on with it."
    ),
    "text-elsewhere": _("This text belongs to another process."),
    "not-the-same-text": _("These two versions belong to different texts."),
    "version-without-paragraphs": _("This version has no paragraph. Import a text first."),
    "words-changed-meanwhile": _(
        "Somebody else changed this paragraph while you were writing. Nothing was overwritten: "
        "both texts stand below. Save again to put yours in the place of theirs."
    ),
    "paragraph-gone": _(
        "This paragraph was taken out or joined to another meanwhile. Your words are kept below."
    ),
    "paragraph-not-here": _("This paragraph does not stand in this version."),
    "paragraph-in-use": _(
        "This paragraph cannot go: comments or answers hang on it. Change its words instead."
    ),
    "paragraph-stands-already": _("This paragraph stands in the version already."),
    "words-missing": _("Write the words of the paragraph; to take it out, remove it."),
    "cut-missing": _("Leave an empty line where the paragraph shall be cut in two."),
    "nothing-chosen": _("Tick at least one paragraph."),
    "date-unreadable": _("Write the date as year-month-day, such as 2024-11-04."),
    "file-or-words": _("Choose a file or paste the text."),
    "numbering-unknown": _("Numbers can stay as they are, run through, or begin in each section."),
    # ---- files
    "file-empty": _("The file is empty. Choose one with a text in it."),
    "file-too-large": _(
        "The file is larger than this site reads. Divide it, or leave out its pictures."
    ),
    "file-broken": _(
        "The file is damaged or not what its name says. Open it in the program that made it, "
        "save it again, and send the new file."
    ),
    "file-encrypted": _(
        "The file is protected by a password. Save it without the password and send it again."
    ),
    "file-has-macros": _(
        "The file carries macros, which are not accepted. Save it as .docx or .xlsx without them."
    ),
    "file-has-doctype": _(
        "The file declares its own document type, which is not accepted, as it could reach "
        "for other files. Save it again from a word processor."
    ),
    "file-too-deep": _("The file is nested deeper than any real text. Save it again and retry."),
    "archive-bomb": _(
        "The file unpacks to far more than its size allows, so that it was not opened. Save it "
        "again from the program that made it."
    ),
    "format-old-office": _(
        "This is the old Word or Excel format. Save it as .docx or .xlsx and send that."
    ),
    "pdf-fonts-missing": _(
        "The PDF needs a font that this machine lacks (%(families)s). Install the package "
        "%(packages)s, then try again; the other formats need no font."
    ),
    "format-unknown": _(
        "Files with this ending cannot be read here. Use .docx, .md, .html, .akn.xml, .txt or "
        ".json."
    ),
    "akn-not-found": _(
        "This XML is not Akoma Ntoso: its first element is %(found)s, not akomaNtoso. Send the text "
        "as .docx or .html instead."
    ),
    "format-mismatch": _(
        "What is in the file is not what its ending says. Save it again in the right format."
    ),
    "text-empty": _("There are no words in it."),
    "json-broken": _("The JSON cannot be read: look at line %(line)s."),
    "json-not-paragraphs": _("The JSON must be a list of strings, one for each paragraph."),
    # ---- what an import keeps and tells
    "encoding-assumed": _(
        "The file does not say its encoding; it was read as %(encoding)s. Check the accents."
    ),
    "characters-unreadable": _(
        "Characters that could not be read: %(count)s. They show as \ufffd."
    ),
    "bidi-controls-removed": _(
        "Invisible signs that change the direction of writing were taken out: %(count)s."
    ),
    "margin-comments-left-out": _(
        "Margin comments that were left out of the text: %(count)s. Bring the file in as a reviewed "
        "draft to read them as comments."
    ),
    "contents-list-left-out": _(
        "Lines of a table of contents that were left out: %(count)s. The draft makes its own."
    ),
    "text-boxes-left-out": _(
        "Text boxes that were left out: %(count)s. Copy their words into the text."
    ),
    "hidden-text-left-out": _("Pieces of hidden text that were left out: %(count)s."),
    "formulas-as-text": _("Formulas that were read as plain words: %(count)s. Look at them."),
    "pictures-left-out": _("Pictures that were left out: %(count)s. The text has none."),
    "tracked-changes-present": _(
        "Tracked changes in the file: %(count)s. The text was read as if all were accepted."
    ),
    # ---- structure
    "no-such-block": _("This paragraph is not there any more. Look at the page again."),
    "cannot-split-here": _("A paragraph can only be cut between words, not at its edge."),
    "nothing-before": _("There is nothing before it to join it to."),
    "table-cannot-change": _("A table stays a table: it cannot be cut, joined or made a heading."),
    "kind-unknown": _("Nothing in a text is of this kind."),
    "level-out-of-range": _("The level goes from 1 to 6, and from 0 for the first number."),
    "number-too-long": _("A printed number has at most %(limit)s characters."),
    # ---- brackets
    "span-empty": _("Choose the words that shall stand in brackets."),
    "span-cuts-bracket": _(
        "These words hold one end of a bracket and not the other. Choose whole brackets."
    ),
    "span-backwards": _("A bracket over several paragraphs ends in a later one than it begins."),
    "bracket-gone": _("This bracket is not there any more. Look at the page again."),
    "words-not-there": _(
        "The paragraph does not hold these words so often. Copy them as they stand."
    ),
    "no-delegation": _(
        "Positions are taken by the focal point of a delegation. You hold no such mandate here."
    ),
    "version-not-out": _("Positions are taken on a version that is published."),
    "no-position-held": _("Your delegation holds no position on this bracket."),
    "stance-unknown": _("A delegation supports, opposes or reserves."),
    "status-unknown": _("A paragraph is pending, agreed ad referendum or agreed."),
    "distribution-said-by-secretariat": _(
        "Only the secretariat of this process says to whom its documents go."
    ),
    "distribution-unknown": _("A document goes out as general, limited or restricted."),
    "not-a-chairs-text": _(
        "Suggestions are collected beside a chair’s text. This version is not one: its brackets "
        "stand in the text."
    ),
    "suggestion-gone": _("This suggestion was withdrawn already."),
    "not-your-suggestion": _("A suggestion is withdrawn by the delegation that made it."),
    "suggestion-says-nothing": _("The suggestion reads as the paragraph does. Change its words."),
    "no-such-bracket": _("This bracket is not there any more. Look at the paragraph again."),
    "wording-unbalanced": _(
        "A bracket in the wording lacks its partner. Add the one that is missing."
    ),
    "key-repeated": _("The same paragraph stands twice in one version."),
}

STATES = {
    "preview": _("In preview"),
    "working": _("Being drafted"),
    "frozen": _("Frozen"),
    "published": _("Published"),
}
STANDINGS = {
    "preview": _("Draft in preparation, not public"),
    "working": _("Draft in preparation, not public"),
    "frozen": _("Draft in preparation, not public"),
    "published": _("Draft, not for citation"),
}
ACTS = {
    "drafts.set_distribution": _("It was said to whom the documents go"),
    "drafts.forget_hands": _("Who had taken positions was left out, as their account was erased"),
    "drafts.bracket_over": _("Several paragraphs were put in one bracket"),
    "drafts.lift_over": _("A bracket over several paragraphs was lifted"),
    "drafts.suggest": _("A delegation suggested words beside a chair’s text"),
    "drafts.withdraw_suggestion": _("A delegation withdrew its suggestion"),
}
CARRIED = {
    "same": _("from an earlier version, the same wording"),
    "changed": _("from an earlier version, the wording has changed"),
    "guess": _("from an earlier version, to be confirmed"),
    "gone": _("the bracket is gone"),
}
DISTRIBUTIONS = {
    "general": _("General"),
    "limited": _("Limited"),
    "restricted": _("Restricted"),
}
KINDS = {
    "heading": _("heading"),
    "paragraph": _("paragraph"),
    "sub": _("sub-paragraph"),
    "table": _("table"),
    "code": _("code"),
}
CHANGES = {
    "edited": _("Changed"),
    "moved": _("Moved"),
    "moved-and-edited": _("Moved and changed"),
    "split": _("Divided"),
    "merged": _("Joined"),
    "inserted": _("New"),
    "deleted": _("Taken out"),
    "same": _("The same"),
}
STANCES = {
    "support": _("supports"),
    "oppose": _("opposes"),
    "reserve": _("reserves"),
}
AGREEMENTS = {
    "pending": _("pending"),
    "ad-referendum": _("agreed ad referendum"),
    "agreed": _("agreed"),
}
BRACKET_KINDS = {
    "within": _("bracket"),
    "over": _("bracket over several paragraphs"),
    "unclosed": _("unbalanced: nothing closes it"),
    "unopened": _("unbalanced: nothing opens it"),
    "too-deep": _("nested too deep; taken as words"),
}
BRACKET_VIEWS = {
    "open": _("Only what is open"),
    "all": _("All, as it stands"),
    "in": _("If everything stays"),
    "out": _("If everything in brackets goes"),
}
EDITS = {
    "words": _("Words changed"),
    "inserted": _("Put in"),
    "removed": _("Taken out"),
    "moved": _("Moved"),
}
NUMBERINGS = {
    "as-is": _("As in the file"),
    "continuous": _("One row of numbers through the whole text"),
    "by-section": _("Begin again under each heading"),
}
