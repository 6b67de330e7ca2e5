"""What nbgrader is told of this course: run its commands here, in `assessments/`.

Releases, submissions, feedback and the gradebook lie in the data folder, not here. Set
MENTOR_CPD_DATA to say which. docs/assessment.md tells the rest.
"""

import sys
from pathlib import Path

# nbgrader goes on after an error in this file, with its own ideas of where things lie: it
# would write what people handed in into the course. So what goes wrong here ends it.
try:
    from mentor_cpd.assess.gradebook import configure
    from mentor_cpd.errors import CpdError
except ImportError as error:
    sys.exit(f"This course needs mentor-cpd beside nbgrader, in one environment: {error}.")

c = get_config()  # noqa: F821 -- nbgrader puts it there

try:
    configure(c, course=Path(__file__).resolve().parent.parent)
except CpdError as error:
    sys.exit(f"mentor-cpd: {error}")
