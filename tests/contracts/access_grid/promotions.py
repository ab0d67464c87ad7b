"""Who gets what on the pages about money for the reserve list."""

from tests.contracts.access_grid.row import Row

OTHERS = dict.fromkeys(("amina", "beth", "vera", "owen", "nell", "asha", "cara", "dev", "ines", "sam"), "403")
LIST = "/decide/{announced_round}/promotions"
ROWS = [
    Row("GET", "/manage/applications/{announced}/promote", **OTHERS, anonymous="sign-in", olive="404", grace="403"),
    Row("POST", "/manage/applications/{announced}/promote", **OTHERS, anonymous="sign-in", olive="404", grace="403"),
    Row("GET", LIST, **OTHERS, anonymous="sign-in", olive="403", grace="ok"),
    Row("POST", LIST, **OTHERS, anonymous="sign-in", olive="403", grace="ok"),
    Row("GET", LIST + "/{announced}", **OTHERS, anonymous="sign-in", olive="403", grace="404"),
    Row("POST", LIST + "/{announced}", **OTHERS, anonymous="sign-in", olive="403", grace="404"),
]
