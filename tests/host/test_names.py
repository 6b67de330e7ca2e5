"""The names that the server answers to."""

from __future__ import annotations

import pytest

from mentor_cpd.errors import CpdError
from mentor_cpd.host import names
from mentor_cpd.host.names import Names, asker, same_origin


@pytest.mark.parametrize(
    "name", ["localhost", "localhost:8484", "127.0.0.1:1", "[::1]:8484", "LOCALHOST", "localhost."]
)
def test_a_server_on_this_machine_answers_to_this_machine(name: str) -> None:
    assert Names("127.0.0.1").include(name)


@pytest.mark.parametrize(
    "name",
    ["evil.example", "127.0.0.1.evil.example", "localhost@evil", "", "a b", "192.168.0.9", "x:y:z"],
)
def test_and_to_nobody_elses_names(name: str) -> None:
    assert not Names("127.0.0.1").include(name)
    assert name == "192.168.0.9" or not Names("").include(name), "bound to all addresses"


def test_a_server_for_the_network_answers_to_addresses_and_to_names_it_was_given() -> None:
    """An address cannot be rebound to another machine; a name can."""
    ours = Names("::", ["CPD.school.example"])
    assert ours.include("192.168.0.9:8484")
    assert ours.include("[fe80::1]:8484")
    assert ours.include("cpd.school.example")
    assert not ours.include("other.school.example")


@pytest.mark.parametrize(
    ("given", "in_links"),
    [
        ("CPD.school.example", "cpd.school.example"),
        ("cpd.school.example:9443", "cpd.school.example:9443"),
        ("cpd", "cpd"),
        ("192.0.2.7:80", "192.0.2.7:80"),
        ("2001:db8::7", "[2001:db8::7]"),
        ("[2001:db8::7]:9443", "[2001:db8::7]:9443"),
    ],
)
def test_a_name_that_is_given_is_answered_to_and_stands_in_links(given: str, in_links: str) -> None:
    """With its port, which the proxy may have changed on the way: that says nothing."""
    assert names.in_links(given) == in_links
    ours = Names("127.0.0.1", [in_links])
    assert ours.include(in_links)
    assert ours.include(in_links.removesuffix(":9443"))
    assert not ours.include(f"other.{in_links}")


@pytest.mark.parametrize(
    "given",
    [
        "",
        " ",
        ".",
        "https://cpd.school.example/",
        "cpd.school.example/",
        "cpd.school.example:",
        "cpd.school.example:99999",
        "cpd.school.example:0",
        "*.school.example",
        "cpd school",
        "[]",
        "[1.2.3]",
    ],
)
def test_what_is_no_name_alone_is_refused_at_once(given: str) -> None:
    """Or every page would be refused later, by a server that seems to be well."""
    with pytest.raises(CpdError) as no:
        names.in_links(given)
    assert f'"{given}"' in no.value.what
    assert "the name alone, such as cpd.school.example" in no.value.remedy


def test_an_origin_is_ours_when_scheme_name_and_port_are() -> None:
    def ours(origin: str | None) -> bool:
        return same_origin(origin, host="cpd:8484", protocols=["http"])

    assert ours("http://cpd:8484")
    for other in (
        None,
        "null",
        "",
        "http://cpd",
        "https://cpd:8484",
        "http://cpd:8484.evil.example",
        "http://user@cpd:8484",
        "http://[",
    ):
        assert not ours(other)


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        (None, "10.0.0.1"),
        ("", "10.0.0.1"),
        ("10.9.9.9", "10.9.9.9"),
        ("1.2.3.4, made up, 10.9.9.9", "10.9.9.9"),
        ("2001:db8::7", "2001:db8::7"),
        ("10.9.9.9, unknown", "10.0.0.1"),
    ],
)
def test_behind_a_proxy_the_asker_is_whom_the_proxy_heard(
    forwarded: str | None, address: str
) -> None:
    assert asker("10.0.0.1", forwarded) == address
