"""Where the house differs from allauth: nobody signs up alone, factors are sealed."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by the administration, never by the visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Close the sign-up page."""
        return False


class MFAAdapter(DefaultMFAAdapter):
    """Second factors."""
