"""The addresses, in Danish as its readers are; each is permanent."""

from __future__ import annotations

from django.urls import path, re_path

from savings.web.views import entries, overview, people, reading, recording, rounds, status, trail, vouching

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("programmer/<slug:slug>/", status.page, name="status"),
    path("programmer/<slug:slug>/status.json", status.json, name="status-json"),
    path("programmer/<slug:slug>/status.csv", status.csv, name="status-csv"),
    path("programmer/<slug:slug>/status.xlsx", status.xlsx, name="status-xlsx"),
    path("programmer/<slug:slug>/status.pdf", status.pdf, name="status-pdf"),
    path("programmer/<slug:slug>/bilag/", entries.behind, name="entries"),
    path("bilag/<int:number>/", entries.entry, name="entry"),
    path("saadan-laeses-tallene/", reading.formulas, name="formulas"),
    path("tilgaengelighed/", reading.accessibility, name="accessibility"),
    path("log-ind/", people.LogIn.as_view(), name="log-in"),
    path("log-ud/", people.LogOut.as_view(), name="log-out"),
    path("sprog/", people.language, name="language"),
    path("registrer/", recording.desk, name="record"),
    path("registrer/ny/", recording.begin, name="begin"),
    path("registrer/<uuid:draft_id>/", recording.go_on, name="continue"),
    path("spor/", trail.trail, name="trail"),
    re_path(r"^spor\.(?P<ending>csv|xlsx)$", trail.trail_file, name="trail-file"),
    path("godkend/", vouching.waiting, name="vouch"),
    path("bilag/<int:number>/godkend/", vouching.approve_one, name="approve"),
    path("bilag/<int:number>/send-tilbage/", vouching.send_back, name="send-back"),
    path("bilag/<int:number>/filer/<int:attachment>/", entries.file, name="file"),
    path("bilag/<int:number>/tag-op/", recording.take_up, name="take-up"),
    path("bilag/<int:number>/ret/", recording.correct, name="correct"),
    path("bilag/<int:number>/traek-tilbage/", recording.withdraw_entry, name="withdraw"),
    path("registrer/<uuid:draft_id>/kvittering/", recording.receipt, name="receipt"),
    path("registrer/<uuid:draft_id>/smid-ud/", recording.discard, name="discard"),
    path("registrer/<uuid:draft_id>/<slug:name>/", recording.step, name="draft"),
    path("runder/", rounds.rounds, name="rounds"),
    path("runder/ny/", rounds.new, name="round-new"),
    path("runder/svar/<int:number>/", rounds.reply, name="round-reply"),
    path("runder/<int:number>/", rounds.overview, name="round"),
    path("runder/<int:number>/paamind/", rounds.remind, name="round-remind"),
    path("runder/<int:number>/luk/", rounds.close, name="round-close"),
    path("runder/<int:number>/undtagelse/", rounds.exception, name="round-exception"),
]
