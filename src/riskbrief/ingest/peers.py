"""Which machines may be asked: public addresses, and private hosts that config.yaml names."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Collection

_NETWORKS = ("64:ff9b::/96", "64:ff9b:1::/48", "::ffff:0:0:0/96", "192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32")
_REFUSED = tuple(ipaddress.ip_network(n) for n in _NETWORKS)  # NAT64, translated, relays; a cloud's metadata service


def public(address: str) -> bool:
    """Whether an IP address lies in the public internet: not loopback, private, link-local, metadata, mapped to such.

    >>> [public(a) for a in ("9.9.9.9", "127.0.0.1", "::ffff:127.0.0.1", "169.254.169.254", "64:ff9b::7f00:1")]
    [True, False, False, False, False]
    """
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return public(str(ip.ipv4_mapped))
        if ip.sixtofour or ip.teredo or ip.is_site_local:
            return False
    if any(ip in network for network in _REFUSED if network.version == ip.version):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified


def bare(host: str) -> str:
    """A host name as it is compared: lower case, without brackets and final dot.

    >>> bare("[::1]"), bare("Feeds.Example.")
    ('::1', 'feeds.example')
    """
    return host.strip("[]").rstrip(".").lower()


def addresses(host: str, port: int, private: Collection[str]) -> list[str]:
    """Addresses of a host that may be connected to, in the resolver's order; empty when all are refused.

    `private`: hosts that may have private addresses. Errors: OSError or UnicodeError when the name has no address.
    """
    found = socket.getaddrinfo(bare(host), port, type=socket.SOCK_STREAM)
    named = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    return named if bare(host) in private else [a for a in named if public(a)]
