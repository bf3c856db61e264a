"""What was released is never changed again, whoever asks: not by this product, not by hand."""

from django.db import migrations

from travaux.plumbing.triggers import refuse_change


class Migration(migrations.Migration):
    dependencies = [("answers", "0001_initial")]

    operations = [
        refuse_change("answers_answer", when="OLD.release_id IS NOT NULL"),
        refuse_change("answers_serves", when="OLD.released"),
        refuse_change("answers_release", when="OLD.at IS NOT NULL"),
        refuse_change("answers_formeranswer", on=("UPDATE",)),
        refuse_change(
            "answers_reaction", of="comment_id, kind, ground, text, at", on=("UPDATE",)
        ),
        refuse_change("answers_reaction", on=("DELETE",), name="answers_reaction_row"),
    ]
