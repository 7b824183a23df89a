from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "home.activities"
    label = "activities"
    verbose_name = "Ateliers"
    default_auto_field = "django.db.models.BigAutoField"
