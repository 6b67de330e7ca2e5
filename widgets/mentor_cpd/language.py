"""The one way from an interface string to the reader's language (gettext; English now)."""

from __future__ import annotations

import gettext
from pathlib import Path

_catalogue = gettext.translation("mentor_cpd", Path(__file__).parent / "locale", fallback=True)

_ = _catalogue.gettext
ngettext = _catalogue.ngettext
