"""python-ldap and django-auth-ldap, where they are installed: the one is compiled, so not every machine has it."""

from importlib import import_module
from typing import Any


def _module(name: str) -> Any:
    """None where it is not installed: settings have said so, if a directory was wanted."""
    try:
        return import_module(name)
    except ImportError:
        return None


ldap = _module("ldap")
dns = _module("ldap.dn")
paging = _module("ldap.controls.libldap")
auth = _module("django_auth_ldap.backend")
kinds = _module("django_auth_ldap.config")
