"""The content pack: the office's words as data. Read once in a process, and only to publish from."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from portal.formkit.loader import compile_form, load_yaml

CONTENT = Path(__file__).resolve().parents[1] / "content"
FUND_FILES = {"safer_communities_fund": "03_form_safer_communities_fund.yaml"}
REGISTRATION = "05_funding_network_registration.yaml"


@cache
def read(name: str) -> dict[str, Any]:
    """A file of the pack, by its name."""
    return load_yaml(CONTENT / name)


@cache
def named_lists() -> dict[str, list[dict[str, Any]]]:
    """Every list that a form may take its options from: `reference.themes`, `priorities.pcp_priorities`."""
    files = {"reference": "12_reference_lists.yaml", "priorities": "02_priorities.yaml"}
    return {
        f"{prefix}.{name}": entry["items"]
        for prefix, file in files.items()
        for name, entry in read(file).items()
        if isinstance(entry, dict) and entry.get("items") and isinstance(entry["items"][0], dict)
    }


def principles() -> list[dict[str, Any]]:
    """The eight commissioning principles, their text word for word as the strategy has it."""
    return list(read("01_commissioning_principles.yaml")["principles"])


def form_document(name: str, facts: Mapping[str, str | int]) -> dict[str, Any]:
    """A form of the pack, compiled with the facts of its round."""
    criteria = frozenset(principle["id"] for principle in principles())
    return compile_form(read(name), name=name, lists=named_lists(), facts=facts, criteria=criteria)


def district_names() -> dict[str, str]:
    """ONS code -> name of the 14 districts."""
    return {item["value"]: item["label"] for item in named_lists()["reference.districts"]}


def drafts_kept() -> str:
    """How long we keep a draft that nobody sends, as the privacy notice says: `6 months after the fund closes`."""
    rows = read("14_service_pages.yaml")["privacy_notice"]["retention"]["rows"]
    return next(str(row["keep"]) for row in rows if row.get("id") == "drafts")
