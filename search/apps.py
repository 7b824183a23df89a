from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    verbose_name = "Recherche"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from search import signals, teams  # noqa: F401 -- importing them connects what they hold
        from search.server import checks  # noqa: F401
