"""Somebody at a browser: clicks what has a name, types into what has a label, and looks at every page that comes."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Browser, Locator, Page, ViewportSize

from tests.support.databases import ON_SERVER

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
SEEN_BY_AXE: set[str] = set()
DESK: ViewportSize = {"width": 1280, "height": 900}
GRAVE = ("serious", "critical")


@cache
def axe_source() -> str:
    """The rules of axe, run through the devtools, which our content security policy does not touch."""
    return AXE.read_text(encoding="utf-8")


class Person:
    """One person with a browser of their own."""

    def __init__(self, chromium: Browser, url: str, *, script: bool = True, screen: ViewportSize | None = None) -> None:
        self.screen = screen or DESK
        self.script = script
        self.url = url
        self.context = chromium.new_context(
            base_url=url, java_script_enabled=script, viewport=self.screen, locale="en-GB"
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(30_000)  # a busy machine is no failure
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("console", lambda line: self._hear(line.type, line.text))
        self.page.on("request", lambda request: self._watch(request.url))

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and "status of 4" not in text:
            self.faults.append(f"console: {text}")

    def _watch(self, url: str) -> None:
        if not url.startswith((self.url, "data:", "blob:")):
            self.faults.append(f"asked another origin: {url}")

    def go(self, path: str) -> "Person":
        """Open an address."""
        self.page.goto(path)
        return self.look()

    def click(self, name: str, *, nth: int = 0) -> "Person":
        """Press a button by its words."""
        return self.press(self.page.get_by_role("button", name=name, exact=True).nth(nth))

    def follow(self, name: str, *, nth: int = 0) -> "Person":
        """Follow a link by its words, whether it looks like a link or like a button."""
        return self.press(self.page.locator("a", has_text=name).nth(nth))

    def press(self, target: Locator) -> "Person":
        """Press what leads to another page, and wait until it has come."""
        with self.page.expect_navigation(wait_until="load"):
            target.click()
        return self.look()

    def type(self, label: str, text: str) -> "Person":
        """Type into a field by its label."""
        self.page.get_by_label(label, exact=True).fill(text)
        return self

    def choose(self, label: str) -> "Person":
        """Pick a radio or tick a box by its words."""
        self.page.get_by_label(label).first.check()
        return self

    def wait_for_file(self, name: str) -> "Person":
        """With script a chosen file is sent at once, and the page comes again with the file on it."""
        self.page.locator(".portal-file", has_text=f"We have: {name}").wait_for()
        self.page.wait_for_load_state("load")
        return self.look()

    @property
    def text(self) -> str:
        """The words of the main part."""
        return self.page.locator("main").inner_text()

    @property
    def path(self) -> str:
        """Where they are."""
        return re.sub(r"^https?://[^/]+", "", self.page.url)

    def look(self) -> "Person":
        """What must hold on every page."""
        headings = self.page.locator("h1").all_inner_texts()
        assert len(headings) == 1, f"{self.path}: headings {headings}"
        title = self.page.title().removeprefix("Error: ")
        heading = " ".join(headings[0].split())
        assert title.startswith(heading), f"{self.path}: {title!r} does not start with {heading!r}"
        assert not self.faults, f"{self.path}: {self.faults}"
        if self.script:
            if not ON_SERVER:
                self._axe()
            self._narrow()
        return self

    def _axe(self) -> None:
        """Nothing serious by axe; a route is looked at once in each state of errors."""
        route = re.sub(r"[A-Z0-9]{2,5}-[A-Z0-9]{4}|[\w-]{20,}", "X", self.path.split("?")[0]) + self.page.title()[:6]
        if route in SEEN_BY_AXE:
            return
        SEEN_BY_AXE.add(route)
        self.page.evaluate(axe_source())
        found = self.page.evaluate("axe.run()")
        grave = [
            f"{fault['id']}: {fault['nodes'][0]['html'][:160]}"
            for fault in found["violations"]
            if fault["impact"] in GRAVE and not _of_the_design_system(fault)
        ]
        assert not grave, f"{self.path}: {grave}"

    def _narrow(self) -> None:
        """At 320 pixels nothing scrolls sideways but tables in their own region."""
        self.page.set_viewport_size({"width": 320, "height": 700})
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        self.page.set_viewport_size(self.screen)
        assert wide <= 0, f"{self.path}: {wide} pixels too wide at 320"

    def close(self) -> None:
        """Go home."""
        self.context.close()


def _of_the_design_system(fault: dict[str, Any]) -> bool:
    """GOV.UK Frontend's own script sets aria-expanded on radios and checkboxes that reveal a question, on purpose."""
    return fault["id"] == "aria-allowed-attr" and all("aria-expanded" in node["html"] for node in fault["nodes"])
