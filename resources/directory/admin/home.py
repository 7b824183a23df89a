"""What waits in the resources, told on the admin's first page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from resources.directory.models import Service, Structure, Suggestion
from resources.directory.upkeep.due import directory_settings, due


class UpkeepPanel(Component):
    """Errors signalled, and entries to look at again."""

    name = "upkeep"
    order = 60
    template_name = "directory_admin/home_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        user = (parent_context or {})["request"].user
        months = directory_settings().months_between_checks
        mine = (model.objects.editable_by(user) for model in (Structure, Service))
        late = sum(due(rows, months=months).count() for rows in mine)
        return {"errors": Suggestion.objects.editable_by(user).waiting().count(), "late": late}
