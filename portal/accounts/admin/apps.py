from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    user_viewset = "portal.accounts.admin.viewsets.UserViewSet"
    group_viewset = "portal.accounts.admin.viewsets.GroupViewSet"
