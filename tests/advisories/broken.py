"""Holes that other messengers had, as stories of ours: each holds, and is seen to fail where our rule is taken out.

`@advisory("V06", "GHSA-xg3h-rg27-h6fr", without={"chat.selectors.audience.known": stale})` makes two tests of a
story: one on the code as it is, one on a build in which the named functions are replaced, where it must fail.
"""

import asyncio
import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any

import pytest

IMPATIENT = 1.0  # seconds that a story waits, on a broken build, for what will not come


def advisory(*names: str, without: Mapping[str, Any]) -> Callable[[Callable[..., Any]], Any]:
    """Tests of a story that retells these advisories; `without` says how a broken build differs."""

    def tests_of(story: Callable[..., Any]) -> Any:
        wrapper = _async_test(story, without) if inspect.iscoroutinefunction(story) else _test(story, without)
        known = inspect.signature(story).parameters
        own = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in ("build", "monkeypatch")]
        asked = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in known.values()]
        functools.update_wrapper(wrapper, story)
        wrapper.__dict__.pop("__wrapped__")
        wrapper.__signature__ = inspect.Signature([*own, *asked])  # type: ignore[attr-defined]
        ids = [f"{'+'.join(names)} {build}" for build in ("holds", "fails where it is missing")]
        return pytest.mark.parametrize("build", ["sound", "broken"], ids=ids)(wrapper)

    return tests_of


def _test(story: Callable[..., Any], without: Mapping[str, Any]) -> Callable[..., Any]:
    def test(*, build: str, monkeypatch: pytest.MonkeyPatch, **cast: Any) -> None:
        if build == "sound":
            story(**cast)
            return
        _break(monkeypatch, without)
        with pytest.raises(AssertionError):
            story(**cast)

    return test


def _async_test(story: Callable[..., Any], without: Mapping[str, Any]) -> Callable[..., Any]:
    async def test(*, build: str, monkeypatch: pytest.MonkeyPatch, **cast: Any) -> None:
        if build == "sound":
            await story(**cast)
            return
        _break(monkeypatch, without)
        monkeypatch.setattr("tests.chat.doors.SOON", IMPATIENT)
        with pytest.raises((AssertionError, TimeoutError, asyncio.CancelledError)):  # the last: of a socket given up
            await story(**cast)

    return test


def _break(monkeypatch: pytest.MonkeyPatch, without: Mapping[str, Any]) -> None:
    for target, replacement in without.items():
        monkeypatch.setattr(target, replacement)
