"""What nbgrader is told of this course: run its commands here, in `assessments/`.

Releases, submissions, feedback and the gradebook lie in the data folder, not here. Set
MENTOR_CPD_DATA to say which. docs/assessment.md tells the rest.
"""

from pathlib import Path

from mentor_cpd.assess.gradebook import configure

c = get_config()  # noqa: F821 -- nbgrader puts it there

configure(c, course=Path(__file__).resolve().parent.parent)
