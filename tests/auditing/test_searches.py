"""Saved queries: one's own, by name."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from audit.models import SavedQuery
from audit.services.saving import NameTaken
from tests.auditing.conftest import text

QUERY = "period=week&outcome=failure"


def _keep(pages: Client, name: str = "로그인 실패", **more: str) -> Any:
    return pages.post("/auditing/searches", {"act": "save", "name": name, "query": QUERY, **more})


def test_a_query_is_saved_run_renamed_and_deleted(pages: Client) -> None:
    assert _keep(pages)["Location"] == f"/auditing/?{QUERY}&did=saved"
    kept = SavedQuery.objects.get()
    page = text(pages.get("/auditing/?period=week&outcome=failure&did=saved"))
    assert "조건을 저장했습니다" in page and 'aria-current="true"' in page
    pages.post("/auditing/searches", {"act": "rename", "search": str(kept.pk), "name": "실패만", "query": QUERY})
    renamed = SavedQuery.objects.get()
    assert (renamed.name, renamed.query) == ("실패만", {"period": "week", "outcome": "failure"})
    assert "실패만" in text(pages.get("/auditing/"))
    pages.post("/auditing/searches", {"act": "delete", "search": str(renamed.pk), "query": QUERY})
    assert not SavedQuery.objects.exists()


def test_a_name_that_is_taken_or_empty_is_refused_with_a_reason(pages: Client) -> None:
    _keep(pages)
    for name, said in (("로그인 실패", str(NameTaken.text)), ("  ", "이름을 60자 이내로")):
        assert said in text(pages.get(_keep(pages, name)["Location"]))
    assert SavedQuery.objects.count() == 1


def test_nobody_touches_the_queries_of_others(
    pages: Client, browser_of: Callable[[Any], Client], person: Callable[..., Any]
) -> None:
    _keep(pages)
    other = browser_of(person("auditor2", role="AUDITOR"))
    assert "로그인 실패" not in text(other.get("/auditing/")).split("<form")[0]
    kept = {"search": str(SavedQuery.objects.get().pk), "name": "내 것", "query": QUERY}
    for act in ("rename", "delete"):
        assert other.post("/auditing/searches", {"act": act, **kept}).status_code == 404
    assert SavedQuery.objects.get().name == "로그인 실패"


@pytest.mark.parametrize("sent", [{}, {"act": "nonsense"}, {"act": "delete", "search": "no-id"}])
def test_an_act_that_makes_no_sense_is_refused(pages: Client, sent: dict[str, str]) -> None:
    assert pages.post("/auditing/searches", sent).status_code == 400


def test_what_is_no_part_of_a_question_is_not_kept(pages: Client) -> None:
    _keep(pages, query="period=week&evil=1&cursor=x")
    assert SavedQuery.objects.get().query == {"period": "week"}
