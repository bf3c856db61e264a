from django.apps import AppConfig


class AdviceConfig(AppConfig):
    name = "travaux.advice"
    default_auto_field = "django.db.models.BigAutoField"
