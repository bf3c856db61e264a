from django.apps import AppConfig


class GroundsConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "travaux.grounds"
    label = "grounds"
