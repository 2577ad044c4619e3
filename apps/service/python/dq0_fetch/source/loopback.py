"""Which connections leave this machine."""

from __future__ import annotations

import ipaddress
from typing import Any


def leaves_machine(host: str) -> bool:
    """Whether a host is another machine, as far as its name says."""
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() != "localhost"


def tls_settings(host: str, login: dict[str, Any]) -> dict[str, Any]:
    """The settings of a login: without any, `off` to this machine itself and `verify` to every other."""
    settings: dict[str, Any] = login.get("tls") or {"mode": "verify" if leaves_machine(host) else "off"}
    return settings
