"""What editors and the administration may do, by the names Django gives permissions (`app.codename`).

Model permissions hold for a whole table; which rows of it are somebody's is said by `editable_by` (see `scoping.py`).
"""

from __future__ import annotations


def _all(app: str, *models: str) -> set[str]:
    return {f"{app}.{verb}_{model}" for model in models for verb in ("add", "change", "delete")}


def _kept(app: str, *models: str) -> set[str]:
    """Give the right to add and change, not to delete."""
    return {f"{app}.{verb}_{model}" for model in models for verb in ("add", "change")}


#: Editors of a territory: what moves every week shows at once, without review.
EDITOR_PERMISSIONS = frozenset(
    {
        "wagtailadmin.access_admin",
        "wagtail_localize.submit_translation",
        "places.change_place",
        "activities.add_activity",
        "activities.change_activity",
        "activities.add_activitytext",
        "activities.change_activitytext",
        "activities.view_holiday",
        "activities.change_session",
        "activities.add_attendance",
        "activities.change_attendance",
        "directory.change_difference",
        "search.view_unmet",
        "guide.view_exchangerequest",
        "guide.change_implementation",
    }
    | _all("places", "hoursexception")
    | _all("activities", "series")
    | _all("pages", "banner")
    | _kept("directory", "structure", "service", "closure", "supportfunction", "supportneed", "suggestion")
)

#: The administration, on top of it. Groups are not in it: they come with territories, and only superusers change them.
ADMINISTRATION_PERMISSIONS = frozenset(
    _all("accounts", "user")
    | _all("activities", "activity", "activitytext", "theme", "holiday")
    | _all("places", "place")
    | _all("directory", "structure", "service", "closure", "supportfunction", "supportneed", "source")
    | _all("wagtailcore", "collection", "workflow", "task", "workflowtask")
    | _all("wagtailredirects", "redirect")
    | _all("search", "synonyms")
    | _all("guide", "tool")
    | _kept("guide", "check", "costform", "register")
    | {
        "activities.change_agendasettings",
        "directory.add_importrun",
        "search.delete_unmet",
        "directory.change_directorysettings",
        "guide.change_exchangerequest",
        "guide.publish_implementation",
        "activities.lock_activitytext",
        "activities.publish_activitytext",
        "activities.unlock_activitytext",
        "territories.change_territory",
        "wagtailcore.add_collectionviewrestriction",
        "wagtailcore.change_collectionviewrestriction",
    }
)

EDITOR_PAGE_PERMISSIONS = ("add_page", "change_page")
ADMINISTRATOR_PAGE_PERMISSIONS = (
    "add_page",
    "change_page",
    "publish_page",
    "bulk_delete_page",
    "lock_page",
    "unlock_page",
)
COLLECTION_PERMISSIONS = (
    "wagtailimages.add_image",
    "wagtailimages.change_image",
    "wagtailimages.choose_image",
    "wagtaildocs.add_document",
    "wagtaildocs.change_document",
    "wagtaildocs.choose_document",
)
