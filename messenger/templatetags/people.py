"""The rounded square of a person on pages without the messenger's modules: as `components/avatar.js` draws it."""

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import User
from accounts.photos import photo_url

register = template.Library()

_HUES = 6


@register.simple_tag
def face(user: User, size: str = "") -> SafeString:
    """Their photo, or a given name on a hue that stays their own. `size`: "", "small", "large"."""
    url = photo_url(user.pk, user.profile.photo)
    image = format_html('<img src="{}" alt="" decoding="async">', url) if url else ""
    name = initials(user.profile.name)
    return format_html(
        '<span class="avatar {} c{}" aria-hidden="true">{}{}</span>', size, hue(str(user.pk)), name, image
    )


def initials(name: str) -> str:
    """ "김하늘" is "하늘", "James Lee" is "JL"."""
    trimmed = name.strip()
    if re.match("[가-힣]", trimmed):
        return trimmed[-2:] if len(trimmed) > 2 else trimmed
    return "".join(word[0] for word in trimmed.split())[:2].upper()


def hue(user_id: str) -> int:
    """The hue of an id, the same everywhere."""
    total = 0
    for char in user_id:
        total = (total * 31 + ord(char)) & 0xFFFFFFFF
    return total % _HUES
