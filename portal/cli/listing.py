"""The routes of the portal as data."""

from typing import Any

from flask import Flask

from portal.web.guard import guard_of


def routes(app: Flask) -> list[dict[str, Any]]:
    """{methods, path, endpoint, needs, who, step_up} of every route but static files, in the order of paths."""
    found = []
    for rule in app.url_map.iter_rules():
        guard = guard_of(app.view_functions[rule.endpoint])
        if guard is None:
            continue
        found.append(
            {
                "methods": sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}),
                "path": rule.rule,
                "endpoint": rule.endpoint,
                "needs": guard.needs.name,
                "who": guard.needs.describe(),
                "step_up": guard.step_up,
            }
        )
    return sorted(found, key=lambda row: (row["path"], row["methods"]))
