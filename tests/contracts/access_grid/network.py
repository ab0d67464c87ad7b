"""The office's pages of the Network are for officers; nobody else learns who is a member, or how many there are."""

from tests.contracts.access_grid.finding import NOT_THERE, OFFICE
from tests.contracts.access_grid.row import Row

ROWS = [
    Row("GET", "/manage/members", **OFFICE),
    Row("POST", "/manage/members/export", **OFFICE),
    Row("GET", "/manage/members/map", **OFFICE),
    Row("GET", "/manage/members/coverage", **OFFICE),
    Row("GET", "/manage/members/by-and-for", **OFFICE),
    Row("GET", "/manage/members/{harbour}/history", **OFFICE),
    Row("POST", "/manage/members/{harbour}/history", **OFFICE),
    Row("GET", "/manage/members/{ember}/history", **NOT_THERE),
    Row("GET", "/manage/members/ORG-NONE/history", **NOT_THERE),
]
