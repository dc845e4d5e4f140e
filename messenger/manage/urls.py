"""Addresses of the pages for system admins."""

from django.urls import path

from messenger.manage import approvals, people, person, policies, units

urlpatterns = [
    path("", people.home, name="manage"),
    path("approvals", approvals.approvals, name="manage_approvals"),
    path("people", people.people, name="manage_people"),
    path("people/new", person.added, name="manage_new_person"),
    path("people/<uuid:user_id>", person.person, name="manage_person"),
    path("people/<uuid:user_id>/disable", person.disabling, name="manage_disable"),
    path("units", units.units, name="manage_units"),
    path("units/<uuid:unit_id>", units.unit, name="manage_unit"),
    path("policies", policies.policies, name="manage_policies"),
]
