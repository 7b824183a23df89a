from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "home.activities"
    label = "activities"
    verbose_name = "Ateliers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from home.activities import log_actions, names, signals  # noqa: F401 -- importing them registers what they hold
