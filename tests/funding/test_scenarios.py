"""The page of leaner scenarios, its file, and who reads it."""

from __future__ import annotations

import io
import json
import re

import pytest
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from tests.cast import person
from travaux.people.actions import appoint
from travaux.people.models import Role
from travaux.plumbing import clock

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(reference):
    made = person("Amina", second_factor=True)
    appoint(
        by=None, person=made, role=Role.SECRETARIAT, process_code=reference.code, at=clock.now()
    )
    return made


def said(client, process, query: str = "", language: str = "en", status: int = 200) -> str:
    with translation.override(language):
        response = client.get(reverse("funding:scenarios", args=[process.code]) + query)
    assert response.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_plan_itself_and_a_smaller_sum(client, reference, officer) -> None:
    client.force_login(officer, backend=BACKEND)
    whole = said(client, reference)
    assert "The whole plan can be carried out as it stands." in whole
    assert "The split of the total is invented." in whole
    leaner = said(client, reference, "?budget=429,000")
    assert "The best choice costs USD 426,384 and loses 22.97." in leaner
    assert "Proven: nothing within this sum loses less." in leaner
    assert "Expert group meeting 2 in person online" in leaner
    assert "Africa · experts" in leaner and "8 of 18" in leaner


def test_too_small_a_sum_says_what_would_have_to_go(client, reference, officer) -> None:
    client.force_login(officer, backend=BACKEND)
    short = said(client, reference, "?budget=380000")
    assert "Nothing that keeps what must stay fits this sum." in short
    assert "Français" in short and "USD 388,384" in short
    wrong = said(client, reference, "?budget=a+lot", status=422)
    assert "This is not a sum." in wrong
    with translation.override("en"):
        page = client.get(reverse("funding:scenarios", args=[reference.code]) + "?budget=a+lot")
    assert 'value="a lot"' in page.content.decode()


def test_nobody_else_reads_them_by_page_or_file(client, reference) -> None:
    client.force_login(person("Dana"), backend=BACKEND)
    with translation.override("en"):
        for name, more in (("scenarios", []), ("scenarios-file", ["json"])):
            address = reverse(f"funding:{name}", args=[reference.code, *more])
            assert client.get(address).status_code == 403


def test_the_files_hold_the_frontier(client, reference, officer) -> None:
    client.force_login(officer, backend=BACKEND)
    with translation.override("en"):
        for ending in ("xlsx", "csv", "json"):
            address = reverse("funding:scenarios-file", args=[reference.code, ending])
            content = client.get(address).content
            if ending == "json":
                rows = json.loads(content)
                rows = rows if isinstance(rows, list) else rows["rows"]
                assert len(rows) > 5
            if ending == "xlsx":
                sheet = load_workbook(io.BytesIO(content)).active
                heads = [c.value for c in sheet[1]]
                assert "Cost" in heads and "Expert group meeting 1" in heads
