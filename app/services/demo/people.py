"""Made-up customers: who they are, where they live, and how the desk knows them.

A customer follows from the seed and from its place in the population alone, so any part of the population can be made
by itself, by whichever process, and a name of an earlier customer's id is known without having made it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from app.models.customer import EXTERNAL, INTERNAL
from app.models.values import Content, Item, Value
from app.services.demo import contacts
from app.services.demo.dice import Dice
from app.services.demo.names import CULTURES, PersonName, person_name
from app.services.demo.places import COUNTRIES, City, Country

LAST_DAY = date(2026, 9, 30)
"""When the sample data end: a fixed day, so that the same seed makes the same data on any day."""

_WEEK = 7 * 24 * 60 * 60
_YEARS = 5 * 365 * 24 * 60 * 60
_LAST_MOMENT = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, 16, tzinfo=UTC).timestamp()

_INTERNAL_PLACES = (0, 3, 7)
"""Which of every ten customers are employees."""

_HEADS = ("Customer service", "Engineering", "Facilities", "Finance", "Human resources", "Information technology",
          "Legal", "Marketing", "Operations", "Purchasing", "Sales")  # fmt: skip
"""The departments, each led by one who reports to the first employee of all."""

_TEAM = 7
_TITLES = (
    "agent", "analyst", "assistant", "clerk", "consultant", "coordinator", "engineer", "planner", "specialist",
    "technician", "trainee", "administrator",
)  # fmt: skip
SITES = ("Headquarters", "North campus", "Riverside", "Warehouse")
_BUILDINGS = ("A", "B", "C", "Main building", "Annexe")
_TAGS = ("newsletter", "key account", "beta tester", "pays late", "callback", "trade fair", "needs invoice by post",
         "wheelchair access", "press", "referral")  # fmt: skip
_MAIL_HOSTS = ("mail.example", "post.example", "inbox.test", "letters.example", "webmail.test")
_SOURCES = ("Web form", "Trade fair", "Phone call", "Paper form")
_BY_WEIGHT = tuple(country for country in COUNTRIES for _ in range(country.weight))
_BY_CODE = {country.code: country for country in COUNTRIES}


@dataclass(frozen=True, slots=True)
class Population:
    """The customers of one operating company.

    Attributes:
        size: how many there are.
        company_country: whose numbers are typed without a country code.
        domain: of the employees' e-mail addresses.
        code_prefix: of the customer codes, which count up from `code_start`.
        first_id: of the first customer; ids count up with places.
        pictures: ids of images to choose from.
    """

    size: int
    company_country: str
    domain: str
    code_prefix: str
    code_start: int
    first_id: int
    pictures: tuple[int, ...]


@dataclass(slots=True)
class _Draft:
    """A customer in the making."""

    place: int
    country: Country
    city: City
    name: PersonName | None
    business: str
    made_at: datetime
    values: dict[str, Value]


def customers(population: Population, seed: int, first: int, last: int) -> tuple[list[Content], list[datetime]]:
    """The customers from place `first` to before `last`, and when each of them was entered.

    The same customers come out however the places are cut into runs, as long as runs start where they did before.
    """
    dice = Dice(f"{seed}/{population.code_prefix}/{first}")
    made = [_customer(dice, population, place) for place in range(first, last)]
    return [content for content, _ in made], [moment for _, moment in made]


def _customer(dice: Dice, population: Population, place: int) -> tuple[Content, datetime]:
    internal = place % 10 in _INTERNAL_PLACES
    at_home = dice.happens(0.6 if internal else 0.25)
    country = _BY_CODE[population.company_country] if at_home else dice.pick(_BY_WEIGHT)
    name = person_name(dice, CULTURES[dice.pick(country.cultures)])
    made_at = _moment(dice, population, place)
    code = f"{population.code_prefix}{population.code_start + place}"
    values: dict[str, Value] = {"kind": INTERNAL if internal else EXTERNAL, "customer_code": code}
    values["customer_status"] = "inactive" if dice.happens(0.06) else "active"
    draft = _Draft(place, country, dice.pick(country.cities), name, "", made_at, values)
    emails = _employ(dice, population, draft) if internal else _trade(dice, draft)
    _identify(dice, population, draft)
    if not dice.happens(0.06):  # of some, the desk knows little more than the name
        _characterise(dice, draft, internal=internal)
    items = {
        "phones": contacts.phones(
            dice, country, draft.city, at_home=country.code == population.company_country, internal=internal
        ),
        "emails": emails,
        "addresses": contacts.addresses(dice, country, draft.city, draft.business) if not internal else (),
    }
    return Content(values, items), made_at


def _moment(dice: Dice, population: Population, place: int) -> datetime:
    """Codes grow with time, but for a week or so."""
    back = _YEARS * (1 - (place + dice.random()) / population.size)
    return datetime.fromtimestamp(int(_LAST_MOMENT - back - dice.random() * _WEEK), UTC)


def _identify(dice: Dice, population: Population, draft: _Draft) -> None:
    name, values = draft.name, draft.values
    if name is not None:
        values["full_name"] = name.full
        values["pre"] = name.pre or None
        values["first"] = name.first
        values["middle"] = name.middle or None
        values["last"] = name.last or None
        values["suffix"] = name.suffix or None
        values["nickname"] = name.nickname or None
    if draft.business:
        values["business_name"] = draft.business
    if name is not None and dice.happens(0.02) and population.pictures:
        values["image"] = dice.pick(population.pictures)
    values["tags"] = tuple({dice.pick(_TAGS): None, dice.pick(_TAGS): None}) if dice.happens(0.12) else ()
    values["former_codes"] = ()


def _employ(dice: Dice, population: Population, draft: _Draft) -> tuple[Item, ...]:
    """What the employer knows of an employee; returns the e-mail addresses."""
    values, name = draft.values, draft.name
    number = draft.place // 10 * len(_INTERNAL_PLACES) + _INTERNAL_PLACES.index(draft.place % 10)
    if name is None:
        return ()
    account = f"{name.latin_first[:1]}{name.latin_last or name.latin_first}"[:12] + str(number + 1)
    values["employee_id"] = f"E{100_000 + number}"
    values["employee_status"] = "Active" if dice.happens(0.88) else dice.pick(("On leave", "Contractor", "Terminated"))
    values["network_id"] = rf"CORP\{account}"
    values["sam_account_name"] = account
    values["department"] = _HEADS[(number - 1) % len(_HEADS)] if number else "Management"
    values["title"] = _title(dice, number, population.size)
    values["manager_id"] = None if number == 0 else population.first_id + _place_of(_manager(number))
    values["site"] = dice.pick(SITES)
    if dice.happens(0.8):
        values["building"] = dice.pick(_BUILDINGS)
        values["floor"] = str(dice.below(7))
        values["room_or_desk"] = dice.fill("###")
    local = f"{name.latin_first}.{name.latin_last}".strip(".")
    return (_email("Work", f"{local}{number + 1}@{population.domain}", primary=True),)


def _manager(number: int) -> int:
    """Who an employee reports to, by number: always somebody hired before, of the same department."""
    rank, department = divmod(number - 1, len(_HEADS))
    return 0 if rank == 0 else (rank - 1) // _TEAM * len(_HEADS) + department + 1


def _leads(number: int, size: int) -> bool:
    rank, department = divmod(number - 1, len(_HEADS))
    first_report = (rank * _TEAM + 1) * len(_HEADS) + department + 1
    return _place_of(first_report) < size


def _place_of(number: int) -> int:
    return number // len(_INTERNAL_PLACES) * 10 + _INTERNAL_PLACES[number % len(_INTERNAL_PLACES)]


def _title(dice: Dice, number: int, size: int) -> str:
    if number == 0:
        return "Chief executive"
    department = _HEADS[(number - 1) % len(_HEADS)]
    if number <= len(_HEADS):
        return f"Head of {department[0].lower()}{department[1:]}"
    return f"{department} team lead" if _leads(number, size) else f"{department} {dice.pick(_TITLES)}"


def _trade(dice: Dice, draft: _Draft) -> tuple[Item, ...]:
    """What is known of a person or business outside; returns the e-mail addresses."""
    values, name, country = draft.values, draft.name, draft.country
    if name is None:
        return ()
    is_business = dice.happens(0.3)
    host = dice.pick(_MAIL_HOSTS)
    if is_business:
        draft.business = _business(dice, draft, name)
        host = f"{name.latin_last or name.latin_first}{draft.place}.example"
        if dice.happens(0.4):
            draft.name = None
        if dice.happens(0.6):
            values["vat_number"] = contacts.vat_number(dice, country.code)
        values["wholesale"] = dice.happens(0.15)
        if dice.happens(0.05):
            values["tax_exempt"] = dice.pick(("all", "state", "country"))
            values["tax_certificate"] = dice.fill("TX-#####")
            values["tax_certificate_expires"] = LAST_DAY + timedelta(days=dice.below(900))
    values["customer_category"] = "b2b" if is_business else "b2c"
    if dice.happens(0.3):
        given_on = draft.made_at.date() + timedelta(days=dice.below(60))
        values["accepts_marketing"] = True
        values["marketing_consent_on"] = min(given_on, LAST_DAY)
        values["marketing_consent_source"] = dice.pick(_SOURCES)
    return _emails(dice, draft, name, host, is_business=is_business)


def _business(dice: Dice, draft: _Draft, name: PersonName) -> str:
    owner, trade = name.last or name.first, dice.pick(draft.country.trades)
    between = "" if draft.country.code in ("CN", "JP") else " "
    if dice.happens(0.4):
        return between.join((owner, draft.city.name, trade))
    return between.join((owner, trade))


def _emails(dice: Dice, draft: _Draft, name: PersonName, host: str, *, is_business: bool) -> tuple[Item, ...]:
    chance = dice.random()
    if chance < 0.12:
        return ()
    local = f"{name.latin_first}{'._'[chance < 0.5]}{name.latin_last}".strip("._")
    if draft.name is None:
        local = "info"
    elif not is_business:
        local = f"{local}{draft.place}"
    first = _email("Work" if is_business else "Personal", f"{local}@{host}", primary=True)
    if chance < 0.9:
        return (first,)
    second = f"{name.latin_first[:1]}{name.latin_last}{draft.place}@{dice.pick(_MAIL_HOSTS)}"
    return first, _email("Other", second, primary=False)


def _email(label: str, address: str, *, primary: bool) -> Item:
    return Item({"label": label, "address": address, "is_primary": primary})


def _characterise(dice: Dice, draft: _Draft, *, internal: bool) -> None:
    """How a customer likes to be served and what the desk makes of them."""
    values = draft.values
    values["preferred_language"] = draft.country.language
    values["time_zone"] = draft.city.time_zone or draft.country.time_zone
    values["sla_level"] = dice.pick(("bronze", "bronze", "silver", "silver", "gold", "platinum"))
    if dice.happens(0.7):
        values["last_survey_date"] = min(draft.made_at.date() + timedelta(days=dice.below(700)), LAST_DAY)
    if dice.happens(0.5):
        values["preferred_contact_time"] = dice.pick(("Any time", "Morning", "Afternoon", "Evening", "Business hours"))
        values["preferred_contact_mode"] = dice.pick(("E-mail", "E-mail", "Call", "SMS"))
    if dice.happens(0.3):
        values["personality_type"] = dice.pick(("Analytical", "Driver", "Amiable", "Expressive"))
    if internal:
        return
    values["customer_type"] = dice.pick(("Prospect", "New", "Regular", "Regular", "Regular", "VIP", "Former"))
    business = ("Enterprise", "Mid-market", "Small business", "Small business", "Public sector")
    values["customer_segment"] = dice.pick(business) if draft.business else "Consumer"
    if draft.name is not None and dice.happens(0.08):
        handle = f"{draft.name.latin_first}_{draft.name.latin_last}"[:12].strip("_")
        values["twitter_handle"] = handle
        values["linkedin_url"] = f"https://www.linkedin.com/in/{handle.replace('_', '-')}-{draft.place}"
        values["social_media_status"] = dice.pick(("None", "Follower", "Active", "Influencer"))
