"""The columns of a sheet of people, by the words that Korean and English sheets use for them."""

import re
import unicodedata

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, UserStatus

# field: (what the column is called when we write it, other words for it)
COLUMNS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "employee_no": (
        _("Employee number"),
        ("사번", "사원번호", "직원번호", "employeeno", "employeenumber", "employeeid"),
    ),
    "name": (_("Name"), ("이름", "성명", "name", "fullname", "displayname")),
    "login_id": (_("Login"), ("아이디", "로그인", "계정", "login", "loginid", "username", "userid", "id")),
    "unit": (_("Department"), ("부서", "소속", "소속부서", "부서명", "department", "unit", "team")),
    "title": (_("Title"), ("직위", "직급", "title", "position", "rank")),
    "role_in_org": (_("Duty"), ("직책", "보직", "duty", "roleinorg", "responsibility")),
    "phone": (_("Phone"), ("전화", "전화번호", "휴대폰", "휴대전화", "연락처", "phone", "mobile", "telephone")),
    "email": (_("Mail address"), ("이메일", "메일", "전자우편", "email", "mail", "mailaddress")),
    "concurrent": (_("Concurrent posts"), ("겸직", "겸직부서", "concurrent", "concurrentposts")),
    "role": (_("System role"), ("역할", "권한", "시스템역할", "role", "systemrole")),
    "status": (_("Status"), ("상태", "재직", "재직상태", "status", "active")),
}
_ROLES = {
    Role.SYSTEM_ADMIN: ("systemadmin", "시스템관리자", "관리자", "admin"),
    Role.AUDITOR: ("auditor", "감사자", "감사"),
    Role.USER: ("user", "사용자", "일반", "일반사용자"),
}
_HERE = ("재직", "활성", "active", "y", "yes", "true", "1", "o")
_GONE = ("퇴직", "퇴사", "비활성", "disabled", "inactive", "n", "no", "false", "0", "x")


def folded(word: str) -> str:
    """A heading or a word of a cell as it is compared: no case, no blanks, no signs."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", word)).casefold()


def field_of(heading: str) -> str | None:
    """The field that a heading names, or None."""
    said = folded(heading)
    return next((field for field, (own, words) in COLUMNS.items() if said in words or said == folded(str(own))), None)


def role_of(word: str) -> str | None:
    """The role that a cell names, or None for a word that is none."""
    said = folded(word)
    known = {role.value: {*words, folded(str(role.label))} for role, words in _ROLES.items()}
    return next((role for role, words in known.items() if said in words), None)


def is_here(word: str) -> bool | None:
    """Whether a cell of the status column says that somebody works here; None for a word that says neither."""
    said = folded(word)
    for here, words, status in ((True, _HERE, UserStatus.ACTIVE), (False, _GONE, UserStatus.DISABLED)):
        if said in words or said == folded(str(status.label)):
            return here
    return None
