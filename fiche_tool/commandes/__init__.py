"""The commands, by what they are for: French words in, a verb of the library, French text out.

click takes its own words from gettext, some of them while decorating: this is said before any module here imports it.
"""

import gettext
import os
from pathlib import Path

os.environ["LANGUAGE"] = "fr"
gettext.bindtextdomain("messages", str(Path(__file__).resolve().parent.parent / "locale"))
