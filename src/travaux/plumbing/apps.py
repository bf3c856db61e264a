from django.apps import AppConfig


class PlumbingConfig(AppConfig):
    name = "travaux.plumbing"
    label = "plumbing"
    default_auto_field = "django.db.models.BigAutoField"
