from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "home.pages"
    label = "pages"
    verbose_name = "Pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from home.pages import context, editors, slugs, touches, translations, trees  # noqa: F401 -- importing them connects what they hold
        from home.pages.said import provide_pages

        provide_pages()
