"""nbgrader, and everything of ours that speaks to it. Nothing else imports it.

``course.py`` tells nbgrader where the course lies and how it grades; the rest of the
package writes submissions, replays them, and takes marks in and out.
"""

from __future__ import annotations

from .course import configure

__all__ = ["configure"]
