"""Who reaches what is written together: the lead organisation by its roles, a partner its own part, an officer only
within an open assistance of their own.
"""

from tests.contracts.access_grid.row import Row

PEOPLE = ("amina", "beth", "vera", "owen", "mira", "tess", "nell")
STAFF = dict(asha="403", cara="403", dev="403", ines="403", grace="403", sam="403")


def only(*names: str) -> dict[str, str]:
    """These applicants are let in; others find nothing there; staff have another part."""
    let_in = {name: "ok" if name in names else "404" for name in PEOPLE}
    return dict(anonymous="sign-in", olive="403", piers="403", **let_in, **STAFF)


def officers(olive: str, piers: str) -> dict[str, str]:
    """Nobody but officers; each as told."""
    return dict(anonymous="sign-in", olive=olive, piers=piers, **dict.fromkeys(PEOPLE, "403"), **STAFF)


# Ember Arts's bid: mira leads, tess certifies; owen leads the partner, Northway Youth.
READS, WRITES, SIGNS, PARTNER, NOBODY = only("mira", "tess", "owen"), only("mira"), only("tess"), only("owen"), only()
OPEN, MINE, NOT_THERE = officers("ok", "ok"), officers("ok", "404"), officers("404", "404")

ROWS = [
    Row("GET", "/applications/{bid}", **READS),
    Row("GET", "/applications/{bid}/check", **READS),
    Row("GET", "/applications/{bid}/copy", **READS),
    Row("GET", "/applications/{bid}/tasks/s4/problem", **WRITES),
    Row("POST", "/applications/{bid}/tasks/s4/problem", **WRITES),
    Row("POST", "/applications/{bid}/tasks/s4/problem/open", **WRITES),
    Row("POST", "/applications/{bid}/tasks/s4/nothing/open", **NOBODY),
    Row("POST", "/applications/{bid}/submit", **only("mira", "tess")),
    Row("GET", "/applications/{bid}/reopen", **WRITES),
    Row("GET", "/applications/{bid}/withdraw", **WRITES),
    Row("GET", "/applications/{bid}/share", **WRITES),
    Row("POST", "/applications/{bid}/share", **WRITES),
    Row("GET", "/applications/{bid}/comments", **READS),
    Row("POST", "/applications/{bid}/comments", **READS),
    Row("POST", "/applications/{bid}/comments/1/done", **READS),
    Row("POST", "/applications/{draft}/comments/1/done", **NOBODY),
    Row("GET", "/applications/{bid}/signing", **READS),
    Row("POST", "/applications/{bid}/signing/ask", **WRITES),
    Row("POST", "/applications/{bid}/signing/sign", **SIGNS),
    Row("POST", "/applications/{bid}/signing/send-back", **SIGNS),
    Row("GET", "/applications/{bid}/partners", **READS),
    Row("GET", "/applications/{bid}/partners/invite", **WRITES),
    Row("POST", "/applications/{bid}/partners/invite", **WRITES),
    Row("GET", "/applications/{bid}/partners/{partner}", **READS),
    Row("GET", "/applications/{draft}/partners/{partner}", **NOBODY),
    Row("GET", "/applications/{bid}/partners/{partner}/costs", **PARTNER),
    Row("POST", "/applications/{bid}/partners/{partner}/costs", **PARTNER),
    Row("POST", "/applications/{draft}/partners/{partner}/costs", **NOBODY),
    Row("POST", "/applications/{bid}/partners/{partner}/agree", **PARTNER),
    Row("GET", "/applications/{bid}/partners/{partner}/leave", **PARTNER),
    Row("POST", "/applications/{bid}/partners/{partner}/leave", **PARTNER),
    Row("GET", "/applications/{bid}/partners/{partner}/remove", **WRITES),
    Row("POST", "/applications/{bid}/partners/{partner}/remove", **WRITES),
    Row("GET", "/partner-invitations/made-up", **only(*PEOPLE)),
    Row("POST", "/partner-invitations/made-up", **only(*PEOPLE)),
    Row("GET", "/organisations/{ember}", **only("mira", "tess")),
    Row("GET", "/applications/{bid}/again", **WRITES),
    Row("POST", "/applications/{bid}/again", **WRITES),
    Row("GET", "/applications/{announced}/again", **only("amina", "beth")),
    Row("GET", "/applications/{bid}/typed-for-you", **WRITES),
    Row("POST", "/applications/{bid}/typed-for-you", **WRITES),
    Row("GET", "/organisations/{ember}/help", **WRITES),
    Row("POST", "/organisations/{ember}/help/{assistance}/end", **WRITES),
    Row("POST", "/organisations/{harbour}/help/{assistance}/end", **NOBODY),
    Row("GET", "/manage/assist", **OPEN),
    Row("POST", "/manage/assist", **OPEN),
    Row("GET", "/manage/assist/{assistance}", **MINE),
    Row("POST", "/manage/assist/{assistance}/start", **MINE),
    Row("POST", "/manage/assist/{assistance}/end", **MINE),
    Row("GET", "/manage/assist/{assistance}/{bid}", **MINE),
    Row("GET", "/manage/assist/{assistance}/{draft}", **NOT_THERE),
    Row("GET", "/manage/assist/{assistance}/{sent}", **NOT_THERE),
    Row("GET", "/manage/assist/{assistance}/{bid}/tasks/s4/problem", **MINE),
    Row("POST", "/manage/assist/{assistance}/{bid}/tasks/s4/problem", **MINE),
    Row("POST", "/manage/assist/{assistance}/{draft}/tasks/s4/problem", **NOT_THERE),
    Row("GET", "/manage/assist/{assistance}/{bid}/check", **MINE),
    Row("POST", "/manage/assist/{assistance}/{bid}/check", **MINE),
    Row("GET", "/manage/assist/{assistance}/{bid}/files/accounts-of-scf27-embr", **MINE),
    Row("GET", "/manage/assist/{assistance}/{bid}/files/{draft_file}", **NOT_THERE),
    Row("GET", "/manage/applications/{bid}", **NOT_THERE),
]
