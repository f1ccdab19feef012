"""The addresses by feature, in Danish as its readers are; each is permanent."""

from __future__ import annotations

from django.urls import include, path

from savings.web import converters  # noqa: F401 - registers what addresses may hold
from savings.web.views import (
    account,
    administration,
    composer,
    decisions,
    effects,
    entries,
    initiatives,
    overview,
    packets,
    people,
    prices,
    reading,
    recording,
    remarks,
    report_check,
    reports,
    rounds,
    since,
    status,
    trail,
    vouching,
)

#: Each feature is a namespace: an address is named as in `entries:entry`.
FEATURES = {
    "programmes": [
        path("", overview.overview, name="overview"),
        path("programmer/<slug:slug>/", status.page, name="status"),
        path("programmer/<slug:slug>/status.json", status.json, name="status-json"),
        path("programmer/<slug:slug>/status.csv", status.csv, name="status-csv"),
        path("programmer/<slug:slug>/status.xlsx", status.xlsx, name="status-xlsx"),
        path("programmer/<slug:slug>/status.pdf", status.pdf, name="status-pdf"),
        path("programmer/<slug:slug>/diagrammer/", status.charts, name="charts"),
        path("programmer/<slug:slug>/diagram/<slug:name>.<picture:ending>", status.chart, name="chart-file"),
        path("programmer/<slug:slug>/siden/diagram/bridge.<picture:ending>", since.chart, name="since-chart"),
        path("programmer/<slug:slug>/siden/", since.page, name="since"),
        path("programmer/<slug:slug>/indsatser/<number:number>/", initiatives.initiative, name="initiative"),
    ],
    "units": [
        path("enheder/<text:code>/", overview.unit, name="page"),
    ],
    "decisions": [
        path("beslutninger/<number:number>/", decisions.decision, name="decision"),
    ],
    "entries": [
        path("programmer/<slug:slug>/bilag/", entries.behind, name="figure"),
        path("bilag/<number:number>/", entries.entry, name="entry"),
        path("godkend/", vouching.waiting, name="waiting"),
        path("bilag/<number:number>/godkend/", vouching.approve_one, name="approve"),
        path("bilag/<number:number>/send-tilbage/", vouching.send_back, name="send-back"),
        path("bilag/<number:number>/filer/<number:attachment>/", entries.file, name="file"),
        path("bilag/<number:number>/tag-op/", recording.resubmit, name="resubmit"),
        path("bilag/<number:number>/ret/", recording.correct, name="correct"),
        path("bilag/<number:number>/traek-tilbage/", recording.withdraw_entry, name="withdraw"),
    ],
    "recording": [
        path("registrer/", recording.desk, name="desk"),
        path("registrer/ny/", recording.begin, name="begin"),
        path("registrer/<uuid:draft_id>/", recording.resume, name="resume"),
        path("registrer/<uuid:draft_id>/kvittering/", recording.receipt, name="receipt"),
        path("registrer/<uuid:draft_id>/smid-ud/", recording.discard, name="discard"),
        path("registrer/<uuid:draft_id>/<slug:name>/", recording.step, name="step"),
    ],
    "reports": [
        path("programmer/<slug:slug>/udgiv/", composer.begin, name="new"),
        path("rapporter/kladder/<uuid:draft_id>/", composer.write, name="draft"),
        path("rapporter/kladder/<uuid:draft_id>/sider.json", composer.sheets, name="draft-sheets"),
        path("rapporter/kladder/<uuid:draft_id>/side-<number:number>.svg", composer.picture, name="draft-page"),
        path("rapporter/kladder/<uuid:draft_id>/udkast.pdf", composer.draft_pdf, name="draft-pdf"),
        path("rapporter/kladder/<uuid:draft_id>/tjek/", report_check.check, name="check"),
        path("rapporter/kladder/<uuid:draft_id>/smid-ud/", composer.discard, name="discard"),
        path("rapporter/", reports.reports, name="list"),
        path("rapporter/pakke/", packets.choose, name="packet"),
        path("rapporter/<number:number>/", reports.report, name="report"),
        path("rapporter/<number:number>/rapport.pdf", reports.pdf, name="pdf"),
        path("rapporter/<number:number>/udgiv/", reports.publish_one, name="publish"),
        path("rapporter/<number:number>/send-tilbage/", reports.send_back, name="send-back"),
        path("rapporter/<number:number>/skriv-videre/", reports.write_on, name="write-on"),
    ],
    "remarks": [
        path("programmer/<slug:slug>/spoerg/", remarks.ask_at, name="ask"),
        path("programmer/<slug:slug>/note/", remarks.note_at, name="note"),
        path("spoergsmaal/", remarks.questions, name="list"),
        path("spoergsmaal/<number:number>/svar/", remarks.answer, name="answer"),
        path("noter/<number:number>/godkend/", remarks.approve, name="approve"),
        path("noter/<number:number>/send-tilbage/", remarks.send_back, name="send-back"),
        path("noter/<number:number>/traek-tilbage/", remarks.withdraw, name="withdraw"),
    ],
    "effects": [
        path("programmer/<slug:slug>/virkninger/ny/", effects.new, name="new"),
        path("virkninger/<number:number>/", effects.indicator, name="indicator"),
        path("virkninger/<number:number>/observation/", effects.observation, name="observe"),
        path("observationer/<number:number>/bekraeft/", effects.confirm_one, name="confirm"),
    ],
    "rounds": [
        path("runder/", rounds.rounds, name="list"),
        path("runder/ny/", rounds.new, name="new"),
        path("runder/svar/<number:number>/", rounds.reply, name="reply"),
        path("runder/<number:number>/", rounds.overview, name="round"),
        path("runder/<number:number>/paamind/", rounds.remind, name="remind"),
        path("runder/<number:number>/luk/", rounds.close, name="close"),
        path("runder/<number:number>/undtagelse/", rounds.exception, name="exception"),
    ],
    "prices": [
        path("prisindeks/", prices.all_series, name="list"),
        path("prisindeks/ny/", prices.new_series, name="new"),
        path("prisindeks/udmeldinger/<number:number>/godkend/", prices.approve, name="approve"),
        path("prisindeks/<number:number>/", prices.one_series, name="series"),
        path("prisindeks/<number:number>/ny-udmelding/", prices.new_release, name="new-release"),
    ],
    "trail": [
        path("spor/", trail.trail, name="list"),
        path("spor.<list:ending>", trail.trail_file, name="file"),
    ],
    "help": [
        path("saadan-laeses-tallene/", reading.formulas, name="formulas"),
        path("tilgaengelighed/", reading.accessibility, name="accessibility"),
    ],
    "account": [
        path("log-ind/", people.LogIn.as_view(), name="log-in"),
        path("log-ud/", people.LogOut.as_view(), name="log-out"),
        path("sprog/", people.language, name="language"),
        path("min-konto/", account.account, name="account"),
    ],
    "administration": [
        path("administration/", administration.people, name="people"),
        path("administration/brugere/ny/", administration.new_person, name="person-new"),
        path("administration/brugere/<number:number>/", administration.one_person, name="person"),
        path("administration/brugere/<number:number>/adgangskode/", administration.new_password, name="person-password"),
        path("administration/brugere/<number:number>/laas-op/", administration.unlock, name="person-unlock"),
        path("administration/enheder/", administration.units, name="units"),
        path("administration/enheder/ny/", administration.new_unit, name="unit-new"),
        path("administration/enheder/<number:number>/", administration.one_unit, name="unit"),
        path("administration/programmer/", administration.programmes, name="programmes"),
        path("administration/programmer/ny/", administration.new_programme, name="programme-new"),
        path("administration/programmer/<number:number>/", administration.one_programme, name="programme"),
        path("administration/programmer/<number:number>/indsatser/ny/", administration.initiative, name="initiative-new"),
        path(
            "administration/programmer/<number:number>/indsatser/<number:initiative>/",
            administration.initiative,
            name="initiative",
        ),
    ],
}

urlpatterns = [path("", include((patterns, feature))) for feature, patterns in FEATURES.items()]
