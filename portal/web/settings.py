"""Settings of one installation: from the environment, then `instance/settings.toml`, then safe defaults.

Production is what you get unless an installation says `demo` or `test`; it refuses to start half-set.
"""

import json
import re
import secrets
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
SHORTEST_SECRET = 32
_SCANNER = re.compile(r"unix:/.+|tcp:[^\s/]+:[0-9]{1,5}")
_WEAK = ("secret", "changeme", "change-me", "password", "default", "development")


class BadSettings(Exception):
    """The portal must not start like this; the message says what to set."""


@dataclass(frozen=True)
class Support:
    """How to reach a person: shown in the same place on every page."""

    phone: str
    hours: str
    email: str


@dataclass(frozen=True)
class MailServer:
    """Where mail goes out by SMTP. No host means that none is set."""

    host: str
    port: int
    username: str
    password: str
    tls: str
    sender: str
    timeout_seconds: int = 20


@dataclass(frozen=True)
class Settings:
    """What one installation chose. `mode` is production, demo or test.

    `scanner` is where the virus scanner listens, `unix:/path` or `tcp:host:port`; without one no file is held back.
    """

    mode: str
    database_url: str
    secret_key: str
    base_url: str
    debug: bool
    instance: Path
    uploads: Path
    mail: MailServer
    support: Support
    proxies: int = 0
    scanner: str = ""

    @property
    def demo(self) -> bool:
        """Whether this installation shows invented data: mails are readable, no second factor is asked for."""
        return self.mode == "demo"

    @property
    def host(self) -> str:
        """The host name of the base address, with its port."""
        return urlsplit(self.base_url).netloc

    @property
    def secure(self) -> bool:
        """Whether people reach the portal by HTTPS."""
        return self.base_url.startswith("https://")


def load_settings(environ: Mapping[str, str], *, instance: Path | None = None, mode: str | None = None) -> Settings:
    """Read the settings; raises BadSettings with what to set when production would not be safe."""
    folder = instance or Path(environ.get("PORTAL_INSTANCE", ROOT / "instance"))
    stored = _stored(folder)

    def value(name: str, default: str = "") -> str:
        return environ.get(f"PORTAL_{name.upper()}", stored.get(name, default))

    chosen = mode or value("mode", "production")
    settings = Settings(
        mode=chosen,
        database_url=value("database_url", f"sqlite:///{folder / 'portal.db'}"),
        secret_key=value("secret_key"),
        base_url=value("base_url").rstrip("/"),
        debug=value("debug") not in ("", "0", "false"),
        instance=folder,
        uploads=Path(value("uploads", str(folder / "uploads"))),
        mail=_mail(value),
        support=Support(
            phone=value("support_phone", "01962 871595"),
            hours=value("support_hours", "Monday to Friday, 9am to 4pm, except bank holidays"),
            email=value("support_email", "funding@example.org"),
        ),
        proxies=_number(value, "proxies", "0"),
        scanner=value("scanner").strip().replace("tcp ", "tcp:"),
    )
    _refuse_unsafe(settings)
    return settings


def remember(instance: Path, **values: str) -> None:
    """Write settings that this installation keeps; a demo keeps its mode, its address and a secret of its own."""
    kept = _stored(instance) | values
    kept.setdefault("secret_key", secrets.token_urlsafe(48))
    instance.mkdir(parents=True, exist_ok=True)
    path = instance / "settings.toml"
    path.touch(mode=0o600)
    path.chmod(0o600)  # before the secret is in it
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in sorted(kept.items())]
    path.write_text("".join(lines), encoding="utf-8")


def _stored(instance: Path) -> dict[str, str]:
    path = instance / "settings.toml"
    if not path.exists():
        return {}
    return {name: str(value) for name, value in tomllib.loads(path.read_text(encoding="utf-8")).items()}


def _mail(value: Callable[..., str]) -> MailServer:
    return MailServer(
        host=value("mail_server"),
        port=_number(value, "mail_port", "587"),
        username=value("mail_username"),
        password=value("mail_password"),
        tls=value("mail_tls", "starttls"),
        sender=value("mail_sender", "funding@example.org"),
    )


def _number(value: Callable[..., str], name: str, default: str) -> int:
    typed = value(name, default).strip()
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 6):
        raise BadSettings(f"Set PORTAL_{name.upper()} to a number.")
    return int(typed)


def _refuse_unsafe(settings: Settings) -> None:
    if settings.mode not in ("production", "demo", "test"):
        raise BadSettings("Set PORTAL_MODE to production, demo or test.")
    if settings.mail.tls not in ("starttls", "tls", "none"):
        raise BadSettings("Set PORTAL_MAIL_TLS to starttls, tls or none: another word would send mail in the clear.")
    if settings.scanner and not _SCANNER.fullmatch(settings.scanner):
        raise BadSettings("Set PORTAL_SCANNER to unix:/path/of/its/socket or to tcp:host:port.")
    if settings.mode != "production":
        return
    secret = settings.secret_key.strip()
    if len(secret) < SHORTEST_SECRET or any(weak in secret.lower() for weak in _WEAK) or len(set(secret)) < 10:
        raise BadSettings(
            f"Set PORTAL_SECRET_KEY to at least {SHORTEST_SECRET} random characters. "
            "This makes one: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    if settings.debug:
        raise BadSettings("Unset PORTAL_DEBUG: debug is never on in production.")
    if urlsplit(settings.base_url).scheme not in ("http", "https") or not settings.host:
        raise BadSettings("Set PORTAL_BASE_URL to the address that people use, like https://funding.example.org.")
