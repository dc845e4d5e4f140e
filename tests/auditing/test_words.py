"""The log's names are words that people know."""

from django.utils import translation

from audit.actions import CATALOGUE
from messenger.auditing import words


def test_every_action_has_words_in_both_languages() -> None:
    with translation.override("en"):
        english = {name: str(words.action(name)) for name in CATALOGUE}
    with translation.override("ko"):
        korean = {name: str(words.action(name)) for name in CATALOGUE}
    assert sorted(name for name in CATALOGUE if english[name] == name) == []
    assert sorted(name for name in CATALOGUE if korean[name] == english[name]) == []


def test_every_action_is_in_a_group_that_says_something() -> None:
    assert sorted(name for name in CATALOGUE if words.group_of(name) == words.OTHER) == []


def test_a_group_means_its_actions_and_what_nobody_knows_means_nothing() -> None:
    assert "file.downloaded" in words.actions_of(["group:files"])
    assert words.actions_of(["auth.login"]) == ["auth.login"]
    assert words.actions_of(["group:nonsense", "no.action"]) == []
