"""References that people read out: no vowels (no words), no letter or figure that looks like another."""

import re
import secrets

ALPHABET = "23456789CFGHJMPQRVWX"


def random_part(length: int = 4) -> str:
    """Unambiguous random characters; gaps between references tell nothing."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_reference(prefix: str, length: int = 4) -> str:
    """`SCF27-7QJ4`: the caller's prefix, a hyphen and random characters."""
    return f"{prefix}-{random_part(length)}"


def canonical_reference(typed: str) -> str:
    """What a person typed, in upper case and with its hyphen, whatever case and spaces they used."""
    plain = re.sub(r"[^A-Z0-9]", "", typed.upper())
    return f"{plain[:-4]}-{plain[-4:]}" if len(plain) > 4 else plain
