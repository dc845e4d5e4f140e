"""The cookie of a browser that is signed in. There are no Django sessions here."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from accounts import tokens
from accounts.models import DeviceSession, User
from accounts.services import SignedIn


def set_cookie(request: HttpRequest, response: HttpResponse, signed_in: SignedIn) -> None:
    """Make the browser that gets `response` signed in. Its CSRF token changes with it."""
    write_token(response, signed_in.session, signed_in.token)
    rotate_token(request)


def clear_cookie(request: HttpRequest, response: HttpResponse) -> None:
    """Take the cookie away; the device session is `services.sign_out`'s business."""
    response.delete_cookie(settings.SESSION_COOKIE, samesite="Lax")
    response.cookies[settings.SESSION_COOKIE]["secure"] = settings.HTTPS
    rotate_token(request)


def write_token(response: HttpResponse, session: DeviceSession, token: str) -> None:
    """Hand `token` to the browser: until it is closed, or for as long as the device is remembered."""
    remaining = int((session.expires_at - timezone.now()).total_seconds())
    response.set_cookie(
        settings.SESSION_COOKIE,
        token,
        max_age=max(0, remaining) if session.remembered else None,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    add_never_cache_headers(response)


def ticket_cookie() -> str:
    """The name of the cookie that holds a sign-in which waits for its code."""
    return f"{settings.SESSION_COOKIE}-code"


def known_cookie() -> str:
    """The name of the cookie of a browser that need not give a code."""
    return f"{settings.SESSION_COOKIE}-known"


def seen_cookie() -> str:
    """The name of the cookie of a browser in which somebody signed in before. It opens nothing (`by_password`)."""
    return f"{settings.SESSION_COOKIE}-seen"


def keep_seen(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Know this browser again when `user` signs in next."""
    token = request.COOKIES.get(seen_cookie(), "")
    if tokens.session_of("seen", token) != user.pk:
        token = tokens.mint("seen", user.pk)
    keep(response, seen_cookie(), token, settings.REMEMBERED_DEVICE_SECONDS)


def keep(response: HttpResponse, name: str, token: str, seconds: int) -> None:
    """One of these cookies, out of reach for scripts and other sites."""
    response.set_cookie(name, token, max_age=seconds, secure=settings.HTTPS, httponly=True, samesite="Lax")
    add_never_cache_headers(response)


def drop(response: HttpResponse, name: str) -> None:
    """Take one of them away."""
    response.delete_cookie(name, samesite="Lax")
    response.cookies[name]["secure"] = settings.HTTPS
