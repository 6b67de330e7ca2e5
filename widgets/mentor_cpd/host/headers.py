"""The headers that every response of the host carries, whatever it answers."""

from __future__ import annotations

from typing import Final

from tornado.httputil import HTTPHeaders

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

ALWAYS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

# Laptops are shared: a page that somebody else could find in the back button's
# memory must not be kept.
PRIVATE: Final = "no-store"
# The address of a static file holds the digest of all of them: it never changes.
FOR_EVER: Final = "public, max-age=31536000, immutable"


def dress(headers: HTTPHeaders, *, cache: str = PRIVATE) -> None:
    """Put on what every response wears."""
    for name, value in ALWAYS.items():
        headers[name] = value
    headers["Cache-Control"] = cache
    # Tornado names itself and its version; nobody needs to know.
    headers.pop("Server", None)
