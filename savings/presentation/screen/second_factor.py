"""The secret of a second factor as a picture that an authenticator app reads: drawn here, and sent to nobody."""

from __future__ import annotations

import pyotp
import segno

ISSUER = "Valby"


def draw_secret(secret: str, username: str) -> str:
    """A QR code of the secret's address (otpauth://) as an SVG picture, to be the source of an image."""
    address = pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)
    return str(segno.make(address, error="m", micro=False).svg_data_uri(scale=5, border=4, light="#fff", dark="#000"))
