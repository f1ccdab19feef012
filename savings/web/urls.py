"""The addresses by feature, in Danish as its readers are; each is permanent."""

from __future__ import annotations

from django.urls import include, path, re_path

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
        re_path(
            r"^programmer/(?P<slug>[-\w]+)/diagram/(?P<name>[a-z-]+)\.(?P<ending>svg|png|csv)$", status.chart, name="chart-file"
        ),
        re_path(r"^programmer/(?P<slug>[-\w]+)/siden/diagram/bridge\.(?P<ending>svg|png|csv)$", since.chart, name="since-chart"),
        path("programmer/<slug:slug>/siden/", since.page, name="since"),
        path("programmer/<slug:slug>/indsatser/<int:number>/", initiatives.initiative, name="initiative"),
    ],
    "units": [
        path("enheder/<path:code>/", overview.unit, name="page"),
    ],
    "decisions": [
        path("beslutninger/<int:number>/", decisions.decision, name="decision"),
    ],
    "entries": [
        path("programmer/<slug:slug>/bilag/", entries.behind, name="figure"),
        path("bilag/<int:number>/", entries.entry, name="entry"),
        path("godkend/", vouching.waiting, name="waiting"),
        path("bilag/<int:number>/godkend/", vouching.approve_one, name="approve"),
        path("bilag/<int:number>/send-tilbage/", vouching.send_back, name="send-back"),
        path("bilag/<int:number>/filer/<int:attachment>/", entries.file, name="file"),
        path("bilag/<int:number>/tag-op/", recording.take_up, name="resubmit"),
        path("bilag/<int:number>/ret/", recording.correct, name="correct"),
        path("bilag/<int:number>/traek-tilbage/", recording.withdraw_entry, name="withdraw"),
    ],
    "recording": [
        path("registrer/", recording.desk, name="desk"),
        path("registrer/ny/", recording.begin, name="begin"),
        path("registrer/<uuid:draft_id>/", recording.go_on, name="resume"),
        path("registrer/<uuid:draft_id>/kvittering/", recording.receipt, name="receipt"),
        path("registrer/<uuid:draft_id>/smid-ud/", recording.discard, name="discard"),
        path("registrer/<uuid:draft_id>/<slug:name>/", recording.step, name="step"),
    ],
    "reports": [
        path("programmer/<slug:slug>/udgiv/", composer.begin, name="new"),
        path("rapporter/kladder/<uuid:draft_id>/", composer.write, name="draft"),
        path("rapporter/kladder/<uuid:draft_id>/sider.json", composer.sheets, name="draft-sheets"),
        path("rapporter/kladder/<uuid:draft_id>/side-<int:number>.svg", composer.picture, name="draft-page"),
        path("rapporter/kladder/<uuid:draft_id>/udkast.pdf", composer.draft_pdf, name="draft-pdf"),
        path("rapporter/kladder/<uuid:draft_id>/tjek/", report_check.check, name="check"),
        path("rapporter/kladder/<uuid:draft_id>/smid-ud/", composer.discard, name="discard"),
        path("rapporter/", reports.reports, name="list"),
        path("rapporter/pakke/", packets.choose, name="packet"),
        path("rapporter/<int:number>/", reports.report, name="report"),
        path("rapporter/<int:number>/rapport.pdf", reports.pdf, name="pdf"),
        path("rapporter/<int:number>/udgiv/", reports.publish_one, name="publish"),
        path("rapporter/<int:number>/send-tilbage/", reports.send_back, name="send-back"),
        path("rapporter/<int:number>/skriv-videre/", reports.write_on, name="write-on"),
    ],
    "remarks": [
        path("programmer/<slug:slug>/spoerg/", remarks.ask_at, name="ask"),
        path("programmer/<slug:slug>/note/", remarks.note_at, name="note"),
        path("spoergsmaal/", remarks.questions, name="list"),
        path("spoergsmaal/<int:number>/svar/", remarks.answer, name="answer"),
        path("noter/<int:number>/godkend/", remarks.approve, name="approve"),
        path("noter/<int:number>/send-tilbage/", remarks.send_back, name="send-back"),
        path("noter/<int:number>/traek-tilbage/", remarks.withdraw, name="withdraw"),
    ],
    "effects": [
        path("programmer/<slug:slug>/virkninger/ny/", effects.new, name="new"),
        path("virkninger/<int:number>/", effects.indicator, name="indicator"),
        path("virkninger/<int:number>/observation/", effects.observation, name="observe"),
        path("observationer/<int:number>/bekraeft/", effects.confirm_one, name="confirm"),
    ],
    "rounds": [
        path("runder/", rounds.rounds, name="list"),
        path("runder/ny/", rounds.new, name="new"),
        path("runder/svar/<int:number>/", rounds.reply, name="reply"),
        path("runder/<int:number>/", rounds.overview, name="round"),
        path("runder/<int:number>/paamind/", rounds.remind, name="remind"),
        path("runder/<int:number>/luk/", rounds.close, name="close"),
        path("runder/<int:number>/undtagelse/", rounds.exception, name="exception"),
    ],
    "prices": [
        path("prisindeks/", prices.all_series, name="list"),
        path("prisindeks/ny/", prices.new_series, name="new"),
        path("prisindeks/udmeldinger/<int:number>/godkend/", prices.approve, name="approve"),
        path("prisindeks/<int:number>/", prices.one_series, name="series"),
        path("prisindeks/<int:number>/ny-udmelding/", prices.new_release, name="new-release"),
    ],
    "trail": [
        path("spor/", trail.trail, name="list"),
        re_path(r"^spor\.(?P<ending>csv|xlsx|pdf)$", trail.trail_file, name="file"),
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
        path("administration/brugere/<int:number>/", administration.one_person, name="person"),
        path("administration/brugere/<int:number>/adgangskode/", administration.new_password, name="person-password"),
        path("administration/brugere/<int:number>/laas-op/", administration.unlock, name="person-unlock"),
        path("administration/enheder/", administration.units, name="units"),
        path("administration/enheder/ny/", administration.new_unit, name="unit-new"),
        path("administration/enheder/<int:number>/", administration.one_unit, name="unit"),
        path("administration/programmer/", administration.programmes, name="programmes"),
        path("administration/programmer/ny/", administration.new_programme, name="programme-new"),
        path("administration/programmer/<int:number>/", administration.one_programme, name="programme"),
        path("administration/programmer/<int:number>/indsatser/ny/", administration.initiative, name="initiative-new"),
        path("administration/programmer/<int:number>/indsatser/<int:initiative>/", administration.initiative, name="initiative"),
    ],
}

urlpatterns = [path("", include((patterns, feature))) for feature, patterns in FEATURES.items()]
