"""The addresses of the desk that are about cases, below `/desk/`."""

from __future__ import annotations

from django.urls import path

from gongkai.office.cases.views import calendar, case, clock, covers, importing, intake, letters, lists, saved, step

app_name = "cases"
urlpatterns = [
    path("", lists.todo, name="todo"),
    path("today", calendar.set_date, name="set_date"),
    path("calendar", calendar.months, name="calendar"),
    path("calendar/new", calendar.load, name="load_notice"),
    path("calendar/notices/<int:key>", calendar.notice, name="notice"),
    path("calendar/notices/<int:key>/withdraw", calendar.withdraw, name="withdraw_notice"),
    path("cases", lists.cases, name="list"),
    path("cases/pass", lists.pass_on, name="pass_on"),
    path("cases/covers", covers.covers, name="covers"),
    path("cases/views/new", saved.save, name="save_view"),
    path("cases/views/<uuid:key>/drop", saved.drop, name="drop_view"),
    path("cases/export.<slug:form>", lists.export, name="export"),
    path("cases/new", intake.new, name="new"),
    path("cases/new/ahead", intake.aside, name="ahead"),
    path("settings/import", importing.import_register, name="import_register"),
    path("settings/import/template", importing.blank, name="import_template"),
    path("cases/<str:number>", case.case, name="case"),
    path("cases/<str:number>/receipt", intake.receipt, name="receipt"),
    path("cases/<str:number>/clock", clock.day_by_day, name="clock"),
    path("cases/<str:number>/look/<uuid:party>/<slug:field>", case.look, name="look"),
    path("cases/<str:number>/files", step.add_files, name="attach"),
    path("cases/<str:number>/files/<uuid:key>", case.attachment, name="file"),
    path("cases/<str:number>/supervise", step.supervise, name="supervise"),
    path("cases/<str:number>/supervise/end", step.end_supervision, name="end_supervision"),
    path("cases/<str:number>/correct/<int:fact>", step.correct, name="correct_fact"),
    path("cases/<str:number>/letters/new", letters.new, name="new_letter"),
    path("cases/<str:number>/letters/<uuid:key>", letters.show, name="letter"),
    path("cases/<str:number>/letters/<uuid:key>/write", letters.write_letter, name="write_letter"),
    path("cases/<str:number>/letters/<uuid:key>/sign", letters.sign, name="sign_letter"),
    path("cases/<str:number>/letters/<uuid:key>/return", letters.send_back, name="return_letter"),
    path("cases/<str:number>/letters/<uuid:key>/drop", letters.drop, name="drop_letter"),
    path("cases/<str:number>/letters/<uuid:key>/remind", letters.remind, name="remind_letter"),
    path("cases/<str:number>/letters/<uuid:key>/file.<slug:form>", letters.file, name="letter_file"),
    *(path(f"cases/<str:number>/{name.replace('_', '-')}", step.step_page(name), name=name) for name in step.WAYS),
]
