"""The devices that can be woken (contract 8). A token ends with the sign-in of its device."""

import hashlib
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import DeviceSession, User
from chat.models import PushToken
from chat.selectors import push_tokens
from messenger.core import push
from messenger.core.errors import Invalid, NotFound


@transaction.atomic
def add_token(*, actor: User, device: DeviceSession, platform: str, token: str) -> tuple[PushToken, bool]:
    """Take a device's token; whether it is new. One that is known belongs from now on to who is signed in there."""
    provider = push.provider(platform)
    if provider is None:
        raise Invalid(platform=[str(_("Devices of this kind cannot be woken by this server."))])
    try:
        identity = provider.identity(token)
    except ValueError as error:
        raise Invalid(token=[str(_("This is no token of a push service that this server may call."))]) from error
    theirs = {"user": actor, "device": device, "token": token, "disabled_at": None, "disabled_why": ""}
    found, new = PushToken.objects.update_or_create(
        token_hash=hashlib.sha256(f"{platform}\0{identity}".encode()).hexdigest(),
        defaults=theirs,
        create_defaults={**theirs, "platform": platform},
    )
    _keep_to_the_limit(actor)
    return found, new


def remove_token(*, actor: User, token_id: UUID) -> None:
    """Leave a device alone. `NotFound` for somebody else's."""
    if not PushToken.objects.filter(pk=token_id, user_id=actor.pk).delete()[0]:
        raise NotFound


def forget_ended() -> int:
    """Forget the tokens of devices that are signed in no more; how many those were."""
    return PushToken.objects.exclude(device__in=push_tokens.open_devices()).delete()[0]


def _keep_to_the_limit(actor: User) -> None:
    rows = PushToken.objects.filter(user_id=actor.pk).order_by("-created_at", "pk")
    extra = list(rows.values_list("pk", flat=True)[settings.MAX_PUSH_TOKENS :])
    PushToken.objects.filter(pk__in=extra).delete()
