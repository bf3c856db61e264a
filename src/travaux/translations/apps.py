from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    name = "travaux.translations"
    label = "translations"
    default_auto_field = "django.db.models.BigAutoField"
