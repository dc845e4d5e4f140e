"""Links of messages: found when a message is stored, fetched by a job (`chat.services.previewing`).

The addresses are found where the browser shows links (`static/app/richtext.js`), so not in code. A link is one
row for all who name it; who posts it again while it is fresh causes no call.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from chat.models import Link, Message, MessageLink
from messenger.core import jobs, limits
from messenger.core.errors import RateLimited
from messenger.core.outbound import policy, targets
from messenger.core.outbound.errors import Blocked
from messenger.core.outbound.policy import Policy

PENDING_FOR = dt.timedelta(minutes=10)  # after that the job must have been lost: the next one who posts it asks again
FORGOTTEN_AFTER = dt.timedelta(days=30)  # a link that no message names any more
FETCH = "link.fetch"
_SPELLINGS = 4  # of a link are read on average; reading is work, and all who send are waiting
_TOKEN = re.compile(r"""```[\s\S]+?```|`[^`\n]+`|(https?://[^\s\ufeff<>"']+)""")
_PLAIN_HOST = re.compile(r"[0-9a-z가-힣._:-]+")
_CLOSERS = frozenset(".,!?;:'\"…。、」』”’〉》】)]}*~")


def note(messages: Sequence[Message]) -> None:
    """Write down the links of these new messages, inside the transaction that stores them."""
    if not settings.LINK_PREVIEWS or not any("http" in message.text for message in messages):
        return
    rules = policy.current()
    named = {message.pk: list(_links_in(message.text, rules)) for message in messages}
    known = _known_or_made(messages, named)
    rows = [
        MessageLink(message=message, link=known[link.url_hash], position=position)
        for message in messages
        for position, link in enumerate(link for link in named[message.pk] if link.url_hash in known)
    ]
    MessageLink.objects.bulk_create(rows)


def note_again(message: Message) -> None:
    """The text was edited, or emptied: its links are what it names now."""
    MessageLink.objects.filter(message=message).delete()
    note([message])


def forget_unnamed() -> int:
    """Delete the links that no message has named for long; how many. Their pictures go as orphans."""
    before = timezone.now() - FORGOTTEN_AFTER
    unnamed = Link.objects.filter(created_at__lt=before, message_rows=None)
    gone, _each = unnamed.filter(Q(fetched_at=None) | Q(fetched_at__lt=before)).delete()
    return gone


def addresses_in(text: str) -> Iterator[str]:
    """What the browser shows as links, in order."""
    for match in _TOKEN.finditer(text):
        if match[1]:
            yield _trimmed(match[1])


def _trimmed(raw: str) -> str:
    """Without the punctuation of the sentence around it; a bracket that belongs to it stays."""
    opened, end = raw.count("(") - raw.count(")"), len(raw)
    while end and raw[end - 1] in _CLOSERS:
        if raw[end - 1] == ")":
            if opened >= 0:
                break
            opened += 1
        end -= 1
    return raw[:end]


def _links_in(text: str, rules: Policy) -> Iterable[Link]:
    """The links as they would be made, each once, as many as a message may have."""
    found: dict[str, Link] = {}
    for raw in islice(dict.fromkeys(addresses_in(text)), _SPELLINGS * settings.MAX_LINKS):
        if len(raw) <= targets.MAX_URL:
            link = _link(raw, rules)
            found.setdefault(link.url_hash, link)
        if len(found) == settings.MAX_LINKS:
            break
    return found.values()


def _link(raw: str, rules: Policy) -> Link:
    """A link not yet stored. What its text alone forbids is blocked from the start."""
    link = Link(url=raw, policy=rules.version, status=Link.Status.BLOCKED)
    try:
        target = targets.parse(raw)
        link.url, link.domain = target.url, target.name
        rules.check_name(target)
        link.status, link.expires_at = Link.Status.PENDING, timezone.now() + PENDING_FOR
    except Blocked as blocked:
        link.error = blocked.code
        link.domain = link.domain or _domain_as_written(raw)
    link.url_hash = hashlib.sha256(link.url.encode("utf-8", "surrogatepass")).hexdigest()
    return link


def _domain_as_written(raw: str) -> str:
    """The host of an address that we do not read, if all who do read the same and nobody mistakes it for another."""
    try:
        host = urlsplit(raw).hostname or ""
    except ValueError:
        return ""
    return host[:253] if "\\" not in raw and _PLAIN_HOST.fullmatch(host) else ""


def _known_or_made(messages: Sequence[Message], named: dict[int, list[Link]]) -> dict[str, Link]:
    """The stored links by hash, locked: whoever fetched one tells the messages that were stored before.

    Rows are made and locked in one order, so that nobody waits in a circle. Beyond somebody's rate
    there is no row, and no card.
    """
    # Of those who name it at the same time the first one asks.
    wanted = {link.url_hash: (link, message) for message in reversed(messages) for link in named[message.pk]}
    if not wanted:
        return {}
    rows = Link.objects.filter(url_hash__in=wanted, policy=next(iter(wanted.values()))[0].policy)
    known = set(rows.values_list("url_hash", flat=True))
    new = [link for key, (link, m) in sorted(wanted.items()) if key not in known and (_is_shut(link) or _may_fetch(m))]
    if new:
        Link.objects.bulk_create(new, ignore_conflicts=True)
    found = {link.url_hash: link for link in rows.select_for_update(no_key=True).order_by("url_hash")}
    now = timezone.now()
    for key, link in found.items():
        is_new = key not in known and not _is_shut(link)
        if is_new or (link.expires_at is not None and link.expires_at <= now and _may_fetch(wanted[key][1])):
            jobs.enqueue(FETCH, key=str(link.pk), owner=wanted[key][1].sender_id, linkId=str(link.pk))
    return found


def _is_shut(link: Link) -> bool:
    """Whether nothing is ever fetched for it."""
    return link.status == Link.Status.BLOCKED and link.expires_at is None


def _may_fetch(message: Message) -> bool:
    try:
        limits.spend("links", str(message.sender_id))
    except RateLimited:
        return False
    return True
