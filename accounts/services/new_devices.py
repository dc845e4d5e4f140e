"""Says when somebody signs in from where they never did: a stolen password is noticed by who owns it."""

from django.conf import settings

from accounts import signals
from accounts.models import DeviceSession
from audit import actions
from audit.services import record


def notice(session: DeviceSession) -> None:
    """Record and tell a sign-in with a kind of device, or from an address, that this person never used.

    In the transaction that opens `session`. Who signs in for the first time has nothing to compare it with. Devices
    from before all were signed out (`ending.revoke_all`) are unknown again.
    """
    earlier = DeviceSession.objects.filter(user_id=session.user_id).exclude(pk=session.pk)
    known = earlier.filter(familiar=True)
    device = known.filter(device_name=session.device_name, platform=session.platform)
    news = [name for name, seen in (("device", device), ("address", known.filter(ip=session.ip))) if not seen.exists()]
    if not news or not earlier.exists():
        return
    record(
        actions.AUTH_NEW_DEVICE,
        actor=session.user,
        target_type="device",
        target_id=session.pk,
        deviceName=session.device_name,
        news=news,
    )
    if settings.NEW_DEVICE_NOTICES:
        signals.new_device.send(sender=DeviceSession, session=session)
