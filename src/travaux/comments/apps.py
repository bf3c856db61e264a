from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "travaux.comments"
    label = "comments"
    default_auto_field = "django.db.models.BigAutoField"
