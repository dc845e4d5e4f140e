"""`/auditing/proof`: whether the log is whole, and what shows it to others."""

from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import qr
from accounts.models import User
from audit import actions, guards, keys, selectors
from audit.models import AuditEntry
from audit.selectors import Filter, state
from audit.services.sending import text_of
from audit.services.verifying import verify
from messenger.auditing import rows
from messenger.auditing.catalogue import PROBLEMS
from messenger.auditing.doors import AuditorRequest, for_auditors, page
from messenger.auditing.exporting import ReasonForm
from messenger.auditing.tasks import VERIFY
from messenger.core import jobs
from messenger.core.models import Job

SHOWN_CHECKPOINTS = 3
_PLACES = {"file": _("file"), "syslog": "syslog", "s3": "S3"}


@for_auditors("GET", "POST")
def proof(request: AuditorRequest) -> HttpResponse:
    """The state of the chain; POST checks all of it, at once or, if it is long, in the background."""
    if request.method == "POST":
        _verify(request.user)
        return HttpResponseRedirect(reverse("auditing_proof"))
    return shown(request, ReasonForm())


def shown(request: AuditorRequest, form: ReasonForm) -> HttpResponse:
    """The page, with the form for the bundle as it stands."""
    content = {
        "running": _running(),
        "verdict": _verdict(request.user),
        "figures": _figures(),
        "public_key": keys.public_key(),
        "checkpoints": _checkpoints(),
        "form": form,
    }
    return page(request, "proof", "proof", content, status=400 if form.errors else 200)


def _verify(actor: User) -> None:
    if state.newest_number() <= settings.AUDIT_VERIFY_DIRECTLY:
        verify(actor=actor)
    else:
        jobs.enqueue(VERIFY, key=VERIFY, actorId=str(actor.pk))


def _running() -> dict[str, Any] | None:
    """The check that goes on behind the page, if one does."""
    waiting = (Job.State.QUEUED, Job.State.RUNNING)
    job = Job.objects.filter(kind=VERIFY, state__in=waiting).first()
    return {"progress": job.progress, "percent": round(100 * job.progress)} if job else None


def _verdict(actor: User) -> dict[str, Any]:
    """What the last check of anybody found. The log itself remembers it."""
    last = selectors.entries(actor, Filter(actions=(actions.AUDIT_VERIFIED,))).first()
    if last is None:
        return {
            "kind": "",
            "icon": "shield",
            "title": _("Not verified yet"),
            "text": _("Nobody has checked the whole log so far."),
        }
    who, _login = rows.split_name(last.actor_name)
    moment = formats.date_format(timezone.localtime(last.at), _("M j, Y, H:i"))
    checked = int(last.detail.get("checked", 0))
    said = ngettext(
        "%(who)s had %(n)d entry checked on %(at)s.", "%(who)s had %(n)d entries checked on %(at)s.", checked
    ) % {"who": who, "n": checked, "at": moment}
    if last.outcome == AuditEntry.Outcome.SUCCESS:
        return {"kind": "good", "icon": "check", "title": _("The log is whole"), "text": said}
    return {
        "kind": "bad",
        "icon": "warning",
        "title": _("The log is not as it was sealed"),
        "text": said,
        "broken": _broken(last),
    }


def _broken(last: AuditEntry) -> list[tuple[str, Any]]:
    """The first row that is wrong, as the check named it."""
    problem = str(last.detail.get("problem", ""))
    told: list[tuple[str, Any]] = [(_("Finding"), PROBLEMS.get(problem, problem))]
    if last.target_id:
        number = state.number_of(int(last.target_id))
        told += [(_("Entry"), last.target_id), (_("Chain no."), number or "–")]
    return told


def _figures() -> list[dict[str, Any]]:
    now = state.standing()
    last = now.last
    guarding = guards.found(connection)
    return [
        {"label": _("Sealed entries"), "count": now.sealed},
        {"label": _("Waiting for a seal"), "count": now.waiting},
        {
            "label": _("Signed up to"),
            "count": last.chain_no if last else "–",
            "note": formats.date_format(timezone.localtime(last.at), "Y-m-d H:i") if last else "",
        },
        {
            "label": _("Guards against changes"),
            "count": _("Off") if guarding.missing else _("Changed") if guarding.changed else _("On"),
            "note": ", ".join(guarding.wrong),
            "bad": bool(guarding.wrong),
        },
    ]


def _checkpoints() -> list[dict[str, Any]]:
    """The last ones, as they are printed: text and QR code of the same."""
    return [
        {
            "chain_no": row.chain_no,
            "at": row.at,
            "text": text_of(row),
            "places": ", ".join(str(_PLACES.get(place, place)) for place in places),
            "code": mark_safe(qr.svg(text_of(row))),  # noqa: S308  (drawn from JSON of ours)
        }
        for row, places in state.latest_checkpoints(SHOWN_CHECKPOINTS)
    ]
