"""Whole answers to the real forms, written from a project's few facts; sound enough to read, plainly invented."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.demo.groups import Group
from portal.formkit.models import Response
from portal.formkit.operations import save_answers
from portal.formkit.queries import form_of, sections_of
from portal.funds.models import Round
from portal.funds.pack import district_names


def application_answers(group: Group, round_: Round, strength: int = 3) -> dict[str, Any]:
    """Every answer of the Safer Communities Fund's form. `strength` from 1 to 5 makes the evidence thinner or richer."""
    project, place = group.project, district_names()[group.district]
    first = group.lead.split()[0].lower()
    return (
        _who(group, first)
        | _what(group, round_, place)
        | _need(group, place, strength)
        | _change(group, round_, strength)
        | _running(group, round_, place, strength)
        | _safe(group, first)
        | _money(group)
        | {
            "documents": {
                key: {"instead": True}
                for key in ("governing_document", "accounts", "equality_policy", "safeguarding_policy")
            },
            "conflicts_of_interest": "no",
            "declarations": [
                "d_true",
                "d_authority",
                "d_use",
                "d_policies",
                "d_share",
                "d_publish",
                "d_changes",
                "d_foi",
            ],
            "sign_off": {"name": group.lead, "role": "Chair", "date": round_.opens_at.date().isoformat()},
            "project_name": project.title,
        }
    )


def _who(group: Group, first: str) -> dict[str, Any]:
    slug = "".join(c for c in group.name.lower() if c.isalnum())[:20]
    return {
        "confirm_profile": "yes",
        "main_contact": {
            "name": group.lead, "role": "Coordinator", "email": f"{first}@{slug}.example.org", "phone": "023 8000 0000",
        },
        "agreement_signatory": {"name": "Pat Okoro", "role": "Chair", "email": f"chair@{slug}.example.org"},
        "is_partnership": "no",
    }  # fmt: skip


def _what(group: Group, round_: Round, place: str) -> dict[str, Any]:
    project = group.project
    start, end = round_.grant_starts_on, round_.grant_ends_on
    return {
        "project_summary": f"We will run {project.doing} in {place} for {project.people}. People can come as they are, and as often as they like. We want less {project.harm} and more people who feel safe.",
        "project_activities": f"Each week we will run {project.doing}. Two trained workers and four volunteers will be there each time.\n\nWe start with a month of talking to people where they already meet. After that we open twice a week, on evenings that people chose.\n\nOnce in three months everyone who comes plans the next three months with us. In the last month we look back together and decide what should carry on without us.",
        "project_stage": "pilot_growing",
        "project_dates": {"start": start.isoformat(), "end": min(end, start + timedelta(days=360)).isoformat()},
        "main_theme": project.theme,
        "commissioning_priority": "cp4",
        "pcp_priorities": ["pcp6", "pcp5"],
        "districts": [group.district],
        "main_postcode": "",
        "who_will_benefit": f"{project.people[0].upper()}{project.people[1:]} in {place}. Most live within a bus ride. Many look after others or work odd hours, and some have been let down by services before.",
        "people_helped": max(20, project.pounds // 160),
        "age_groups": ["10_17", "18_24"] if "youth" in project.theme or "boys" in project.people else ["25_59", "60_plus"],
        "communities_project": ["general"],
    }  # fmt: skip


def _need(group: Group, place: str, strength: int) -> dict[str, Any]:
    project = group.project
    evidence = [
        f"We spoke to people at three meetings in {place}. Two out of three told us that {project.harm} changes where they go and when.",
        "The Community Safety Partnership's plan for this year names it as one of its five concerns.",
        "Police figures for our three wards rose by a tenth in a year.",
        "The two schools nearest to us count it among the main reasons for calls home.",
        "People who came to our pilot told us that they had stopped going out after dark, and that this changed within two months.",
    ]  # fmt: skip
    return {
        "problem": f"In {place}, {project.harm} is close to home. It happens where people live, travel and meet. Those who are hurt by it often tell nobody. If nothing is done, people stay in, trust goes, and small trouble becomes large.",
        "evidence": " ".join(evidence[:strength]),
        "community_involvement": f"{project.people[0].upper()}{project.people[1:]} asked us for this. Eight of them sat with us to plan it. They changed the day, the place, and who is there. A group of six will meet each month and can change what we do.",
        "plan_fit": f"People who know each other and have someone to turn to are harmed less, and do less harm. Working in {place} with people who are trusted there is what the plan calls preventing harm before it happens.",
    }


def _change(group: Group, round_: Round, strength: int) -> dict[str, Any]:
    project = group.project
    middle = round_.grant_starts_on + timedelta(days=180)
    outcomes = [
        {"outcome": "People feel safer where they live", "measure": "A short talk at the start and after three months", "target": "7 out of 10"},
        {"outcome": "People know who to turn to", "measure": "They can name two people or services", "target": "8 out of 10"},
        {"outcome": f"Less {project.harm} around our place", "measure": "Our log, and police figures for our wards", "target": "A fifth less in a year"},
    ]  # fmt: skip
    return {
        "outcomes": outcomes[: 3 if strength > 2 else 2],
        "activity_targets": [
            {"activity": "Sessions", "number": 80, "by_when": round_.grant_ends_on.isoformat()},
            {"activity": "One-to-one talks", "number": 120, "by_when": round_.grant_ends_on.isoformat()},
            {"activity": "Volunteers trained", "number": 8, "by_when": middle.isoformat()},
        ],
        "learning": "After each session we write down one thing that worked and one that did not. Each quarter the planning group reads them and we change what we do. We will share what failed too.",
        "after_grant": "By then eight volunteers can run the core of it. We end one-to-one work slowly, with a named person to go to.",
    }


def _running(group: Group, round_: Round, place: str, strength: int) -> dict[str, Any]:
    start = round_.grant_starts_on
    agreed = "They have agreed in writing." if strength > 3 else "We are talking to them."
    return {
        "partners_how": f"We work with {group.project.partner}. They send people to us and we send people to them. {agreed} We meet each month so that we do not do the same thing twice.",
        "referral_routes": "People come by word of mouth, through schools and surgeries, and from the neighbourhood police team. Nobody needs a form to come.",
        "csp_contact": "yes" if strength > 2 else "planned",
        "team_experience": f"A coordinator with nine years of work in {place}, two sessional workers with youth work training, and volunteers who have lived through it themselves. Our treasurer has kept our accounts for six years.",
        "milestones": [
            {"step": "Talk to people and find volunteers", "date": start.isoformat()},
            {"step": "First sessions", "date": (start + timedelta(days=40)).isoformat()},
            {"step": "Look back together and change the plan", "date": (start + timedelta(days=180)).isoformat()},
        ],
        "risks": [
            {"risk": "Few people come at first", "likelihood": "Medium", "action": "Go to where people already meet, and start small"},
            {"risk": "A worker leaves", "likelihood": "Low", "action": "Two people know each part of the work"},
        ],
    }  # fmt: skip


def _safe(group: Group, first: str) -> dict[str, Any]:
    slug = "".join(c for c in group.name.lower() if c.isalnum())[:20]
    return {
        "inclusion": "Cost, buses and not feeling welcome keep people away. It is free, we pay fares, there is a crèche, and there are always people there who speak the languages of our streets. The room has a ramp and a quiet corner.",
        "trauma_informed": "We never ask people to tell their story. They choose who they talk to, where they sit and when they leave. All workers are trained to notice distress and have someone to talk to afterwards.",
        "integrity": "We go with people to meetings when they ask us to. When something is unfair we say so, to the right person, with facts.",
        "safeguarding_work": ["children", "adults_at_risk"],
        "safeguarding_lead": {"name": "Jo Marsden", "role": "Safeguarding lead", "email": f"safe@{slug}.example.org", "phone": "023 8000 0001"},
        "safeguarding_practice": "All workers and volunteers have checks and training before they start. Worries are written down the same day and told to our lead, who knows when to call the council. We look at the policy each year.",
        "safeguarding_reports": "no",
    }  # fmt: skip


def _money(group: Group) -> dict[str, Any]:
    pence = group.project.pounds * 100
    parts = {
        "staff": pence * 55 // 100,
        "venue": pence * 15 // 100,
        "access": pence * 12 // 100,
        "training": pence * 8 // 100,
    }
    parts["activities"] = pence - sum(parts.values())
    words = {
        "staff": ("Coordinator and sessional workers", "Hours a week x 48 weeks x rate an hour"),
        "venue": ("Hall hire", "Two evenings a week x 48 weeks"),
        "access": ("Fares, crèche and interpreters", "From what the pilot cost"),
        "training": ("Checks and training", "Eight volunteers and two workers"),
        "activities": ("Materials and food", "A small sum for each session"),
    }
    rows = [
        {
            "category": key,
            "item": words[key][0],
            "working": words[key][1],
            "year1": amount - amount // 3,
            "year2": amount // 3,
            "total_cost": amount + (amount // 10 if key == "staff" else 0),
        }
        for key, amount in parts.items()
    ]
    return {
        "amount_requested": pence,
        "budget": rows,
        "other_funding": [
            {"source": "Volunteers' time", "kind": "Free help", "amount": pence // 10, "status": "Agreed"}
        ],
        "value_for_money": "Volunteers do a third of the work and the hall gives us half price. It costs less than a police call-out for each person who comes for a month.",
        "less_money": "yes",
        "less_money_amount": pence * 7 // 10,
        "public_support": "no",
    }


def registration_answers(group: Group) -> dict[str, Any]:
    """Every answer of the Funding Network's form that a group of this kind is asked."""
    number = 1_000_000 + sum(map(ord, group.name)) * 37 % 200_000
    return {
        "your_role": "Coordinator",
        "org_name": group.name,
        "org_type": group.kind,
        "charity_number": str(number),
        "company_number": f"{number:08d}",
        "started": 2012,
        "address": {"line1": "1 Example Street", "line2": "", "town": district_names()[group.district], "postcode": "PO1 2AB"},
        "address_secret": "yes" if group.project.theme == "domestic_abuse" else "no",
        "what_you_do": f"We run {group.project.doing} for {group.project.people}.",
        "districts": [group.district],
        "themes": [group.project.theme],
        "governing_document": {"id": "demonstration", "name": "constitution.pdf", "size": 48211, "content_type": "application/pdf"},
        "committee_size": 5,
        "unrelated_people": 4,
        "committee_paid": "no",
        "bank_account": "yes",
        "bank_signatories": 2,
        "staff_fte": 2,
        "volunteers": 9,
        "income_last_year": group.income_band,
        **_led_by(group),
        "directory": "no" if group.project.theme == "domestic_abuse" else "yes",
        "alerts": "weekly",
        "declarations": ["nd_true", "nd_authority", "nd_values", "nd_checks", "nd_update"],
    }  # fmt: skip


# Who each sort of project is mainly for, as its group tells; the others are for everyone.
_FOR = {
    "domestic_abuse": "DEI090000", "sexual_crime": "DEI090000", "hate_crime": "DEI010000", "cyber_fraud": "DEI060000",
    "youth_crime_prevention": "DEI070000", "antisocial_behaviour": "DEI070000",
}  # fmt: skip


def _led_by(group: Group) -> dict[str, Any]:
    """Whether a group calls itself by-and-for: some do, some do not, some would not say."""
    community = _FOR.get(group.project.theme)
    if community is None:
        return {"mission_communities": ["general"], "by_and_for_self": "no"}
    if group.income_band in ("none", "under_10k"):
        shares = {"board_share": "three_quarters", "senior_share": "no_staff"}
        return {"mission_communities": [community], "by_and_for_self": "yes"} | shares
    return {"mission_communities": [community], "by_and_for_self": "prefer_not"}


def fill_in(session: Session, response: Response, answers: Mapping[str, Any], actor: Actor) -> None:
    """Save answers section by section, as a person would."""
    form = form_of(response.form_version)
    for section in form.sections:
        mine = {q.key: answers[q.key] for q in section.questions if q.key in answers}
        row = sections_of(session, response).get(section.key)
        if mine:
            base = row.revision if row else 0
            save_answers(session, response=response, section=section, values=mine, base=base, actor=actor)
