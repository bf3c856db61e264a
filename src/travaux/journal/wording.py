"""Sentences for what this room refuses, and a short phrase for every act of the record.

A room may keep the phrases of its own acts as ACTS in its own wording; site/wiring adds them here.
"""

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
    "people.give_second_factor": _("A second factor was set up"),
    "people.register_country": _("A state was added"),
    # correspondence
    "correspondence.ask_clearance": _("Clearance was asked for"),
    "correspondence.act_on_clearance": _("A clearance was decided"),
    "correspondence.withdraw_clearance": _("A clearance was taken back"),
    # roadmap and funding
    "roadmap.load_process": _("The process was loaded"),
    "roadmap.add_milestone": _("A milestone was added"),
    "roadmap.change_milestone": _("A milestone was changed"),
    "funding.load_money": _("The sums of the plan were loaded"),
    "funding.record_money": _("Money was recorded"),
    # drafts
    "drafts.freeze_version": _("A draft was frozen"),
    "drafts.publish_version": _("A draft was published"),
    "comments.open_intake": _("Files were dropped in to be read"),
    "comments.note_glance": _("A dropped file was read"),
    "comments.settle_intake": _("It was said for whom the dropped files speak"),
    "comments.take_intake_file": _("A dropped file was taken in"),
    "comments.set_intake_file_aside": _("A dropped file was set aside"),
    "comments.keep_returned_sheet": _("A filled-in sheet was kept as it came"),
    "comments.take_up_sheet": _("A filled-in sheet became drafts"),
    "drafts.keep_line_map": _("The pages and lines of a version were kept"),
    "drafts.change_brackets": _("Brackets of a paragraph were changed"),
    "drafts.take_position": _("A delegation took a position"),
    "drafts.lift_position": _("A delegation lifted its position"),
    "drafts.set_status": _("The status of a paragraph was set"),
    "drafts.import_text": _("A draft was imported"),
    "drafts.settle_likenesses": _("It was decided which paragraphs are the same"),
    "drafts.start_working_version": _("A working draft was begun"),
    "drafts.describe_version": _("Title, symbol or date of a draft were changed"),
    "drafts.discard_version": _("A working draft was discarded"),
    "drafts.unfreeze_version": _("A frozen draft was opened again"),
    "drafts.edit_paragraph": _("A paragraph was edited"),
    "drafts.insert_paragraph": _("A paragraph was inserted"),
    "drafts.join_paragraphs": _("Paragraphs were joined"),
    "drafts.split_paragraph": _("A paragraph was split"),
    "drafts.move_paragraph": _("A paragraph was moved"),
    "drafts.put_back_paragraph": _("A paragraph was put back"),
    "drafts.remove_paragraphs": _("Paragraphs were removed"),
    "drafts.renumber_version": _("Paragraphs were numbered anew"),
    "drafts.set_paragraphs": _("Headings and levels were set"),
    # consultations
    "consultations.open_round": _("A round was opened"),
    "consultations.extend_round": _("A round was extended"),
    "consultations.close_round": _("A round was closed"),
    # comments
    "comments.submit_comment": _("A comment was submitted"),
    "comments.withdraw_comment": _("A comment was withdrawn"),
    "comments.save_draft": _("A comment was kept as a draft"),
    "comments.discard_draft": _("A draft of a comment was discarded"),
    "comments.submit_drafts": _("Comments were submitted together"),
    "comments.amend_comment": _("A comment was amended"),
    "comments.withdraw_submission": _("All comments of a receipt were withdrawn"),
    "comments.split_comment": _("A comment was split into points"),
    "comments.place_comment": _("A comment was moved to another place"),
    "comments.keep_table": _("A comment table was received"),
    "comments.start_table_import": _("The import of a comment table began"),
    "comments.import_comment_table": _("A comment table was brought in"),
    "comments.tell_of_closing": _("Commenters were told of the closing"),
    "comments.tell_of_extension": _("Commenters were told of the extension"),
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
    "answers.make_next_draft": _("The next draft was begun"),
    "answers.take_over_wording": _("The wording of an answer was taken over"),
    "answers.mark_editorial": _("A change was marked as editorial"),
    "answers.name_causes": _("The comments behind a change were named"),
    "answers.forget_cause": _("A comment was no longer named behind a change"),
    "answers.decide_place": _("The place of a comment in the next draft was decided"),
    "answers.update_carry_over": _("Comments were placed in the next draft"),
    "answers.carry_out_release": _("Answers that waited were released"),
    "answers.take_back_release": _("A release that waited was taken back"),
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
    "reports.start_report": _("A report was begun"),
    "reports.write_section": _("A section of a report was written"),
    "reports.set_masthead": _("The masthead of a report was changed"),
}


def act(what: str) -> str:
    """The phrase for an act; the code itself where a phrase is lacking."""
    return str(ACTS.get(what, what))
