"""A number in an address that is larger than any row's is an address of nothing, not a fault of ours."""

import re

from flask import Flask

from tests.support.browser import Browser

TOO_LARGE = "99999999999999999999"


def test_a_number_that_no_row_can_have_is_not_there(app: Flask, browser: Browser) -> None:
    browser.sign_in("olive")
    rules = [rule for rule in app.url_map.iter_rules() if "<int:" in rule.rule]
    assert len(rules) >= 4
    for rule in rules:
        path = re.sub(r"<[^>]+>", "X", re.sub(r"<int:[^>]+>", TOO_LARGE, rule.rule))
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            data = {"csrf_token": browser.csrf_token()} if method == "POST" else None
            assert browser.client.open(path, method=method, data=data).status_code == 404, (method, path)


def test_the_largest_number_of_a_row_is_looked_for(browser: Browser) -> None:
    browser.sign_in("olive")
    data = {"csrf_token": browser.csrf_token()}
    assert browser.client.post(f"/manage/interests/{2**31 - 1}/publish", data=data).status_code == 404
