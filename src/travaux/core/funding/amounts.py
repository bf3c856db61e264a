"""Sums as people type them."""

from __future__ import annotations

import re
from decimal import Decimal

MOST = Decimal("99999999999999.99")


def typed_amount(text: str) -> Decimal | None:
    """ "311,700", "311 700", "311.700,50", "−5"; None where it cannot be read.

    >>> [str(typed_amount(t)) for t in ("311,700", "1 234.50", "1.234,5", "12,5", "-7", "1,23,4")]
    ['311700', '1234.50', '1234.5', '12.5', '-7', 'None']
    """
    plain = re.sub(r"[\s\u00a0\u202f'’_]", "", text).replace("−", "-")
    sign, plain = ("-", plain[1:]) if plain.startswith("-") else ("", plain)
    # grouping only where it stands before three digits, every time
    if re.fullmatch(r"\d{1,3}([,.٬]\d{3})+", plain):
        plain = re.sub(r"[,.٬]", "", plain)
    elif re.fullmatch(r"\d{1,3}(,\d{3})+\.\d{1,2}", plain):
        plain = plain.replace(",", "")
    elif re.fullmatch(r"\d{1,3}(\.\d{3})+,\d{1,2}", plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d+,\d{1,2}", plain):
        plain = plain.replace(",", ".")
    if not re.fullmatch(r"\d{1,15}(\.\d+)?", plain):
        return None
    return Decimal(sign + plain)
