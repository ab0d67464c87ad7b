"""Copies the design systems' built CSS and JavaScript into static/vendor, without what is GOV.UK's own.

Our office is not part of GOV.UK: its typeface, crest, crown and header may not be used here, so they are taken out
while copying. Needs the standard library and node_modules (`npm ci`) only.
"""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

GOVUK = Path("node_modules/govuk-frontend/dist/govuk")
MOJ = Path("node_modules/@ministryofjustice/frontend/moj")
OWN_FONTS = 'Arial,"Helvetica Neue",Helvetica,"Liberation Sans",sans-serif'
NOTICE = "/* {name}, MIT licence. Copied by portal/frontend.py; change nothing here. */\n"
NOT_OURS = re.compile(
    r"\.govuk-(header|cookie-banner|exit-this-page|footer__(copyright-logo|licence-logo)|language-navigation)"
)
WANTED_OF_MOJ = re.compile(r"\.moj-(timeline(?!__document)|badge)")


def build(root: Path) -> None:
    """Write static/vendor/frontend.css and static/vendor/govuk-frontend.min.js under the project folder `root`.

    Raises FileNotFoundError when the packages are not installed, ValueError when something would still load from
    elsewhere.
    """
    vendor = root / "static" / "vendor"
    vendor.mkdir(parents=True, exist_ok=True)
    styles = _styles(root / GOVUK / "govuk-frontend.min.css", _is_ours)
    styles += _styles(root / MOJ / "moj-frontend.min.css", _is_wanted)
    if "url(" in styles:
        raise ValueError("The styles would still load a file that is not copied.")
    (vendor / "frontend.css").write_text(styles, encoding="utf-8")
    script = _without_map(_read(root / GOVUK / "govuk-frontend.min.js"))
    (vendor / "govuk-frontend.min.js").write_text(script, encoding="utf-8")


def _styles(path: Path, wanted: Callable[[str], bool]) -> str:
    text = _without_map(_read(path)).removeprefix('@charset "UTF-8";')
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    rules = "".join(_kept(text, wanted)).replace("GDS Transport,arial,sans-serif", OWN_FONTS)
    return NOTICE.format(name=path.stem) + rules + "\n"


def _read(path: Path) -> str:
    if not path.exists():
        raise FileNotFoundError(f"{path} is not there. Run `npm ci` first.")
    return path.read_text(encoding="utf-8")


def _without_map(text: str) -> str:
    return re.sub(r"(/\*|//)# sourceMappingURL=\S+( \*/)?", "", text).rstrip() + "\n"


def _kept(text: str, wanted: Callable[[str], bool]) -> Iterator[str]:
    """The rules whose selectors are wanted; a group (@media, @supports) when something inside it is."""
    for head, body in _rules(text):
        if head.startswith(("@media", "@supports")):
            inside = "".join(_kept(body, wanted))
            if inside:
                yield f"{head}{{{inside}}}"
        elif not head.startswith("@") and wanted(head):
            yield f"{head}{{{body}}}"


def _rules(text: str) -> Iterator[tuple[str, str]]:
    """(what stands before the bracket, what stands inside it) of each rule on this level."""
    depth, start, opened = 0, 0, 0
    for match in re.finditer(r"[{}]", text):
        if match.group() == "{":
            opened = match.start() if depth == 0 else opened
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                yield text[start:opened].strip(), text[opened + 1 : match.start()]
                start = match.end()


def _is_ours(selectors: str) -> bool:
    return not all(NOT_OURS.match(selector) for selector in selectors.split(","))


def _is_wanted(selectors: str) -> bool:
    return bool(WANTED_OF_MOJ.search(selectors))


if __name__ == "__main__":
    try:
        build(Path(__file__).resolve().parents[1])
    except FileNotFoundError as missing:
        sys.exit(str(missing))
