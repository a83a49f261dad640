"""Who may ask: the address the server listens on, the host a request names, and the token it brings."""

import hashlib
import hmac
import ipaddress
import re
import secrets
from collections.abc import Mapping, Sequence
from enum import IntEnum
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from loaders.errors import LoadError
from service.web.options import Options
from service.web.refusals import (
    BadRequestError,
    NotAllowedHereError,
    OtherOriginError,
    WrongHostError,
    WrongRoleError,
)

_LOCAL_NAMES: Final = ("localhost", "127.0.0.1", "[::1]")
_HOST = re.compile(r"(?P<name>[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_LINE = re.compile(r"(?P<name>\S{1,100})\s+(?P<role>read|review|load)\s+sha256:(?P<digest>[0-9a-f]{64})")


class Role(IntEnum):
    """What a token allows; each role includes those before it."""

    nobody = 0
    read = 1
    review = 2
    load = 3


class Token(NamedTuple):
    """A token as it is kept: who has it, what it allows, and its hash."""

    name: str
    role: Role
    digest: bytes


class Visitor(NamedTuple):
    """Who asks, for the log, and what is allowed."""

    name: str
    role: Role


class AccessError(LoadError):
    """Raised when the server would be open to others, or its tokens cannot be read."""


def make_token(name: str, role: str) -> tuple[str, str]:
    """A new token for a person or program, and the line for the token file that holds only its hash."""
    if not re.fullmatch(r"\S{1,100}", name) or role not in ("read", "review", "load"):
        raise AccessError("a token needs a name without blanks and a role", name, "use read, review or load")
    token = secrets.token_urlsafe(32)
    return token, f"{name} {role} sha256:{_digest(token.encode()).hex()}"


def read_tokens(path: Path) -> tuple[Token, ...]:
    """The tokens of a file: name, role and hash on each line; `#` begins a comment."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        raise AccessError(
            "the tokens cannot be read", path.name, "name a file of lines such as: anna read sha256:…"
        ) from exc
    tokens = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _LINE.fullmatch(line.strip())
        if found is None:
            raise AccessError(
                "this is no token", f"{path.name}, line {number}", "write: NAME ROLE sha256:HASH"
            )
        tokens.append(Token(found["name"], Role[found["role"]], bytes.fromhex(found["digest"])))
    return tuple(tokens)


def check_binding(options: Options, tokens: Sequence[Token]) -> None:
    """Refuse to listen to the outside without tokens, with a sentence that says how to do it."""
    if is_loopback(options.host) or tokens:
        return
    raise AccessError(
        "without tokens the server listens on this machine only",
        f"host {options.host}",
        "make a token and name its file with --tokens, or leave --host away",
        zh=("没有令牌时只允许本机访问", "请先生成令牌并用 --tokens 指定令牌文件，或去掉 --host"),
    )


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Access:
    """Decides for each request whether its host and its token are good."""

    def __init__(self, options: Options, tokens: Sequence[Token]) -> None:
        self._tokens = tuple(tokens)
        self._anybody = Visitor("", Role[options.allow])
        names = set(options.hosts)
        if options.public:
            names.add((urlsplit(options.public).hostname or "").lower())
        if is_loopback(options.host):
            names.update(_LOCAL_NAMES)
        elif options.host not in ("0.0.0.0", "::") and names:  # noqa: S104 - compared, not bound
            names.add(options.host.lower())
        self._names = frozenset(names)
        self._good_hosts: dict[bytes, None] = {}

    @property
    def open(self) -> bool:
        """Whether everyone who reaches the server may read."""
        return not self._tokens

    def check_host(self, host: bytes | None, http_version: str) -> None:
        """A page of another site must not reach us under its own name (DNS rebinding)."""
        if host in self._good_hosts:
            return
        if host is None:
            if http_version == "1.0":
                return
            raise BadRequestError("The request names no host.")
        found = _HOST.fullmatch(host.decode("latin-1"))
        if found is None:
            raise BadRequestError("The Host header names no host.")
        if self._names and found["name"].lower() not in self._names:
            raise WrongHostError("This server does not answer for that host name; set --hosts to allow it.")
        if len(self._good_hosts) < 100:
            self._good_hosts[host] = None

    def identify(self, authorization: bytes | None) -> Visitor:
        """Who asks: nobody in particular may do what the settings allow where there are no tokens."""
        if not self._tokens:
            return self._anybody
        if authorization is None:
            return _NOBODY
        scheme, _, token = authorization.partition(b" ")
        digest = _digest(token.strip())
        found = _NOBODY
        if scheme.lower() == b"bearer":
            for known in self._tokens:  # all are compared, so that the time says nothing
                if hmac.compare_digest(known.digest, digest):
                    found = Visitor(known.name, known.role)
        return found


_NOBODY: Final = Visitor("", Role.nobody)


def check_origin(headers: Mapping[bytes, bytes], public: str = "") -> None:
    """Refuse a change that a page of another site asks for: a browser says where a request comes from."""
    origin, site = headers.get(b"origin"), headers.get(b"sec-fetch-site")
    foreign = site is not None and site not in (b"same-origin", b"none")
    if origin is not None and not foreign:
        named = urlsplit(origin.decode("latin-1")).netloc.lower()
        ours = {headers.get(b"host", b"").decode("latin-1").lower(), urlsplit(public).netloc.lower()} - {""}
        foreign = named not in ours
    if foreign:
        raise OtherOriginError(
            "Changes are taken from this server's own pages and from programs, not from pages of other sites."
        )


def require(visitor: Visitor, role: Role) -> None:
    """Raise what is missing for this role."""
    if visitor.role >= role:
        return
    if visitor.role is Role.nobody:
        raise NotAllowedHereError("This server needs a token; send it as Authorization: Bearer TOKEN.")
    raise WrongRoleError(
        f"This needs the role {role.name}: a token with it, or `--allow {role.name}` on this machine."
    )


def _digest(token: bytes) -> bytes:
    return hashlib.sha256(token).digest()
