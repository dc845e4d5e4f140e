"""The org chart is edited: moved without circles, merged without losing anybody, with one primary post each."""

from typing import Any

import pytest
from django.db import connection

from accounts import services
from accounts.errors import MovedOn, UnitInUse, UnitUnderItself
from accounts.models import OrgMember, OrgUnit, User
from accounts.services import Seat
from audit.models import AuditEntry
from surveys.models import Survey
from tests.files.stores import together

pytestmark = pytest.mark.django_db


def unit(name: str, parent: Any = None) -> OrgUnit:
    return services.create_unit(actor=None, name=name, parent_id=parent.pk if parent else None)


def test_a_department_moves_with_all_below_it_but_never_below_itself() -> None:
    top, team, cell = (head := unit("본사")), (mid := unit("영업본부", head)), unit("영업1팀", mid)
    other = unit("지사")
    for under in (team, cell):
        with pytest.raises(UnitUnderItself):
            services.move_unit(actor=None, unit_id=team.pk, parent_id=under.pk)
    services.move_unit(actor=None, unit_id=team.pk, parent_id=other.pk)
    assert OrgUnit.objects.get(pk=cell.pk).parent.parent_id == other.pk  # type: ignore[union-attr]
    services.move_unit(actor=None, unit_id=other.pk, parent_id=top.pk)
    assert AuditEntry.objects.filter(action="unit.changed").count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_make_no_circle() -> None:
    one, two = unit("하나"), unit("둘")

    def move(pair: tuple[OrgUnit, OrgUnit]) -> object:
        try:
            return services.move_unit(actor=None, unit_id=pair[0].pk, parent_id=pair[1].pk)
        except UnitUnderItself as refusal:
            return refusal
        finally:
            connection.close()

    results = together(lambda: move((one, two)), lambda: move((two, one)))
    assert sorted(type(result).__name__ for result in results) == ["OrgUnit", "UnitUnderItself"]
    assert OrgUnit.objects.filter(parent=None).count() == 1


def test_merged_departments_keep_everybody_and_their_surveys(person: Any) -> None:
    old, new = unit("영업1팀"), unit("영업팀")
    child = unit("소셜셀", old)
    first, both = person("first"), person("both")
    services.give_post(actor=None, user=first, unit=old, title="대리", primary=True)
    services.give_post(actor=None, user=both, unit=old, primary=True)
    services.give_post(actor=None, user=both, unit=new, title="겸직")
    survey = Survey.objects.create(author=first, is_anonymous=True, threshold=5, text_threshold=5, target_unit=old)
    with pytest.raises(UnitUnderItself):
        services.merge_units(actor=None, unit_id=old.pk, into_id=child.pk)
    services.merge_units(actor=None, unit_id=old.pk, into_id=new.pk)
    assert list(OrgMember.objects.filter(unit=new, is_primary=True).values_list("user__login_id", flat=True).order_by(
        "user__login_id"
    )) == ["both", "first"]  # fmt: skip
    child.refresh_from_db()
    survey.refresh_from_db()
    assert (child.parent_id, survey.target_unit_id) == (new.pk, new.pk)
    assert not OrgUnit.objects.filter(pk=old.pk).exists()


def test_only_an_empty_department_is_deleted(person: Any) -> None:
    team, asked = unit("영업팀"), unit("설문팀")
    Survey.objects.create(is_anonymous=True, threshold=5, text_threshold=5, target_unit=asked)
    services.give_post(actor=None, user=person("first"), unit=team)
    for one in (team, asked):
        with pytest.raises(UnitInUse):
            services.delete_unit(actor=None, unit_id=one.pk)
    services.take_post(actor=None, user=User.objects.get(), unit_id=team.pk)
    services.delete_unit(actor=None, unit_id=team.pk)
    assert AuditEntry.objects.get(action="unit.deleted").detail["name"] == "영업팀"


def test_a_renamed_department_is_found_by_its_new_name(person: Any) -> None:
    team, user = unit("영업팀"), person("first")
    services.give_post(actor=None, user=user, unit=team)
    services.change_unit(actor=None, unit_id=team.pk, name="고객성공팀", order_no=3)
    user.profile.refresh_from_db()
    assert "고객성공팀" in user.profile.search_text
    detail = AuditEntry.objects.get(action="unit.changed").detail
    assert (detail["before"]["name"], detail["after"]["name"]) == ("영업팀", "고객성공팀")


def test_there_is_always_one_primary_post(person: Any) -> None:
    user, teams = person("first"), [unit(name) for name in "가나다"]
    services.set_posts(actor=None, user_id=user.pk, given={team.pk: Seat() for team in teams})
    assert OrgMember.objects.filter(user=user, is_primary=True).count() == 1
    services.give_post(actor=None, user=user, unit=teams[2], primary=True)
    assert OrgMember.objects.get(user=user, is_primary=True).unit_id == teams[2].pk
    services.take_post(actor=None, user=user, unit_id=teams[2].pk)
    assert OrgMember.objects.filter(user=user, is_primary=True).count() == 1
    with pytest.raises(MovedOn):
        services.set_posts(
            actor=None, user_id=user.pk, taken=[teams[0].pk], expected={teams[0].pk: Seat("부장", "", True)}
        )
