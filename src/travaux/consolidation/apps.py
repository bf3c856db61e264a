from django.apps import AppConfig


class ConsolidationConfig(AppConfig):
    name = "travaux.consolidation"
    default_auto_field = "django.db.models.BigAutoField"
