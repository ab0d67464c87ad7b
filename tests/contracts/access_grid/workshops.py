"""Everyone reads about workshops; people book for their own groups; officers plan, run and see what groups need."""

from tests.contracts.access_grid.row import Row

EVERYONE = dict(
    anonymous="ok", amina="ok", owen="ok", nell="ok", asha="ok", ines="ok", olive="ok", grace="ok", sam="ok"
)
NOBODY = dict(anonymous="404", amina="404", owen="404", asha="404", ines="404", olive="404", grace="404", sam="404")
APPLICANTS = dict(
    anonymous="sign-in",
    amina="ok",
    vera="ok",
    owen="ok",
    nell="ok",
    asha="403",
    ines="403",
    olive="403",
    grace="403",
    sam="403",
)
OFFICE = dict(
    anonymous="sign-in",
    amina="403",
    owen="403",
    nell="403",
    asha="403",
    ines="403",
    olive="ok",
    piers="ok",
    grace="403",
    sam="403",
)
ONE_OFFICER = {name: code for name, code in OFFICE.items() if name != "piers"}  # what one took away is gone
NOT_THERE = OFFICE | dict(olive="404", piers="404")
HARBOUR = APPLICANTS | dict(beth="ok", owen="404", nell="404")
NORTHWAY = APPLICANTS | dict(amina="404", vera="404", nell="404")

ROWS = [
    Row("GET", "/workshops", **EVERYONE),
    Row("GET", "/workshops/{workshop}", **EVERYONE),
    Row("GET", "/workshops/{past_workshop}", **EVERYONE),
    Row("GET", "/workshops/{draft_workshop}", **NOBODY),
    Row("GET", "/workshops/{workshop}/calendar.ics", **EVERYONE),
    Row("GET", "/workshops/{draft_workshop}/calendar.ics", **NOBODY),
    # Notes are for teams that had a place, and officers; the checklist is for everyone.
    Row("GET", "/workshops/{past_workshop}/materials/1", **NOBODY | dict(amina="ok", vera="ok", olive="ok")),
    Row("GET", "/workshops/{past_workshop}/materials/2", **EVERYONE),
    Row("GET", "/workshops/{past_workshop}/materials/3", **NOBODY),
    Row("GET", "/workshops/mine", **APPLICANTS),
    Row("GET", "/workshops/{workshop}/book", **APPLICANTS),
    Row("POST", "/workshops/{workshop}/book", **APPLICANTS),
    Row(
        "POST", "/workshops/{draft_workshop}/book", **APPLICANTS | dict(amina="404", vera="404", owen="404", nell="404")
    ),
    Row("GET", "/workshops/bookings/{booking}", **HARBOUR),
    Row("GET", "/workshops/bookings/{waiting}", **NORTHWAY),
    Row("GET", "/workshops/bookings/{booking}/calendar.ics", **HARBOUR),
    # Who booked, or a lead, or an officer who is phoned; colleagues may look only.
    Row("POST", "/workshops/bookings/{booking}/cancel", **HARBOUR | dict(beth="404", vera="404", olive="ok")),
    Row("GET", "/manage/workshops", **OFFICE),
    Row("GET", "/manage/workshops/new", **OFFICE),
    Row("POST", "/manage/workshops/new", **OFFICE),
    Row("GET", "/manage/workshops/{workshop}", **OFFICE),
    Row("GET", "/manage/workshops/{draft_workshop}", **OFFICE),
    Row("GET", "/manage/workshops/WS-NOWHRE", **NOT_THERE),
    Row("GET", "/manage/workshops/{workshop}/edit", **OFFICE),
    Row("POST", "/manage/workshops/{workshop}/edit", **OFFICE),
    Row("POST", "/manage/workshops/{draft_workshop}/publish", **OFFICE),
    Row("GET", "/manage/workshops/{workshop}/cancel", **OFFICE),
    Row("POST", "/manage/workshops/{workshop}/cancel", **OFFICE),
    Row("GET", "/manage/workshops/{workshop}/register", **OFFICE),
    Row("GET", "/manage/workshops/{workshop}/register.csv", **OFFICE),
    Row("GET", "/manage/workshops/{past_workshop}/attendance", **OFFICE),
    Row("POST", "/manage/workshops/{past_workshop}/attendance", **OFFICE),
    Row("GET", "/manage/workshops/{past_workshop}/materials", **OFFICE),
    Row("POST", "/manage/workshops/{past_workshop}/materials", **OFFICE),
    Row("POST", "/manage/workshops/{past_workshop}/materials/2/remove", **ONE_OFFICER),
    Row("GET", "/manage/workshops/need", **OFFICE),
    Row("GET", "/manage/workshops/need/{announced_round}", **OFFICE),
    Row("GET", "/manage/workshops/need/{scoring_round}", **NOT_THERE),
    Row("POST", "/manage/workshops/{workshop}/invite", **OFFICE),
    Row("GET", "/manage/workshops/{past_workshop}/effect", **OFFICE),
]
