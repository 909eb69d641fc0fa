"""What a person does at the pages, in a browser."""

from typing import Any

import pytest

PAGES = [
    "/?lang=sv",
    "/?lang=en",
    "/queries/?lang=sv",
    "/queries/applications-without-owner?lang=en",
    "/queries/who-owns?lang=sv",
    "/queries/findings?lang=en&limit=5&offset=5",
    "/api?lang=sv",
    "/sparql?lang=sv",
    "/sparql?query=SELECT+*+%7B+%3Fs+a+smv%3ASupplier+%7D+LIMIT+5&format=html&lang=en",
]


def test_a_click_on_a_question_gives_its_answer_as_a_table(page: Any, address: str):
    page.goto(address)
    with page.expect_navigation():
        page.get_by_role("link", name="saknar systemägare").first.click()

    assert page.locator("table tbody tr").count() > 0
    assert "påhittad" in page.locator(".fictional").inner_text().lower()


def test_a_query_of_ones_own_gives_a_table(page: Any, address: str):
    page.goto(f"{address}/sparql?lang=en")
    page.get_by_label("SPARQL").fill("SELECT ?s { ?s a smv:Supplier } ORDER BY ?s LIMIT 3")
    with page.expect_navigation():
        page.get_by_role("button", name="Ask").click()

    assert page.locator("table tbody tr").count() == 3


def test_a_broken_query_shows_where_it_is_broken(page: Any, address: str):
    response = page.goto(f"{address}/sparql?lang=en&query=SELECT+*+WHERE+%7B+%3Fs+%3Fp+%7D")

    assert response.status == 400
    assert "^" in page.locator("pre").inner_text()


def test_the_other_language_is_one_click_away(page: Any, address: str):
    page.goto(f"{address}/queries/")
    with page.expect_navigation():
        page.get_by_role("link", name="English").click()

    assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_accessible(page: Any, address: str, path: str):
    from axe_playwright_python.sync_playwright import Axe

    page.goto(address + path)
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    found = Axe().run(page, options=rules)

    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_a_telephone(page: Any, address: str, path: str):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address + path)

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
