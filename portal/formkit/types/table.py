"""Rows of the same few columns: partners, outcomes, a budget. Works without script: add, change, remove."""

from typing import Any

from portal.core.text import plural
from portal.formkit.definition import Question
from portal.formkit.faults import Problem, Unreadable
from portal.formkit.types.base import BLANK, TYPES, QuestionType, Shown, Source
from portal.formkit.types.lines import read_lines, write_lines

MOST_ROWS = 200


class Table(QuestionType):
    """A list of rows `{column: value}`. Blank rows are dropped when read; totals are over the money columns named."""

    name = "table"
    template = "formkit/types/table.html"
    details = frozenset({"min_rows", "max_rows", "totals"})
    needs = ("columns",)

    def read(self, question: Question, source: Source, name: str) -> list[dict[str, Any]]:
        """The rows that hold anything, without the one that is to be removed."""
        typed = source.text(f"{name}-rows")
        count = min(int(typed), MOST_ROWS) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0
        gone = source.text("action")
        rows = [
            {column.key: _type(column).read(column, source, f"{name}-{i}-{column.key}") for column in question.columns}
            for i in range(count)
            if gone != f"remove-row:{name}:{i}"
        ]
        return [row for row in rows if not self.blank_row(question, row)]

    def blank_row(self, question: Question, row: dict[str, Any]) -> bool:
        """Whether nothing was typed in a row."""
        return all(_type(column).is_blank(column, row.get(column.key)) for column in question.columns)

    def problems(self, question: Question, value: Any, name: str) -> list[Problem]:
        """What is wrong in each cell, and whether there are too many rows."""
        found = [
            Problem(problem.field, f"Row {i + 1}, {column.label.lower()}: {_lower(problem.message)}")
            for i, row in enumerate(value or [])
            for column in question.columns
            for problem in _type(column).problems(column, row.get(column.key), f"{name}-{i}-{column.key}")
        ]
        most = question.details.get("max_rows")
        if most and len(value or []) > most:
            found.append(Problem(f"{name}-{most}-{question.columns[0].key}", f"Use {plural(most, 'row')} or fewer"))
        return found

    def missing(self, question: Question, value: Any, name: str) -> list[Problem]:
        """Rows that are too few, and cells that a row still needs."""
        rows = value or []
        least = question.details.get("min_rows", 1)
        if len(rows) < least:
            field = f"{name}-{len(rows)}-{question.columns[0].key}"
            return [Problem(field, f"Enter at least {plural(least, 'row')} for ‘{question.label.rstrip('?')}’")]
        return [
            Problem(problem.field, f"Row {i + 1}: {_lower(problem.message)}")
            for i, row in enumerate(rows)
            for column in question.columns
            if column.required
            for problem in _type(column).missing(column, row.get(column.key), f"{name}-{i}-{column.key}")[:1]
        ]

    def totals(self, question: Question, value: Any) -> dict[str, int]:
        """The sum of each column that the question totals; what is no number counts as nothing."""
        return {key: column_total(value, key) for key in question.details.get("totals", [])}

    def show(self, question: Question, value: Any) -> Shown:
        """A table with its totals."""
        if not value:
            return BLANK
        columns = question.columns
        totals = self.totals(question, value)
        body = tuple(tuple(_type(c).plain(c, row.get(c.key)) for c in columns) for row in value)
        foot = tuple(_type(c).plain(c, totals[c.key]) if c.key in totals else "" for c in columns) if totals else ()
        numeric = tuple(i for i, column in enumerate(columns) if column.type in ("money", "integer", "percent"))
        return Shown("table", head=tuple(c.label for c in columns), body=body, foot=foot, numeric=numeric)

    def plain(self, question: Question, value: Any) -> str:
        """A line for each row."""
        return "\n".join("; ".join(cell for cell in row if cell) for row in self.show(question, value).body)

    def as_text(self, question: Question, value: Any) -> str:
        """`Row 1` and `Label: text` for each column; a blank row or more, where there is nothing yet."""
        rows = value or [{}] * max(1, question.details.get("min_rows", 1))
        texts = [{c.label: _type(c).as_text(c, row.get(c.key)) for c in question.columns} for row in rows]
        return write_lines(texts, [column.label for column in question.columns], numbered=True)

    def from_text(self, question: Question, text: str) -> list[dict[str, Any]]:
        """The rows by the labels of their columns; blank ones are dropped."""
        try:
            records = read_lines(text, [column.label for column in question.columns])
        except ValueError as error:
            raise Unreadable(f"We do not know what ‘{error}’ is. Keep the words before each colon") from error
        rows = [self._row(question, i, record) for i, record in enumerate(records[:MOST_ROWS], start=1)]
        return [row for row in rows if not self.blank_row(question, row)]

    def _row(self, question: Question, number: int, record: dict[str, str]) -> dict[str, Any]:
        row = {}
        for column in question.columns:
            try:
                row[column.key] = _type(column).from_text(column, record.get(column.label, ""))
            except Unreadable as error:
                raise Unreadable(f"Row {number}, {column.label.lower()}: {_lower(str(error))}") from error
        return row

    def how_to_type(self, question: Question) -> list[str]:
        """Where to write, and what the columns take."""
        most = question.details.get("max_rows")
        more = f" You can add rows, up to {most} in all." if most else " You can add rows."
        return [f"Fill in each row.{more}", *self._columns(question)]

    def _columns(self, question: Question) -> list[str]:
        told = []
        for column in question.columns:
            words = [f"up to {plural(column.max_words, 'word')}"] if column.max_words else []
            words += [option.label for option in column.options]
            words += [hint for hint in _type(column).how_to_type(column) if not column.options]
            told += [f"- {column.full_label}: {'; '.join(words)}"] if words else []
        return told


def column_total(rows: Any, key: str) -> int:
    """The sum of a column's numbers."""
    return sum(row[key] for row in rows or [] if isinstance(row.get(key), int))


def _type(column: Question) -> QuestionType:
    return TYPES[column.type]


def _lower(message: str) -> str:
    return message[0].lower() + message[1:]
