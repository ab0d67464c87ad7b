"""Who gets what on the page for telling a group early that its application cannot be considered."""

from tests.contracts.access_grid.row import Row

OTHERS = dict.fromkeys(("amina", "beth", "vera", "owen", "nell", "asha", "cara", "dev", "ines", "grace", "sam"), "403")
ROWS = [
    Row("GET", "/manage/applications/{scoring}/tell-early", **OTHERS, anonymous="sign-in", olive="ok"),
    Row("POST", "/manage/applications/{scoring}/tell-early", **OTHERS, anonymous="sign-in", olive="ok"),
    Row("GET", "/manage/applications/{draft}/tell-early", **OTHERS, anonymous="sign-in", olive="404"),
    Row("POST", "/manage/applications/{draft}/tell-early", **OTHERS, anonymous="sign-in", olive="404"),
]
