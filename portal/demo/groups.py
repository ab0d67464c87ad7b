"""The invented organisations of the demonstration, and what each would do with a grant. None of them exists."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """A group: its name, kind and size (values of the pack), its district (ONS code), and who leads it."""

    name: str
    kind: str
    income_band: str
    district: str
    lead: str
    project: "Project"


@dataclass(frozen=True)
class Project:
    """What a group would do: `doing` completes "We will run ...", `people` completes "for ...", `harm` names what it
    is against. Money in pounds.
    """

    title: str
    theme: str
    doing: str
    people: str
    harm: str
    partner: str
    pounds: int


_THEMES = {
    "walks": ("community_safety", "evening walks and a weekly drop-in", "women who do not feel safe after dark", "street harassment"),
    "boxing": ("youth_crime_prevention", "boxing and mentoring two evenings a week", "boys of 11 to 16 who are often excluded from school", "knife carrying"),
    "refuge": ("domestic_abuse", "one-to-one support and a recovery group", "people who are leaving abusive relationships", "domestic abuse"),
    "football": ("antisocial_behaviour", "street football and youth work on Friday nights", "young people who meet in the precinct", "anti-social behaviour"),
    "release": ("reoffending", "a mentor at the gate and for twelve weeks after", "people who leave prison with nowhere to go", "reoffending"),
    "rural": ("rural_crime", "property marking days and a farm watch", "farms and villages far from a police station", "theft from farms"),
    "scams": ("cyber_fraud", "friendly sessions about scams in church halls", "older people who live alone", "fraud by phone and online"),
    "listening": ("hate_crime", "safe places to report and someone to listen", "people who are targeted for who they are", "hate crime"),
    "repair": ("restorative_justice", "meetings between those harmed and those who caused harm", "neighbours in long disputes", "repeated conflict"),
    "bikes": ("youth_crime_prevention", "a bike workshop where young people build their own", "teenagers who have left school early", "theft and boredom"),
    "survivors": ("sexual_crime", "a survivors' group led by survivors", "adults who lived through sexual abuse as children", "lasting harm after abuse"),
    "parents": ("adolescent_parent_violence", "a ten-week course for parents", "parents who are hurt by their own teenagers", "violence at home"),
    "sober": ("substance_misuse", "a Saturday café without alcohol", "people in recovery", "drink and drug related crime"),
}  # fmt: skip

# name, kind, income band, district, lead, theme, project title, pounds
_ROWS = (
    ("Harbour Lights Collective", "unincorporated", "under_10k", "E06000044", "Amina Yusuf", "walks", "Safe Steps on the Seafront", 8450),
    ("Solent Youth Boxing", "cio", "10k_100k", "E06000045", "Marlon Peters", "boxing", "Gloves Up, Knives Down", 24600),
    ("Wight Haven", "registered_charity", "100k_1m", "E06000046", "Sian Barlow", "refuge", "A Place to Begin Again", 48900),
    ("Leigh Park Kickabout", "unincorporated", "under_10k", "E07000090", "Dean Foster", "football", "Friday Night Kickabout", 6200),
    ("Second Gate", "cic", "10k_100k", "E07000094", "Ruth Achebe", "release", "Met at the Gate", 31800),
    ("Test Valley Farm Watch", "unincorporated", "none", "E07000093", "Giles Marsh", "rural", "Marked and Watched", 4100),
    ("Fareham Good Neighbours", "registered_charity", "10k_100k", "E07000087", "Joan Petty", "scams", "Hang Up, Check, Call Back", 9800),
    ("Open Door Southampton", "cic", "10k_100k", "E06000045", "Farah Iqbal", "listening", "Listening Rooms", 27400),
    ("Common Ground Mediation", "charitable_company", "100k_1m", "E06000044", "Peter Lowe", "repair", "Next Door Again", 39000),
    ("Gosport Bike Kitchen", "cic", "under_10k", "E07000088", "Kit Lawson", "bikes", "Build It, Ride It, Keep It", 12750),
    ("Still Standing", "cio", "10k_100k", "E07000086", "Maeve Doran", "survivors", "Still Standing, Together", 22300),
    ("New Forest Family Link", "registered_charity", "100k_1m", "E07000091", "Helen Cross", "parents", "Calm at Home", 36500),
    ("The Dry Dock Café", "cic", "10k_100k", "E07000092", "Ian Mottram", "sober", "Saturdays Without", 15600),
    ("Basing Lights", "unincorporated", "under_10k", "E07000084", "Priya Nair", "walks", "Walk Me Home", 5900),
    ("Hart Street Project", "cio", "10k_100k", "E07000089", "Callum Reid", "football", "The Precinct Team", 18200),
    ("East Hants Listening Post", "unregistered_small_charity", "under_10k", "E07000085", "Moira Kent", "listening", "Heard Here", 3900),
    ("Portsea Girls' Club", "registered_charity", "10k_100k", "E06000044", "Zainab Osman", "walks", "Our Streets Too", 16900),
    ("Ryde Recovery Friends", "unincorporated", "under_10k", "E06000046", "Tom Wheeler", "sober", "Sober Saturdays on the Island", 7300),
    ("Andover Young Builders", "cic", "10k_100k", "E07000093", "Josie Hale", "bikes", "Tools Not Trouble", 19400),
    ("Eastleigh Elders' Circle", "unincorporated", "none", "E07000086", "Ranjit Gill", "scams", "Scam Spotters", 3600),
    ("Turning Tide Winchester", "registered_charity", "100k_1m", "E07000094", "Louise Farr", "release", "First Twelve Weeks", 52000),
    ("Somali Families Solent", "cio", "under_10k", "E06000045", "Hodan Warsame", "parents", "Mothers and Sons", 14200),
    ("Rushmoor Nepali Women", "unincorporated", "under_10k", "E07000092", "Sunita Gurung", "refuge", "Sisters' Helpline", 11800),
    ("Havant Boxing Academy", "company_guarantee", "10k_100k", "E07000090", "Wayne Tully", "boxing", "In My Corner", 21000),
    ("Island Farm Network", "community_benefit_society", "10k_100k", "E06000046", "Beth Colenutt", "rural", "Eyes on the Lane", 8800),
    ("Rainbow Quay", "cio", "10k_100k", "E06000044", "Alex Winter", "listening", "Report It With Us", 17500),
    ("St Mary's Night Shelter Friends", "faith_group", "10k_100k", "E06000045", "Grace Adeyemi", "sober", "Warm Room", 13300),
    ("Millbrook Street Team", "unincorporated", "none", "E06000045", "Leon Grant", "football", "After School, Off Street", 4800),
    ("Quiet Waters Counselling", "registered_charity", "100k_1m", "E07000087", "Anna Brice", "survivors", "Quiet Waters for Men", 33400),
    ("Petersfield Peace Table", "unincorporated", "under_10k", "E07000085", "Colin Marsh", "repair", "Round the Table", 5200),
    ("Lymington Sea Scouts Friends", "registered_charity", "10k_100k", "E07000091", "Fran Tull", "bikes", "All Hands", 9100),
    ("Cowes Women's Voice", "unincorporated", "under_10k", "E06000046", "Ellie Chiverton", "survivors", "Voice and Choice", 12100),
    ("Paulsgrove Pathways", "cic", "10k_100k", "E06000044", "Jade Norris", "boxing", "Ring of Trust", 26300),
    ("Totton Tech Buddies", "cio", "under_10k", "E07000091", "Bill Hobbs", "scams", "Buddy Up Online", 6700),
    ("Aldershot Fathers' Group", "unincorporated", "none", "E07000092", "Sam Tembo", "parents", "Dads at the Table", 5500),
    ("Romsey Restorative", "charitable_company", "10k_100k", "E07000093", "Dr Ivy Stone", "repair", "Say It to My Face", 20800),
    ("Bishop's Waltham Rural Watch", "unincorporated", "under_10k", "E07000094", "Hugh Penfold", "rural", "Gates and Lights", 4400),
    ("Freshstart Fareham", "cic", "10k_100k", "E07000087", "Nia Bowen", "release", "Keys to the Door", 29900),
    ("Gosport Sisters", "unincorporated", "under_10k", "E07000088", "Tola Bright", "refuge", "Safe by Design", 10400),
    ("Hythe Harbour Youth", "registered_charity", "10k_100k", "E07000091", "Rob Sayer", "football", "The Jetty Project", 14700),
)  # fmt: skip


def groups() -> list[Group]:
    """All of them, in a fixed order."""
    return [
        Group(name, kind, band, district, lead, _project(theme, title, pounds))
        for name, kind, band, district, lead, theme, title, pounds in _ROWS
    ]


def _project(theme: str, title: str, pounds: int) -> Project:
    value, doing, people, harm = _THEMES[theme]
    partner = {"release": "the prison and probation teams", "rural": "the country watch team"}.get(
        theme, "the youth service and two schools"
    )
    return Project(title, value, doing, people, harm, partner, pounds)
