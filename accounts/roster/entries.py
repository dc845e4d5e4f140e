"""What a list from outside says about one person. Whoever reads a directory or a sheet makes these."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Post:
    """A post in a department, which is named by its path from the top: ("본사", "영업본부", "영업1팀")."""

    unit: tuple[str, ...]
    title: str = ""
    role_in_org: str = ""
    is_primary: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One person. What is None is not said, and stays as it is; `posts` empty: none.

    `external_id` is the source's own lasting name of the person (entryUUID, objectGUID); a sheet has none and
    finds people by login or employee number. `all_posts` False: the list knows the primary post alone, and
    says nothing of concurrent ones. `row` is where it stands, for people (a line of a sheet); 0: nowhere.
    """

    login_id: str
    name: str
    external_id: str = ""
    employee_no: str | None = None
    title: str | None = None
    email: str | None = None
    phone: str | None = None
    photo: str | None = None  # the digest of a picture (`services.photos.digest_of`), "" for none
    posts: tuple[Post, ...] | None = None
    role: str | None = None  # a `Role`
    active: bool = True
    all_posts: bool = True
    row: int = 0
