"""What the log's names are called by people: actions, their groups, and what they were done to."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from audit.actions import CATALOGUE
from messenger.auditing.catalogue import ACTIONS, DETAILS, GROUPS, TARGETS, Text

OTHER = "other"


def action(name: str) -> Text:
    """How people read an action; its code, if nobody has given it words yet."""
    return ACTIONS.get(name, name)


def target(kind: str) -> Text:
    """How people read what something was done to."""
    return TARGETS.get(kind, kind)


def detail(name: str) -> Text:
    """How people read the name of a detail."""
    return DETAILS.get(name, name)


def group_of(name: str) -> str:
    """The group an action belongs to."""
    first = name.partition(".")[0]
    return next((key for key, (_label, prefixes) in GROUPS.items() if first in prefixes), OTHER)


def groups() -> list[tuple[str, Text, list[str]]]:
    """Every group that has actions, with its label and their names."""
    found: dict[str, list[str]] = {key: [] for key in (*GROUPS, OTHER)}
    for name in sorted(CATALOGUE, key=_rank):
        found[group_of(name)].append(name)
    return [(key, label(key), names) for key, names in found.items() if names]


def label(group: str) -> Text:
    return GROUPS[group][0] if group in GROUPS else _("Other")


def actions_of(chosen: Iterable[str]) -> list[str]:
    """The actions meant by a mixture of groups (`group:files`) and single names; unknown ones mean nothing."""
    by_group = {f"group:{key}": names for key, _label, names in groups()}
    found: list[str] = []
    for one in chosen:
        found += by_group.get(one, [one] if one in CATALOGUE else [])
    return list(dict.fromkeys(found))


def meant(chosen: str) -> Text:
    """How people read a group (`group:files`) or an action; nothing for nothing."""
    return label(chosen.removeprefix("group:")) if chosen.startswith("group:") else action(chosen)


def _rank(name: str) -> tuple[int, str]:
    """In the order of the catalogue, what has no words last."""
    known = list(ACTIONS)
    return (known.index(name) if name in ACTIONS else len(known), name)
