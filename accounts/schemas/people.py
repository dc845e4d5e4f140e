"""Wire shapes of people (contract sections 2, 3 and 12)."""

import re
from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts import preferences
from accounts.models import User
from accounts.photos import photo_url
from messenger.core.fields import Choice, Flag, Name, Pattern, Schema, Text, Whole

_CLOCK = r"\A(?:[01][0-9]|2[0-3]):[0-5][0-9]\Z"
MOST_KEYWORD = 30
PHONE = RegexValidator(re.compile(r"\A[0-9+() .#*-]*\Z"), _("Digits, spaces and + - ( ) only."))


class Mail(serializers.EmailField, Text):
    """A mail address."""


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class Words(serializers.ListField):
    """Short words without blanks at their ends, each once."""

    def __init__(self, **options: Any) -> None:
        super().__init__(child=Name(max_length=MOST_KEYWORD), **options)

    def to_internal_value(self, data: Any) -> list[str]:
        return list(dict.fromkeys(super().to_internal_value(data)))


class Weekdays(serializers.ListField):
    """Days of the week, Monday is 1."""

    child = Whole(min_value=1, max_value=7)

    def to_internal_value(self, data: Any) -> list[int]:
        return sorted(set(super().to_internal_value(data)))


class QuietHours(Schema):
    """When nothing calls for attention: from one time of the day to another, beginning on these days."""

    enabled = Flag()
    until = Pattern(_CLOCK)
    days = Weekdays(max_length=7)

    def get_fields(self) -> dict[str, Any]:
        """`from` is no name that a class could have for a field."""
        return {**super().get_fields(), "from": Pattern(_CLOCK)}


class WorkingHours(Schema):
    """When somebody works: these days of the week, from one time of the day to a later one."""

    days = Weekdays(min_length=1, max_length=7)
    start = Pattern(_CLOCK)
    end = Pattern(_CLOCK)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["start"] >= attrs["end"]:
            raise serializers.ValidationError({"end": _("The end lies after the start.")})
        return attrs


class Preferences(Schema):
    """What somebody may set for themselves; what is left out stays."""

    theme = Choice(choices=preferences.THEMES, required=False)
    language = Choice(choices=preferences.LANGUAGES, required=False)
    textSize = Choice(choices=preferences.TEXT_SIZES, required=False)
    notificationSound = Flag(required=False)
    desktopNotifications = Flag(required=False)
    notificationPreviews = Flag(required=False)
    notificationKeywords = Words(required=False, max_length=settings.MAX_KEYWORDS)
    quietHours = QuietHours(required=False)
    sendKey = Choice(choices=preferences.SEND_KEYS, required=False)
    workingHours = WorkingHours(required=False, allow_null=True)
    askLate = Flag(required=False)


class UpdateMe(Schema):
    """PATCH /me. Name, title and employee number are not one's own to change."""

    phone = Name(max_length=32, validators=[PHONE], allow_blank=True, required=False)
    email = Mail(max_length=254, allow_blank=True, required=False)
    preferences = Preferences(required=False)


UPDATE_ME = UpdateMe()


def user_out(user: User) -> dict[str, Any]:
    """User of contract section 12. `user` comes from `selectors.people()`."""
    profile = user.profile
    return {
        "userId": user.pk,
        "loginId": user.login_id,
        "name": profile.name,
        "title": profile.title,
        "employeeNo": user.employee_no,
        "email": profile.email,
        "phone": profile.phone,
        "photoUrl": photo_url(user.pk, profile.photo),
        "status": user.status,
        "units": [
            {
                "orgUnitId": post.unit_id,
                "name": post.unit.name,
                "title": post.title,
                "roleInOrg": post.role_in_org,
                "isPrimary": post.is_primary,
            }
            for post in user.posts.all()
        ],
    }


def me_out(user: User) -> dict[str, Any]:
    """Oneself: what others see, one's roles and preferences."""
    return {
        **user_out(user),
        "roles": user.roles,
        "preferences": preferences.effective(user.profile.preferences),
    }
