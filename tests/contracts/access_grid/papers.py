"""Who takes an application along and brings it back: its team by what each may do. The blank form is everybody's."""

from tests.contracts.access_grid.applications import NOT_SENT, NOTHING, OFFICE, OTHERS, READS, WRITES
from tests.contracts.access_grid.row import PEOPLE, Row

EVERYBODY = dict.fromkeys(PEOPLE, "ok")
NOBODY = dict.fromkeys(PEOPLE, "404")

ROWS = [
    Row("GET", "/funds/{open_round}/questions.docx", **EVERYBODY),
    Row("GET", "/funds/{open_round}/questions.txt", **EVERYBODY),
    Row("GET", "/funds/nothing/questions.docx", **NOBODY),
    Row("GET", "/funds/nothing/questions.txt", **NOBODY),
    Row("GET", "/applications/{draft}/paper", **WRITES),
    Row("POST", "/applications/{draft}/paper", **WRITES),
    Row("GET", "/applications/{sent}/paper", **OTHERS),
    Row("POST", "/applications/{sent}/paper", **OTHERS),
    Row("GET", "/applications/SCF27-NOPE/paper", **NOTHING),
    Row("GET", "/applications/{draft}/paper/answers.docx", **READS),
    Row("GET", "/applications/{draft}/paper/answers.txt", **READS),
    Row("GET", "/applications/{sent}/paper/answers.docx", **OTHERS),
    Row("GET", "/applications/{sent}/paper/answers.txt", **OTHERS),
    Row("GET", "/applications/{draft}/copy.pdf", **READS),
    Row("GET", "/applications/{scoring}/copy.pdf", **READS),
    Row("GET", "/applications/{sent}/copy.pdf", **OTHERS),
    Row("GET", "/manage/applications/{scoring}/copy.pdf", **OFFICE),
    Row("GET", "/manage/applications/{draft}/copy.pdf", **NOT_SENT),
]
