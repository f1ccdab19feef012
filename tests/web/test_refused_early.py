"""What is refused before anybody asks who is logged in is still answered with a page in the reader's language."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.parametrize("https", [False, True])
def test_a_name_that_nobody_serves_is_a_bad_request(settings, https: bool) -> None:
    settings.SECURE_SSL_REDIRECT = https
    client = Client(raise_request_exception=False, headers={"host": "evil.test"})
    page = client.get("/log-ind/")
    assert page.status_code == 400
    assert "kunne ikke forstå forespørgslen" in page.text
    client.cookies["sprog"] = "en-gb"
    assert "The request made no sense" in client.get("/log-ind/").text
    assert "evil.test" not in client.post("/log-ind/", {"username": "x"}).text
