"""Addresses of shared databases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.servers import Host, ServerAddress, Tls, hosts_as_text, parse_address, read_hosts

names = st.from_regex(r"[a-z0-9]([a-z0-9.-]{0,20}[a-z0-9])?", fullmatch=True) | st.sampled_from(["::1", "fe80::1"])
hosts = st.builds(Host, names, st.integers(1, 65535))
letters = st.characters()
texts = st.text(letters, min_size=1, max_size=30)


@given(st.builds(ServerAddress, st.lists(hosts, min_size=1, max_size=3).map(tuple), texts, texts, st.sampled_from(Tls)))
def test_an_address_is_read_back_as_it_was_written(address):
    assert parse_address(str(address)) == address


def test_what_is_usual_need_not_be_said():
    address = parse_address("postgresql://ada@db.example/desk")

    assert address == ServerAddress((Host("db.example"),), "desk", "ada")
    assert address.tls is Tls.VERIFY_FULL
    assert str(address) == "postgresql://ada@db.example:5432/desk"


def test_several_hosts_and_a_certificate():
    url = "postgresql://ada@one.example,two.example:5433/desk?sslmode=verify-ca&sslrootcert=%2Fetc%2Fca.pem"
    assert parse_address(url) == ServerAddress(
        (Host("one.example"), Host("two.example", 5433)), "desk", "ada", Tls.VERIFY_CA, "/etc/ca.pem"
    )


@pytest.mark.parametrize(
    "url",
    [
        "",
        "desk",
        "mysql://ada@db/desk",
        "postgresql://db/desk",
        "postgresql://ada@db",
        "postgresql://ada@:5432/desk",
        "postgresql://ada@db:99999/desk",
        "postgresql://ada@db/desk?sslmode=prefer",
        "postgresql://ada@db/desk?application_name=x",
        "postgresql://ada:secret@db/desk",
    ],
)
def test_what_is_not_an_address_is_refused(url):
    with pytest.raises(ValueError):  # noqa: PT011 - whichever part is wrong
        parse_address(url)


@given(st.lists(hosts, min_size=1, max_size=3).map(tuple), st.integers(1, 65535))
def test_hosts_are_read_back_as_they_are_shown(several, port):
    assert read_hosts(hosts_as_text(several, port), port) == several


def test_hosts_as_people_type_them():
    assert read_hosts(" one.example,two.example:6000 , ::1;".rstrip(";"), 5433) == (
        Host("one.example", 5433),
        Host("two.example", 6000),
        Host("::1", 5433),
    )
    assert hosts_as_text((Host("one"), Host("two", 6000), Host("::1", 5433)), 5433) == "one:5432, two:6000, [::1]"


@pytest.mark.parametrize(
    "typed", ["", " , ", "one:", "one:x", "one:0", "/tmp", "ada@one", "http://one", "one two:99999"]
)
def test_what_cannot_be_hosts_is_refused(typed):
    with pytest.raises(ValueError):  # noqa: PT011 - whichever part is wrong
        read_hosts(typed)


@pytest.mark.parametrize(
    ("names", "tls", "is_weak"),
    [
        (["db.example"], Tls.VERIFY_FULL, False),
        (["db.example"], Tls.VERIFY_CA, True),
        (["db.example"], Tls.REQUIRE, True),
        (["db.example"], Tls.DISABLE, True),
        (["localhost", "127.0.0.5", "::1"], Tls.DISABLE, False),
        (["localhost", "db.example"], Tls.DISABLE, True),
        (["localhost.example"], Tls.DISABLE, True),
    ],
)
def test_only_what_goes_over_a_network_can_be_weak(names, tls, is_weak):
    assert ServerAddress(tuple(map(Host, names)), "desk", "ada", tls).is_weak() is is_weak


def test_the_same_database_may_be_reached_in_several_ways():
    address = parse_address("postgresql://ada@one,two/desk")
    assert address.is_same(parse_address("postgresql://ada@two/desk?sslmode=require"))
    for other in ("postgresql://ada@three/desk", "postgresql://ada@one/other", "postgresql://grace@one/desk"):
        assert not address.is_same(parse_address(other))
    assert address.signs_in_like(parse_address("postgresql://ada@one,two/other?sslmode=require"))
    assert not address.signs_in_like(parse_address("postgresql://ada@one/desk"))
