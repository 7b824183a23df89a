from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "portal.territories"
    label = "territories"
    verbose_name = "Territoires"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.territories import after_migrate, content_version

        content_version.watch()
        after_migrate.watch()
