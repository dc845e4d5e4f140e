"""Addresses of the pages for system admins."""

from django.urls import path

from messenger.manage import approvals, directory, handing_over, people, person, policies, sheets, transfers, units

urlpatterns = [
    path("", people.home, name="manage"),
    path("approvals", approvals.approvals, name="manage_approvals"),
    path("people", people.people, name="manage_people"),
    path("people/new", person.added, name="manage_new_person"),
    path("people/<uuid:user_id>", person.person, name="manage_person"),
    path("people/<uuid:user_id>/disable", person.disabling, name="manage_disable"),
    path("people/<uuid:user_id>/handover", handing_over.handing_over, name="manage_handover"),
    path("transfers", transfers.transfer_list, name="manage_transfers"),
    path("transfers/new", transfers.new_transfer, name="manage_new_transfer"),
    path("transfers/<uuid:transfer_id>", transfers.transfer, name="manage_transfer"),
    path("people/import", sheets.sheets, name="manage_sheets"),
    path("people/import/<uuid:import_id>", sheets.one_import, name="manage_import"),
    path("directory", directory.directory, name="manage_directory"),
    path("directory/<uuid:run_id>", directory.run, name="manage_run"),
    path("units", units.units, name="manage_units"),
    path("units/<uuid:unit_id>", units.unit, name="manage_unit"),
    path("policies", policies.policies, name="manage_policies"),
]
