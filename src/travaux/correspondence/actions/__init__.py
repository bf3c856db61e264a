"""What changes letters, the register, the outbox, clearances and entries on behalf."""

from travaux.correspondence.actions.clearance import (
    act_on_clearance,
    ask_clearance,
    drop_deed,
    prepare_deed,
    withdraw_clearance,
)
from travaux.correspondence.actions.house_texts import begin_house_text, write_house_text
from travaux.correspondence.actions.letters import (
    address_letter,
    describe_house,
    give_up_letter,
    issue_letter,
    prepare_mail,
    set_out_letter,
    start_letter,
    write_text,
)
from travaux.correspondence.actions.numbering import (
    Outgoing,
    number_mails,
    register_received,
)
from travaux.correspondence.actions.on_behalf import (
    answer_for,
    ask_again,
    enter_on_behalf,
    forget_entered,
    forget_scans,
    forget_submitter,
    forget_submitters,
)
from travaux.correspondence.actions.outbox import drop_mail, mend_mail, send_mails
from travaux.correspondence.actions.register import (
    attach_scan,
    link_entry,
    link_topic,
    register_entry,
    unlink_topic,
    void_entry,
)

__all__ = [
    "Outgoing",
    "act_on_clearance",
    "address_letter",
    "answer_for",
    "ask_again",
    "ask_clearance",
    "attach_scan",
    "begin_house_text",
    "describe_house",
    "drop_deed",
    "drop_mail",
    "enter_on_behalf",
    "forget_entered",
    "forget_scans",
    "forget_submitter",
    "forget_submitters",
    "give_up_letter",
    "issue_letter",
    "link_entry",
    "link_topic",
    "mend_mail",
    "number_mails",
    "prepare_deed",
    "prepare_mail",
    "register_entry",
    "register_received",
    "send_mails",
    "set_out_letter",
    "start_letter",
    "unlink_topic",
    "void_entry",
    "withdraw_clearance",
    "write_house_text",
    "write_text",
]
