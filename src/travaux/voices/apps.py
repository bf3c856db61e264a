from django.apps import AppConfig


class VoicesConfig(AppConfig):
    name = "travaux.voices"
    label = "voices"
    default_auto_field = "django.db.models.BigAutoField"
