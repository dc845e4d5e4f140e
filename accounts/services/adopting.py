"""An account that was made here becomes somebody's whom a directory or a provider knows (decisions 0032, 0033)."""

from django.db import transaction
from django.utils import timezone

from accounts import signals
from accounts.models import User
from accounts.services import ending, standing
from accounts.services.photos import forget_chosen_photo
from accounts.services.second_factor import forget_second_factor
from accounts.services.second_factor_browsers import forget_browsers
from audit import actions
from audit.services import record


@transaction.atomic
def adopt(user: User, *, source: str) -> None:
    """Let nothing that opened this account until now open it again: from now on it is whom `source` says.

    It was recognised by a login or a number, which anybody may have taken before its owner came. So its sessions end,
    and its password, its second factor, known browsers and sign-ins between two steps are gone. So is what would go
    on speaking for it: a photo that was chosen here, and what waits to be sent (`signals.account_adopted`).
    """
    theirs = standing.locked(user.pk)
    if theirs.has_usable_password():
        theirs.set_unusable_password()
        theirs.previous_password, theirs.must_change_password = "", False
        theirs.password_changed_at = timezone.now()
        theirs.save(update_fields=["password", "previous_password", "must_change_password", "password_changed_at"])
        record(
            actions.USER_UPDATED,
            actor=None,
            target_type="user",
            target_id=user.pk,
            fields=["password"],
            source=source,
        )
    if forget_second_factor(theirs):
        record(actions.SECOND_FACTOR_RESET, actor=None, target_type="user", target_id=user.pk, source=source)
    forget_browsers(theirs)
    ending.revoke_all(theirs, actor=None, reason=f"kept_by_{source}")
    forget_chosen_photo(theirs, source=source)
    signals.account_adopted.send(sender=User, user=theirs)
