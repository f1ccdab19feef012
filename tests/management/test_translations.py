"""The commands of the translations: what a reader would meet in the wrong language is named with its place, and compiled."""

from __future__ import annotations

import gettext
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
CODE = """from django.utils.translation import gettext as _, ngettext, pgettext
_("Save")
ngettext("%(count)s row", "%(count)s rows", 2)
pgettext("month", "May")
"""
PAGE = '{% load i18n %}<p>{% translate "Help" %}</p>'
DANISH = """
msgid "Save"
msgstr "Gem"

msgid "%(count)s row"
msgid_plural "%(count)s rows"
msgstr[0] "%(count)s række"
msgstr[1] "%(count)s rækker"

msgctxt "month"
msgid "May"
msgstr "maj"

msgid "Help"
msgstr "Hjælp"
"""


@pytest.fixture
def catalogue(tmp_path: Path, settings: Any) -> Path:
    """A small product with four sentences, all of them in Danish; the file of its translation."""
    for name, text in (("savings/a.py", CODE), ("templates/b.html", PAGE), ("locale/da/LC_MESSAGES/django.po", HEAD + DANISH)):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    settings.BASE_DIR, settings.LOCALE_PATHS = tmp_path, [tmp_path / "locale"]
    return tmp_path / "locale/da/LC_MESSAGES/django.po"


def checked(*options: str) -> list[str]:
    """The faults the check names; it ends with 1 where there are any."""
    out, code = StringIO(), 0
    try:
        call_command("check_translations", *options, stdout=out)
    except SystemExit as ended:
        code = int(str(ended.code))
    *faults, last = out.getvalue().splitlines()
    whole = last == "4 sentences, all in Danish and English."
    assert code == (0 if whole else 1)
    return [] if whole else [*faults, last]


def change(catalogue: Path, old: str, new: str) -> None:
    text = catalogue.read_text(encoding="utf-8")
    assert old in text
    catalogue.write_text(text.replace(old, new), encoding="utf-8")


def test_a_whole_translation_passes(catalogue: Path) -> None:
    assert checked() == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('msgid "Save"\nmsgstr "Gem"\n', "", "savings/a.py:2: not in Danish: 'Save'"),
        ('msgstr "Gem"', 'msgstr ""', "savings/a.py:2: empty in Danish: 'Save'"),
        ('msgid "Save"', '#, fuzzy\nmsgid "Save"', "savings/a.py:2: fuzzy in Danish: 'Save'"),
        ('msgstr "Gem"', 'msgstr "Gem %(file)s"', "savings/a.py:2: other placeholders in Danish: 'Save'"),
        ('"%(count)s rækker"', '""', "savings/a.py:3: empty in Danish: '%(count)s row'"),
        ('"%(count)s rækker"', '"%(antal)s rækker"', "savings/a.py:3: other placeholders in Danish: '%(count)s row'"),
        ('msgctxt "month"\n', "", "savings/a.py:4: not in Danish: 'May'"),
        ('msgstr "Hjælp"', 'msgstr ""', "templates/b.html:1: empty in Danish: 'Help'"),
        ('msgid "Help"', 'msgid "Gone"\nmsgstr "Væk"\n\nmsgid "Help"', "left over: 'Gone'"),
    ],
)
def test_each_fault_is_named_with_its_place(catalogue: Path, old: str, new: str, fault: str) -> None:
    change(catalogue, old, new)
    assert fault in checked()


def test_danish_in_the_sources_is_a_fault_but_for_the_oere(catalogue: Path, tmp_path: Path) -> None:
    (tmp_path / "savings/a.py").write_text(CODE.replace("Save", "Gem på øre"), encoding="utf-8")
    assert "savings/a.py:2: not English: 'Gem på øre'" in checked()
    (tmp_path / "savings/a.py").write_text(CODE.replace("Save", "To the øre"), encoding="utf-8")
    assert not [fault for fault in checked() if "not English" in fault]


def test_an_update_adds_what_is_missing_and_takes_out_what_is_left_over(catalogue: Path) -> None:
    change(catalogue, 'msgid "Save"\nmsgstr "Gem"\n', 'msgid "Gone"\nmsgstr "Væk"\n')
    checked("--update")
    assert checked() == ["savings/a.py:2: empty in Danish: 'Save'"]
    assert "Gone" not in catalogue.read_text(encoding="utf-8")
    assert "%(count)s rækker" in catalogue.read_text(encoding="utf-8")


def test_a_translation_is_compiled_where_it_changed_and_a_fuzzy_one_is_none(catalogue: Path) -> None:
    change(catalogue, 'msgid "Help"', '#, fuzzy\nmsgid "Help"')
    call_command("compile_translations")
    compiled = catalogue.with_suffix(".mo")
    before = compiled.stat()
    with compiled.open("rb") as file:
        danish = gettext.GNUTranslations(file)
    assert (danish.gettext("Save"), danish.gettext("Help"), danish.pgettext("month", "May")) == ("Gem", "Help", "maj")
    assert [danish.ngettext("%(count)s row", "%(count)s rows", n) for n in (1, 2)] == ["%(count)s række", "%(count)s rækker"]
    call_command("compile_translations")
    assert compiled.stat() == before
    assert [path.name for path in sorted(catalogue.parent.iterdir())] == ["django.mo", "django.po"]
