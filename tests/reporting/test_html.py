"""The page: complete in itself, in both languages, and usable in a browser."""

import importlib.util
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser.conftest import ARGUMENTS
from needs import needs
from samverkan.reporting import Checked, render


@pytest.fixture(scope="module")
def file(checked: Checked, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(render("html", [checked], "sv"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    needs(importlib.util.find_spec("playwright"), "Playwright: pip install playwright")
    needs(chromium, "Chromium: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(params=["light", "dark"])
def page(browser: Any, file: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    """The page, opened as a file; the test fails if it asks for anything else, or errs."""
    context = browser.new_context(color_scheme=request.param)
    page = context.new_page()
    wrong: list[str] = []
    page.on("request", lambda asked: asked.url == file.as_uri() or wrong.append(asked.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text))
    page.goto(file.as_uri())
    yield page
    assert not wrong
    context.close()


def test_the_page_needs_nothing_from_elsewhere(file: Path):
    text = file.read_text(encoding="utf-8")

    assert not re.findall(r"<(?:link|img|script src|iframe)[^>]*>|@import|url\(", text)
    assert "påhittade" in text


def test_what_stands_in_the_data_cannot_become_markup(checked: Checked):
    from dataclasses import replace

    hostile = replace(checked.report.results[0], label="<script>alert(1)</script>")
    page = render(
        "html", [replace(checked, report=replace(checked.report, results=(hostile,)))], "en"
    )

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_click_on_the_map_shows_the_findings_behind_it(page: Any, checked: Checked):
    page.locator("td button").first.click()
    page.wait_for_timeout(100)
    shown = page.locator("article:visible").count()

    assert 0 < shown < len(checked.report.results)
    assert page.locator("[data-shown]").inner_text() == str(shown)
    page.get_by_role("button", name="Visa alla").click()
    page.wait_for_timeout(100)
    assert page.locator("article:visible").count() == len(checked.report.results)


def test_filters_work_together(page: Any):
    page.locator("[value=Warning]").uncheck()
    page.locator("[value=Info]").uncheck()
    page.get_by_label("Läge").select_option("waived")

    assert page.locator("article:visible").count() == 1
    assert "Undantag till och med 2019-12-31" in page.locator("article:visible").inner_text()
    page.get_by_label("Läge").select_option("")
    page.get_by_label("Sök").fill("e-arkivet")
    assert all("E-arkivet" in text for text in page.locator("article:visible").all_inner_texts())


def test_the_other_language_is_one_click_away(page: Any):
    assert "Valideringsrapport" in page.locator("h1").inner_text()
    page.get_by_role("button", name="English").click()

    assert page.locator("h1").inner_text() == "Validation report"
    assert page.locator("html").get_attribute("lang") == "en"
    assert "Expected: at least 1 value" in page.locator("main").inner_text()
    assert "Förväntat" not in page.locator("main").inner_text()


def test_requirements_without_a_rule_can_be_shown(page: Any):
    before = page.locator(".heat tbody tr:visible").count()
    page.get_by_label("Visa även krav").check()

    assert 0 < before < page.locator(".heat tbody tr:visible").count() == 74


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_is_no_wider_than_its_window(page: Any, width: int):
    page.set_viewport_size({"width": width, "height": 900})

    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("page", "width"), [("light", 1280), ("dark", 390)], indirect=["page"])
def test_the_page_is_accessible(page: Any, width: int):
    from axe_playwright_python.sync_playwright import Axe

    page.set_viewport_size({"width": width, "height": 900})
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    found = Axe().run(page, options=rules)

    assert found.violations_count == 0, found.generate_report()
