"""How large a case may be. Past a limit it is refused with a sentence, never read slowly.

A case of thirty scenes is about 65 KB with some 40 characters to a condition, so each
limit leaves several times the room that a real case needs.
"""

from __future__ import annotations

FILE_BYTES = 256 * 1024
FRONT_BYTES = 64 * 1024
LINE_CHARACTERS = 4_000
PARAGRAPH_CHARACTERS = 8_000
DEPTH = 8  # tables and lists inside one another in the front matter
ENTRIES = 200  # of one table or list in the front matter
SCENES = 200
PASSAGES = 60  # of one scene
CHOICES = 12  # of one scene
BULLETS = 24  # under one choice
CONDITION_CHARACTERS = 400
CONDITION_DEPTH = 12
METER_STEPS = 100

DRILL = "-drill"
"""How the ids of drills, and of nothing else, end."""

CAST = "cast.csv"
"""The name of the cast register, which lies beside the modules' folders."""

CURRICULUM = "curriculum.yml"
"""The name of the curriculum, which lies beside the registers."""
