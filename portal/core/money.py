"""Money is whole pence in code and in the database, pounds on the page."""

import re
import unicodedata
from decimal import Decimal

MOST_PENCE = 10**12  # ten thousand million pounds: far above any grant, far below the integer limits

# Commas and spaces part thousands and nothing else: "12,50" is no £1,250.
_AMOUNT = re.compile(r"£? ?(\d{1,12}|\d{1,3}([, ]\d{3}){1,3})(\.\d{1,2})?")


def parse_pounds(text: str) -> int:
    """Pence from what a person types: `£5,000`, `5000.00`, ` 5 000 `.

    Raises ValueError for anything that is not an exact amount of pounds and pence, negative amounts included.
    """
    if any(c.isnumeric() and not c.isdecimal() for c in text):  # NFKC would read a small raised 2 as a 2
        raise ValueError("not an amount of money")
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
    if not plain.replace("£", "").isascii() or not _AMOUNT.fullmatch(plain):
        raise ValueError("not an amount of money")
    pence = int(Decimal(re.sub("[£, ]", "", plain)) * 100)
    if pence > MOST_PENCE:
        raise ValueError("too large")
    return pence


def format_pounds(pence: int) -> str:
    """`£25,000`, `£2,315.05`, `minus £500`: pence only when there are any."""
    pounds, rest = divmod(abs(pence), 100)
    shown = f"£{pounds:,}" + (f".{rest:02d}" if rest else "")
    return f"minus {shown}" if pence < 0 else shown
