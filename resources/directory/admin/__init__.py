"""The directory's own pages in Wagtail's admin."""
