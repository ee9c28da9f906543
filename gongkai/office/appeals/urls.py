"""The addresses of the desk that are about appeals, below `/desk/`."""

from __future__ import annotations

from django.urls import path

from gongkai.office.appeals.views import appeal, lists, step

app_name = "appeals"
urlpatterns = [
    path("appeals", lists.appeals, name="list"),
    path("appeals/export.<slug:form>", lists.export, name="export"),
    path("appeals/table", lists.table, name="table"),
    path("cases/<str:number>/appeal", step.new, name="new"),
    path("settings/appeals", lists.counting, name="counting"),
    path("settings/appeals/<str:question>", lists.choose, name="choose"),
    path("appeals/<uuid:key>", appeal.show, name="appeal"),
    path("appeals/<uuid:key>/next", step.further, name="further"),
    path("appeals/<uuid:key>/clock", appeal.day_by_day, name="clock"),
    path("appeals/<uuid:key>/files", step.add_files, name="attach"),
    path("appeals/<uuid:key>/files/<uuid:file>", appeal.attachment, name="file"),
    path("appeals/<uuid:key>/correct/<int:fact>", step.correct, name="correct"),
    *(path(f"appeals/<uuid:key>/{name}", step.step_page(name), name=name) for name in step.WAYS),
]
