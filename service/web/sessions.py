"""Signing in from a page: a token is given once, and a cookie that says nothing stands for it afterwards."""

import secrets
import time
from collections import OrderedDict
from http.cookies import CookieError, SimpleCookie
from typing import Final

from service.web.access import Visitor

COOKIE: Final = "goaltrace-session"
_LASTS: Final = 12 * 3600
_MOST: Final = 1000


class Sessions:
    """Who is signed in; forgotten when the server ends."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[Visitor, float]] = OrderedDict()

    def begin(self, visitor: Visitor, *, secure: bool) -> bytes:
        """Sign a visitor in; the value of the Set-Cookie header."""
        number = secrets.token_urlsafe(32)
        self._known[number] = (visitor, time.monotonic() + _LASTS)
        while len(self._known) > _MOST:
            self._known.popitem(last=False)
        return self._cookie(number, _LASTS, secure=secure)

    def find(self, cookies: str) -> Visitor | None:
        """The visitor whom the Cookie header stands for."""
        known, until = self._known.get(_session_of(cookies), (None, 0.0))
        return known if time.monotonic() < until else None

    def end(self, cookies: str, *, secure: bool) -> bytes:
        """Sign out; the value of the Set-Cookie header that removes the cookie."""
        self._known.pop(_session_of(cookies), None)
        return self._cookie("", 0, secure=secure)

    @staticmethod
    def _cookie(value: str, seconds: int, *, secure: bool) -> bytes:
        tail = "; Secure" if secure else ""
        return f"{COOKIE}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{tail}".encode("ascii")


def _session_of(cookies: str) -> str:
    if COOKIE not in cookies:
        return ""
    try:
        found = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


SIGN_IN_PAGE: Final = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="referrer" content="same-origin">
<title>登录 Sign in</title></head><body><main>
<h1>登录 <span lang="en">Sign in</span></h1>
<form method="post" action="/session">
<p><label for="token">访问令牌 <span lang="en">Access token</span></label><br>
<input id="token" name="token" type="password" autocomplete="current-password" required></p>
<input type="hidden" name="next" value="/">
<p><button>登录 <span lang="en">Sign in</span></button></p>
</form></main></body></html>
"""
"""What a browser gets that has to sign in first; it is the same for everybody and holds nothing of the request."""
