"""Serializer fields that take a JSON type for what it is: `"5"` is no number, `1` no text.

A schema is a `Schema` of such fields. One instance serves the whole process
(`SCHEMA.clean(data)`), because building a serializer costs more than running it.
"""

import datetime as dt
import unicodedata
import uuid
from typing import Any

from django.core.validators import RegexValidator
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from messenger.core.errors import Invalid

_WRONG_TYPE = _("Wrong type.")
# Bidirectional controls and other invisible characters that let a name pretend to be another.
_SPOOFING = frozenset(
    map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF])
)

_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # letters by their category, and yet nothing to see


def is_blank(text: str) -> bool:
    """Whether there is nothing to see: white space, zero-width characters, Hangul fillers."""
    return all(unicodedata.category(c) in _UNSEEN or c in _FILLERS for c in text)


class Text(serializers.CharField):
    """A JSON string, NFC, trimmed, counted in code points after that (contract section 12).

    What shows nothing counts as blank.
    """

    def run_validation(self, data: Any = serializers.empty) -> Any:
        return super().run_validation("" if self.trim_whitespace and isinstance(data, str) and is_blank(data) else data)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(unicodedata.normalize("NFC", data))


class Name(Text):
    """One line that names something: no control or direction characters."""

    def to_internal_value(self, data: Any) -> str:
        value = super().to_internal_value(data)
        if any(c in _SPOOFING or unicodedata.category(c) in {"Cc", "Zl", "Zp"} for c in value):
            raise serializers.ValidationError(_("Control and direction characters are not allowed."))
        return value


class Pattern(Text):
    """A string of a fixed form."""

    def __init__(self, form: str, **options: Any) -> None:
        super().__init__(**options)
        self.validators.append(RegexValidator(form, message=_("This has another form than expected.")))


class Id(serializers.UUIDField):
    """A UUID string."""

    def to_internal_value(self, data: Any) -> uuid.UUID:
        if not isinstance(data, str) or len(data) != 36:
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


class Whole(serializers.IntegerField):
    """A JSON integer of at most 64 bits."""

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            raise serializers.ValidationError(_WRONG_TYPE)
        return data


class Flag(serializers.BooleanField):
    """`true` or `false`."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            raise serializers.ValidationError(_WRONG_TYPE)
        return data


@extend_schema_field(OpenApiTypes.DATETIME)
class Moment(serializers.Field[dt.datetime, Any, Any, Any]):
    """A time of RFC 3339 with its offset, between 1970 and 2200; in UTC after that."""

    def to_internal_value(self, data: Any) -> dt.datetime:
        if not isinstance(data, str):
            raise serializers.ValidationError(_WRONG_TYPE)
        try:
            found = parse_datetime(data)
            moment = found.astimezone(dt.UTC) if found is not None and found.tzinfo is not None else None
        except (ValueError, OverflowError):
            moment = None
        if moment is None or not 1970 <= moment.year < 2200:
            raise serializers.ValidationError(_("A time like 2026-02-19T10:11:12Z is expected."))
        return moment


class Choice(serializers.ChoiceField):
    """One of a few strings."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            raise serializers.ValidationError(_WRONG_TYPE)
        return super().to_internal_value(data)


class Schema(serializers.Serializer[Any]):
    """A wire shape on its way in."""

    def clean(self, data: Any) -> dict[str, Any]:
        """The validated values under their Python names, or `Invalid` with a text for each field."""
        if not isinstance(data, dict):
            raise Invalid(_("A JSON object is expected."))
        try:
            return dict(self.run_validation(data))
        except serializers.ValidationError as error:
            raise Invalid(**_plain(error.detail)) from error


def _plain(detail: Any) -> dict[str, Any]:
    return {str(field): _texts(found) for field, found in detail.items()}


def _texts(found: Any) -> Any:
    if isinstance(found, dict):
        return _plain(found)
    return [_texts(item) if isinstance(item, dict | list) else str(item) for item in found]
