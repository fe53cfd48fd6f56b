"""The lists people choose from, and the countries their files name."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

import phonenumbers
import pytest

from app.models.countries import country_code, country_names, currency_names, language_names, time_zone_names
from app.models.folding import fold


@pytest.mark.parametrize(
    "names", [country_names(), country_names("de"), language_names(), currency_names(), time_zone_names()]
)
def test_lists_are_sorted_by_name_and_cannot_be_changed(names: Mapping[str, str]) -> None:
    folded = [fold(name) for name in names.values()]
    assert folded == sorted(folded)
    assert len(set(folded)) == len(folded)
    with pytest.raises(TypeError):
        names["XX"] = "nowhere"  # type: ignore[index]


def test_countries_are_those_of_iso_3166_and_kosovo() -> None:
    assert len(country_names()) == 250
    assert not {"EU", "ZZ", "001", "UN", "XA"} & set(country_names())
    assert set(phonenumbers.SUPPORTED_REGIONS) - set(country_names()) == {"AC", "TA"}
    assert (country_names()["DE"], country_names("de")["DE"], country_names("pt-BR")["DE"]) == (
        "Germany",
        "Deutschland",
        "Alemanha",
    )


def test_an_unknown_locale_reads_english() -> None:
    assert country_names("xx_XX") == country_names("") == country_names()


def test_languages_are_tags() -> None:
    assert language_names()["de"] == "German"
    assert language_names()["pt-BR"] == "Brazilian Portuguese"
    assert language_names("fr")["de"] == "allemand"
    assert "und" not in language_names()


def test_currencies_are_those_in_use() -> None:
    assert currency_names()["EUR"] == "Euro"
    assert currency_names("de")["USD"] == "US-Dollar"
    assert {"GBP", "JPY", "CHF", "INR"} <= set(currency_names())
    assert not {"DEM", "ESP", "XXX", "XAU"} & set(currency_names())


def test_time_zones_are_current_and_exist() -> None:
    zones = time_zone_names()
    assert {"Europe/Berlin", "America/Argentina/Buenos_Aires", "Asia/Kolkata", "UTC"} <= set(zones)
    assert not {"Asia/Calcutta", "US/Eastern", "GMT", "Etc/GMT+1", "localtime", "EST"} & set(zones)
    assert zones["America/New_York"] == "America/New York"
    assert all(ZoneInfo(zone).key == zone for zone in zones)


def test_every_country_is_found_by_what_it_is_called() -> None:
    for locale in ("en", "de", "ja"):
        for code, name in country_names(locale).items():
            assert country_code(name, locale) == code
            assert country_code(f" {code.lower()} ", locale) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("USA", "US"), ("DEU", "DE"), ("uk", "GB"), ("England", "GB"), ("the Netherlands", "NL"), ("Czech Republic", "CZ"),
     ("Turkey", "TR"), ("cote d'ivoire", "CI"), ("Bosnia and Herzegovina", "BA"), ("Myanmar", "MM"), ("Hong Kong", "HK"),
     ("Saint Lucia", "LC"), ("Guinea-Bissau", "GW"), ("GUINEA BISSAU", "GW"), ("U.S.A.", "US"), ("Österreich", None),
     ("Atlantis", None), ("", None), ("EU", None), ("ZZZ", None), ("\x00", None)],
)  # fmt: skip
def test_country_code(text: str, code: str | None) -> None:
    assert country_code(text) == code


def test_names_of_the_locale_are_known_beside_english() -> None:
    assert country_code("Österreich", "de") == country_code("Austria", "de") == "AT"
