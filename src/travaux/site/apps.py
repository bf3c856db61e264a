from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "travaux.site"
    label = "site"

    def ready(self) -> None:
        from travaux.site import wiring

        wiring.connect()
