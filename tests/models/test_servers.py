"""Addresses of shared databases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.servers import Host, ServerAddress, Tls, parse_address

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
