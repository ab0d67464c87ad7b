"""An installation that would not be safe does not start, and says what to set."""

import stat
from pathlib import Path

import pytest

from portal.web.settings import BadSettings, Settings, load_settings, remember

GOOD = {
    "PORTAL_SECRET_KEY": "vT8-qLr2_Zx9Wm4Kp7Yd1Nc6Hb3Jf5Gs0Ua",
    "PORTAL_BASE_URL": "https://funding.example.org/",
}


def _load(tmp_path: Path, **environ: str) -> Settings:
    return load_settings(GOOD | environ, instance=tmp_path)


def test_good_settings_are_taken(tmp_path: Path) -> None:
    found = _load(tmp_path)
    assert (found.mode, found.base_url, found.host, found.secure, found.debug, found.demo) == (
        "production",
        "https://funding.example.org",
        "funding.example.org",
        True,
        False,
        False,
    )
    assert (found.database_url, found.uploads) == (f"sqlite:///{tmp_path / 'portal.db'}", tmp_path / "uploads")
    assert (found.mail.host, found.mail.port, found.mail.tls) == ("", 587, "starttls")


SECRETS = {
    "unset": "",
    "spaces": " " * 60,
    "other space": "\t\n\u00a0" * 20,
    "short": "vT8-qLr2_Zx9Wm4Kp7Yd1Nc6Hb3Jf5",
    "short and padded": "vT8-qLr2_Zx9Wm4Kp7Yd1Nc6Hb3Jf5" + " " * 20,
    "one letter": "x" * 64,
    "few letters": "abcabcabc" * 8,
    "changeme": "changeme" * 8,
    "weak word inside": "My-Super-SECRET-key-for-the-portal-2027",
    "password": "Password1234567890-qwertyuiop-asdf",
    "default": "this-is-the-DEFAULT-key-of-the-portal",
}


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS.keys())
def test_a_weak_secret_is_refused(tmp_path: Path, secret: str) -> None:
    with pytest.raises(BadSettings, match=r"^Set PORTAL_SECRET_KEY to at least 32 random characters"):
        _load(tmp_path, PORTAL_SECRET_KEY=secret)


@pytest.mark.parametrize("value", ["1", "true", "True", "yes", "on"])
def test_debug_is_refused(tmp_path: Path, value: str) -> None:
    with pytest.raises(BadSettings, match=r"^Unset PORTAL_DEBUG"):
        _load(tmp_path, PORTAL_DEBUG=value)


@pytest.mark.parametrize("value", ["", "funding.example.org", "ftp://funding.example.org", "https://", "javascript:x"])
def test_an_address_is_needed(tmp_path: Path, value: str) -> None:
    with pytest.raises(BadSettings, match=r"^Set PORTAL_BASE_URL"):
        _load(tmp_path, PORTAL_BASE_URL=value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORTAL_MODE", "prodution"), ("PORTAL_MODE", ""), ("PORTAL_MAIL_TLS", "STARTTLS"), ("PORTAL_MAIL_TLS", ""),
        ("PORTAL_SCANNER", "clamd"), ("PORTAL_SCANNER", "tcp:localhost"), ("PORTAL_SCANNER", "unix:relative.sock"),
        ("PORTAL_MAIL_PORT", "smtp"), ("PORTAL_MAIL_PORT", ""), ("PORTAL_PROXIES", "-1"), ("PORTAL_PROXIES", "one"),
    ],
)  # fmt: skip
def test_a_misspelt_setting_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSettings, match=rf"^Set {name}"):
        _load(tmp_path, **{name: value})


@pytest.mark.parametrize(
    ("value", "scanner"),
    [
        ("unix:/run/clamd.sock", "unix:/run/clamd.sock"),
        ("tcp:scanner.internal:3310", "tcp:scanner.internal:3310"),
        ("tcp scanner.internal:3310", "tcp:scanner.internal:3310"),
        ("", ""),
    ],
)
def test_the_scanner(tmp_path: Path, value: str, scanner: str) -> None:
    assert _load(tmp_path, PORTAL_SCANNER=value).scanner == scanner


@pytest.mark.parametrize("mode", ["demo", "test"])
def test_other_modes_start_half_set(tmp_path: Path, mode: str) -> None:
    found = load_settings({"PORTAL_MODE": mode}, instance=tmp_path)
    assert (found.mode, found.secret_key, found.base_url) == (mode, "", "")


def test_the_environment_stands_above_what_is_kept(tmp_path: Path) -> None:
    remember(tmp_path, base_url="https://kept.example.org", support_phone="01962 000000")
    found = _load(tmp_path)
    assert (found.base_url, found.support.phone) == ("https://funding.example.org", "01962 000000")


def test_what_is_kept_is_private_and_keeps_its_secret(tmp_path: Path) -> None:
    instance = tmp_path / "new"
    odd = 'C:\\portal\\"uploads" £ 👩'
    remember(instance, uploads=odd, mode="demo")
    secret = load_settings({}, instance=instance).secret_key
    remember(instance, base_url="http://localhost:8000")
    found = load_settings({}, instance=instance)
    assert (found.uploads, found.secret_key, found.demo) == (Path(odd), secret, True)
    assert len(secret) >= 64
    assert stat.S_IMODE((instance / "settings.toml").stat().st_mode) == 0o600
