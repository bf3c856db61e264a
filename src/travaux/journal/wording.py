"""Sentences for what this room refuses, and a short phrase for every act of the record."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "journal-line-unreadable": _("This is no line of a journal; the file was changed or cut."),
    "journal-format-unknown": _("The file says that its format is %(format)s, which is not known."),
    "too-many-for-a-sheet": _(
        "%(count)s lines are more than a workbook holds well (%(most)s). Take the CSV or the JSON."
    ),
}

ACTS = {
    # people
    "people.register_person": _("A person joined"),
    "people.vouch_for_address": _("An address was vouched for"),
    "people.register_organisation": _("An organisation was added"),
    "people.reset_second_factor": _("A lost second factor was removed"),
    "people.change_profile": _("A person changed their profile"),
    "people.erase_person": _("A person's account was erased"),
    "people.appoint": _("A person was appointed"),
    "people.end_appointment": _("An appointment ended"),
    "people.load_states": _("The names of states were loaded"),
    "people.load_taxonomy": _("Groups of states were loaded"),
    "people.place_invented_state": _("An invented state was placed in a group"),
    "people.add_contact": _("A contact was added"),
    "people.change_contact": _("A contact was changed"),
    "people.retire_contact": _("A contact was retired"),
    "people.bring_back_contact": _("A retired contact was brought back"),
    "people.write_post": _("The holder of a post was written down"),
    "people.forget_holder": _("The holder of a post was forgotten"),
    "people.merge_contacts": _("Two contacts became one"),
    "people.write_list": _("A distribution list was written"),
    "people.place_on_list": _("A contact was placed on a list by hand"),
    "people.keep_contact_table": _("A table of contacts was received"),
    "people.map_contact_table": _("The columns of a table of contacts were named"),
    "people.bring_in_contacts": _("A table of contacts was brought in"),
    "people.take_row": _("A row of a table of contacts was taken"),
    "people.set_row_aside": _("A row of a table of contacts was set aside"),
    # roadmap and funding
    "roadmap.load_process": _("The process was loaded"),
    "roadmap.load_events": _("Events were loaded"),
    "roadmap.revise_milestone": _("A milestone was revised"),
    "funding.record_event": _("Money was recorded"),
    # drafts
    "drafts.import_version": _("A draft was imported"),
    "drafts.freeze_version": _("A draft was frozen"),
    "drafts.publish_version": _("A draft was published"),
    # consultations
    "consultations.open_round": _("A round was opened"),
    "consultations.extend_round": _("A round was extended"),
    "consultations.close_round": _("A round was closed"),
    # comments
    "comments.submit_comment": _("A comment was submitted"),
    "comments.withdraw_comment": _("A comment was withdrawn"),
    # answers
    "answers.propose_answer": _("An answer was proposed"),
    "answers.change_answer": _("A proposed answer was changed"),
    "answers.settle_answer": _("An answer was settled"),
    "answers.reopen_answer": _("A settled answer was opened again"),
    "answers.take_out_comment": _("A comment was taken out of a group"),
    "answers.add_private_note": _("A private note was written"),
    "answers.assign_paragraph": _("A paragraph was given to somebody to answer"),
    "answers.bring_along_answers": _("Earlier answers were brought along"),
    "answers.react": _("A commenter reacted to an answer"),
    "answers.release_answers": _("Answers were released"),
    # panels
    "panels.start_panel": _("The choosing of a group began"),
    "panels.keep_pool_file": _("A table of nominees was brought in"),
    "panels.take_pool": _("A pool of nominees was taken"),
    "panels.set_quotas": _("Quotas of a group were set"),
    "panels.set_method": _("The method of choosing was set"),
    "panels.demand_person": _("A person was required or excluded"),
    "panels.freeze_panel": _("Pool and quotas were frozen"),
    "panels.reopen_panel": _("Pool and quotas were opened again"),
    "panels.start_computing": _("A recommendation was asked for"),
    "panels.record_recommendation": _("A group was recommended"),
    "panels.start_trial": _("Other quotas were tried out"),
    "panels.record_trial": _("A trial ended"),
    "panels.adopt_panel": _("A group was adopted"),
    "panels.end_seat": _("A person left a group"),
    "panels.add_member": _("A person was added to a group"),
    # reports
    "reports.freeze_report": _("A report was frozen"),
}


def act(what: str) -> str:
    """The phrase for an act; the code itself where a phrase is lacking."""
    return str(ACTS.get(what, what))
