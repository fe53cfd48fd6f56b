"""Tax numbers, handles and web addresses are checked by shape; nothing hostile passes, nothing fails."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.countries import country_names
from app.models.identifiers import LONGEST_URL, Site, check_profile_url, check_url, check_vat, clean_handle, is_handle

COUNTRIES = st.sampled_from([*country_names(), "", "EU", "EL", "XI", "../x", "gr"])
HOSTILE_URLS = [
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "https://facebook.com@evil.test/ada",
    "https://evil.test\\@facebook.com/ada",
    "https://face book.com/ada",
    "https://[::1",
    "https://exa_mple..test/",
    "https://firma.test:99999/",
    "https://",
    "nonsense",
    "",
    "x" * LONGEST_URL + ".test",
]


@pytest.mark.parametrize(
    ("text", "country", "compact"),
    [
        ("DE 136,695 976", "DE", "DE136695976"),
        ("136695976", "de", "DE136695976"),
        ("ATU57194903", "AT", "ATU57194903"),
        ("094259216", "GR", "EL094259216"),
        ("EL 094259216", "GR", "EL094259216"),
        ("GB 980 7806 84", "GB", "980780684"),
        ("CHE-107.787.577 IVA", "CH", "CHE107787577IVA"),
        ("CHE-107.787.577", "CH", "CHE107787577"),
        ("NL4495445B01", "DE", "NL004495445B01"),
        ("DE136695976", "US", "DE136695976"),
        ("DE136695976", "", "DE136695976"),
        ("12-3456789", "US", "123456789"),
        ("\u202aDE136695976\u202c", "DE", "DE136695976"),
    ],
)
def test_vat_numbers_that_pass(text: str, country: str, compact: str) -> None:
    assert check_vat(text, country) == (compact, True)


@pytest.mark.parametrize(
    ("text", "country", "compact"),
    [
        ("DE136695977", "DE", "DE136695977"),
        ("12", "FR", "12"),
        ("NL4495446B01", "DE", "NL4495446B01"),
        ("DE136695977", "", "DE136695977"),
        ("", "DE", ""),
        ("", "US", ""),
        ("DE-１", "DE", "DE１"),
        ("9" * 10_000, "DE", "9" * 10_000),
    ],
)
def test_vat_numbers_that_fail_stay_as_typed(text: str, country: str, compact: str) -> None:
    assert check_vat(text, country) == (compact, False)


@given(st.text(max_size=20) | st.from_regex(r"\A[A-Z]{0,3}[0-9A-Z&+*]{0,14}\Z"), COUNTRIES)
def test_no_tax_number_makes_a_checker_fail(text: str, country: str) -> None:
    compact, ok = check_vat(text, country)
    if ok:
        assert check_vat(compact, country) == (compact, True)


@pytest.mark.parametrize(
    "typed",
    [
        "ada",
        "@ada",
        " @ada ",
        "https://twitter.com/ada",
        "x.com/ada/status/1",
        "http://www.x.com/@ada",
        "https://mobile.twitter.com/ada?lang=en",
    ],
)
def test_handles_come_out_of_what_people_paste(typed: str) -> None:
    assert clean_handle(typed) == "ada"


def test_what_is_no_handle_stays_visible() -> None:
    assert clean_handle("https://evil.test/ada") == "https://evil.test/ada"
    assert is_handle("Ada_1843")
    assert not any(map(is_handle, ("", "ada lovelace", "a" * 16, "ädä", "https://evil.test/ada", "ada\n")))


@pytest.mark.parametrize(
    ("typed", "site", "address"),
    [
        ("facebook.com/ada", "facebook", "https://facebook.com/ada"),
        ("http://www.Facebook.com/Ada?ref=x", "facebook", "https://www.facebook.com/Ada?ref=x"),
        ("HTTPS://fb.com/ada", "facebook", "https://fb.com/ada"),
        ("uk.linkedin.com/in/ada", "linkedin", "https://uk.linkedin.com/in/ada"),
        ("x.com/ada", "twitter", "https://x.com/ada"),
    ],
)
def test_profiles_of_a_site(typed: str, site: Site, address: str) -> None:
    assert check_profile_url(typed, site) == (address, True)


@pytest.mark.parametrize(
    "typed",
    [
        "facebook.com",
        "https://facebook.com/",
        "notfacebook.com/ada",
        "facebook.com.evil.test/ada",
        "linkedin.com/in/ada",
        "ada",
        *HOSTILE_URLS,
    ],
)
def test_what_is_no_profile_of_the_site(typed: str) -> None:
    assert not check_profile_url(typed, "facebook")[1]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("firma.test", "https://firma.test"),
        ("Firma.TEST/Über-uns", "https://firma.test/Über-uns"),
        ("firma.test:8080/x", "https://firma.test:8080/x"),
        ("http://intranet/wiki", "http://intranet/wiki"),
        ("https://münchen.example/?q=1#top", "https://münchen.example/?q=1#top"),
        ("  https://firma.test\x00 ", "https://firma.test"),
    ],
)
def test_web_addresses(typed: str, address: str) -> None:
    assert check_url(typed) == (address, True)
    assert check_url(address) == (address, True)


@pytest.mark.parametrize("typed", HOSTILE_URLS)
def test_what_is_no_web_address_stays_as_typed(typed: str) -> None:
    assert check_url(typed) == (typed, False)


@given(
    st.text(max_size=40)
    | st.builds(
        "{}://{}/{}".format, st.sampled_from(("http", "https", "ftp")), st.text(max_size=9), st.text(max_size=9)
    )
)
def test_hostile_text_never_fails(text: str) -> None:
    address, ok = check_url(text)
    assert not ok or check_url(address) == (address, True)
    check_profile_url(text, "linkedin")
    assert not clean_handle("@" + text).startswith("@")
