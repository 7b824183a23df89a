"""What waits in requests for an exchange and proposed columns, told on the admin's first page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from resources.guide.models.exchanges import ExchangeRequest
from resources.guide.models.implementations import Implementation

State = ExchangeRequest.State


class ExchangePanel(Component):
    """Requests to give to a pair, those that no longer go on, one's own, columns to read. Show it to those who hold `guide.view_exchangerequest`."""

    name = "guide_exchanges"
    order = 70
    template_name = "guide_admin/exchange_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        user = (parent_context or {})["request"].user
        own = ExchangeRequest.objects.filter(facilitators__user=user)
        context = {"own": own.filter(state__in=[State.ASSIGNED, State.PLANNED]).count()}
        if user.has_perm("guide.change_exchangerequest"):
            context["waiting"] = ExchangeRequest.objects.waiting().count()
            context["stuck"] = ExchangeRequest.objects.stuck().count()
        if user.has_perm("guide.publish_implementation"):
            context["proposed"] = Implementation.objects.waiting().count()
        return context
