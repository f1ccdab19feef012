"""Price series in a browser: a release from the textarea to the index, by two people, on pages that are open to all."""

from __future__ import annotations

import re

from tests.demo import VALBY
from tests.flows.conftest import At
from tests.flows.test_accessible import in_two_ways, looked_at, sent_empty

LINES = "2026;3,1\n2027;2,4"


def test_a_release_goes_from_the_textarea_to_the_index(at_work: At) -> None:
    finance, controller = at_work("finans"), at_work("controller")
    finance.go("/prisindeks/").locator("main table a").first.click()
    finance.page.locator("main a.button.primary").click()
    finance.page.fill("[name=lines]", f"{LINES}\nforkert")
    finance.page.fill("[name=note]", "Økonomistyrelsen")
    finance.page.fill("[name=announced_on]", "2026-06-20")
    finance.page.locator("main form.stack button.primary").click()
    assert finance.page.locator(".errors li").count() == 1
    assert finance.page.input_value("[name=lines]") == f"{LINES}\nforkert"
    finance.page.fill("[name=lines]", LINES)
    finance.page.locator("main form.stack button.primary").click()
    assert finance.page.locator("main tbody tr").count() == 2
    finance.page.locator("[name=do][value=change]").click()
    assert finance.page.input_value("[name=lines]") == LINES
    finance.page.locator("main form.stack button.primary").click()
    finance.page.locator("[name=do][value=send]").click()
    # The newest stands first; other tests of the same run may have left some that wait.
    release = finance.page.locator(".release").first.get_attribute("id")
    assert finance.page.locator(f"#{release}.waits").count() == 1
    assert finance.page.locator(f"#{release} button").count() == 0

    controller.go("/godkend/").locator(f"a[href$='#{release}']").click()
    controller.page.locator(f"#{release} button").click()
    assert controller.page.locator(f"#{release}.counts").count() == 1
    rows = controller.page.locator("main table").first.locator("tbody tr").all_inner_texts()
    assert any(row.split()[:2] == ["2027", "2,4"] for row in rows)


@in_two_ways
def test_the_pages_are_open_to_all(at_work: At, language: str, width: int) -> None:
    controller = at_work("controller", language=language, width=width)
    page = controller.go("/prisindeks/")
    found = looked_at(page)
    series = re.search(r"/prisindeks/(\d+)/", page.locator("main table").inner_html())
    assert series is not None
    one = f"/prisindeks/{series[1]}/"
    found += looked_at(controller.go("/prisindeks/ny/")) + sent_empty(controller.page)
    found += looked_at(controller.go(f"{one}ny-udmelding/")) + sent_empty(controller.page)
    page.fill("[name=lines]", "2030;3,1")
    page.fill("[name=note]", "Et langt ord: " + "vikarpulje" * 12)
    page.fill("[name=announced_on]", "2026-06-20")
    page.locator("main form.stack button.primary").click()
    found += looked_at(page)
    page.locator("[name=do][value=send]").click()
    found += looked_at(page)
    found += looked_at(controller.go("/godkend/"))
    found += looked_at(controller.go(f"{one}?beloeb=1.900.000&fra=2008&til=2011"))
    found += looked_at(controller.go(f"{one}?beloeb=1.900&fra=x&til="))
    page = controller.go(f"/programmer/{VALBY}/?pl=2011")
    page.locator("details.restated summary").click()
    found += looked_at(page)
    page = controller.go("/programmer/koebenhavn-2020/?pl=2025")
    page.locator("details.restated summary").click()
    found += looked_at(page)
    assert not found
