"""The eight registers in the admin: their words, kept by the administration. The chapters are pages like others."""

from __future__ import annotations

from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from resources.guide.models.registers import Register


class RegisterViewSet(ModelViewSet):
    """The registers: title, what is done, what for, by whom, in three languages."""

    model = Register
    name = "guide-registres"
    url_prefix = "guide/registres"
    url_namespace = "register_admin"
    icon = "table"
    copy_view_enabled = False
    list_display = ["title", Column("code", label=gettext_lazy("Code"), sort_key="code")]
    ordering = "code"
