"""Addresses of the pages for auditors."""

from django.urls import path

from messenger.auditing import bundles, cases, disclosed, exporting, history, log, proof, reviews, searches

urlpatterns = [
    path("", log.log, name="auditing_log"),
    path("entries/<int:entry_id>", log.entry, name="auditing_entry"),
    path("people/<uuid:user_id>", history.person, name="auditing_person"),
    path("objects/<str:kind>/<str:target_id>", history.thing, name="auditing_object"),
    path("searches", searches.searches, name="auditing_searches"),
    path("export", exporting.exported, name="auditing_export"),
    path("proof", proof.proof, name="auditing_proof"),
    path("proof/bundle", bundles.bundle, name="auditing_bundle"),
    path("reviews", reviews.months, name="auditing_reviews"),
    path("reviews/<int:year>-<int:month>", reviews.review, name="auditing_review"),
    path("reviews/<int:year>-<int:month>/sheet", reviews.sheet, name="auditing_sheet"),
    path("cases", cases.cases, name="auditing_cases"),
    path("cases/new", cases.new_case, name="auditing_case_new"),
    path("cases/<uuid:disclosure_id>", cases.case, name="auditing_case"),
    path("cases/<uuid:disclosure_id>/rooms/<uuid:room_id>", disclosed.conversation, name="auditing_conversation"),
]
