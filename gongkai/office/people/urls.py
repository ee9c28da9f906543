"""The addresses of the desk that are about people, below `/desk/`."""

from __future__ import annotations

from django.urls import path

from gongkai.office.people.views import account, agencies, audit, members

app_name = "people"
urlpatterns = [
    path("", account.desk, name="desk"),
    path("sign-in", account.sign_in, name="sign_in"),
    path("sign-out", account.sign_out, name="sign_out"),
    path("account", account.account, name="account"),
    path("account/password", account.password, name="password"),
    path("account/second-factor", account.second_factor, name="second_factor"),
    path("account/visits/<uuid:key>/end", account.end_visit, name="end_visit"),
    path("account/agency", account.act_for, name="act_for"),
    path("draft/keep", account.keep_draft, name="keep_draft"),
    path("draft/drop", account.drop_draft, name="drop_draft"),
    path("settings/agencies", agencies.agencies, name="agencies"),
    path("settings/agencies/<uuid:key>", agencies.agency, name="agency"),
    path("settings/agencies/<uuid:key>/found", agencies.found, name="found"),
    path("settings/agencies/<uuid:key>/rename", agencies.rename, name="rename"),
    path("settings/agencies/<uuid:key>/alias", agencies.add_alias, name="add_alias"),
    path("settings/agencies/<uuid:key>/place", agencies.place, name="place"),
    path("settings/agencies/<uuid:key>/describe", agencies.describe, name="describe"),
    path("settings/agencies/<uuid:key>/units", agencies.add_unit, name="add_unit"),
    path("settings/agencies/<uuid:key>/members", members.add_member, name="add_member"),
    path("settings/members", members.members, name="members"),
    path("settings/members/<uuid:key>", members.member, name="member"),
    path("settings/members/<uuid:key>/password", members.reset_password, name="reset_password"),
    path("settings/members/<uuid:key>/grant", members.grant, name="grant"),
    path("settings/members/<uuid:key>/revoke/<slug:role>/<uuid:agency>", members.revoke, name="revoke"),
    path("settings/members/<uuid:key>/disable", members.disable, name="disable"),
    path("audit", audit.entries, name="audit"),
    path("audit/check", audit.check, name="audit_check"),
    path("audit/export.<slug:form>", audit.export, name="audit_export"),
]
