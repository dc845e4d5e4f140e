"""The administration as a whole: importing an app's desks is what registers them."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from accounts import admin as people_desks
from chat import admin as room_desks
from messenger import admin as work_desks
from messenger.core.administration import office
from surveys import admin as survey_desks

DESKS = (people_desks, room_desks, survey_desks, work_desks)
_NAMES = {"accounts": _("People"), "chat": _("Rooms"), "surveys": _("Surveys"), "core": _("System")}

for _label, _name in _NAMES.items():
    apps.get_app_config(_label).verbose_name = _name

__all__ = ["DESKS", "office"]
