"""The review of what editors write, set up once."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import (
    GroupApprovalTask,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from home.activities.models import ActivityText
from portal.territories.querysets import ADMINISTRATION

NAME, TASK_NAME = "Relecture", "Relecture par l'administration"


@transaction.atomic
def set_up_workflow() -> Workflow:
    """Have pages and activities' texts read by the administration before they are published. May be run again.

    The workflow Wagtail comes with, which nobody staffs here, is put to rest.
    """
    group, _made = Group.objects.get_or_create(name=ADMINISTRATION)
    task = GroupApprovalTask.objects.filter(name=TASK_NAME).first()
    task = task or GroupApprovalTask.objects.create(name=TASK_NAME)
    task.groups.set([group])
    workflow, _made = Workflow.objects.get_or_create(name=NAME)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    root = Page.get_first_root_node()
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    kind = ContentType.objects.get_for_model(ActivityText)
    WorkflowContentType.objects.update_or_create(content_type=kind, defaults={"workflow": workflow})
    Workflow.objects.filter(name="Moderators approval").update(active=False)
    return workflow
