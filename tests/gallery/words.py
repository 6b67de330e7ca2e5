"""What the people of the gallery's school have written: as long as people write."""

from __future__ import annotations

from typing import Final

REFLECTIONS: Final = {
    "evidence": (
        "Two moments mattered most. When she stopped in the doorway I asked what she had seen,"
        " and she told me about the tablets. Later I told the lead in person, before the last"
        " bell. Her teacher would say that she had been quiet since Monday, and that nobody had"
        " asked her why."
    ),
    "childs-view": (
        "She said “I’m not even hungry” and kept her coat on. I take that as wanting to be able"
        " to leave. It changes how I see the first scene: she had already decided to tell"
        " somebody, and I nearly talked over it."
    ),
    "reasoning": (
        "I went by open questions and by saying early what I cannot keep to myself. It worked"
        " on the stairs. It does not fit the office, where she needed a plain answer from me and"
        " not another question."
    ),
    "self-and-bias": (
        "I felt hurried, and when I feel hurried I fix things. That is why I offered to ring home"
        " before I knew what home was like. I took for granted that her mum would want to know."
    ),
    "action": (
        "From Monday I say what I cannot keep in the first minute. Ms Rennie sits in on one talk"
        " a week until half term, and we look at it again on 8 January."
    ),
}
RECORD: Final = {
    "when": "Tuesday 17 November, 12.50 to 13.05",
    "where": "The library, at the corner table. Nobody else was near.",
    "words": "“I don’t want to go home on Friday. You won’t tell anyone, will you?”",
    "questions": "“What happens on Fridays?” and “Who is there?”. Nothing else.",
    "seen": "She kept her coat on, and pulled her sleeves over her hands when she said Friday.",
    "opinion": "My opinion: somebody who comes on Fridays frightens her.",
    "told": "The safeguarding lead, by voice, in her office at 13.10.",
}
SAID: Final = (
    "I am glad that you told me. I cannot keep it to myself, because keeping you safe comes"
    " first. I am going to tell one person, and I will be there when you talk to her."
)
WHY: Final = "She had stopped talking, and I did not want to fill the silence for her."
COMMENTS: Final = {
    "evidence": "You pick the right two moments. Say what her teacher would have seen, too.",
    "childs-view": "The coat is well seen. It is what changed your reading, so begin with it.",
    "reasoning": "You name an idea and test where it stops. That is what a 3 asks for.",
    "self-and-bias": "Honest. Which choice would have been different without the hurry?",
    "action": "A date, a person, a way to check: this can be done.",
    "concern-record": "Her words stand in it as she said them. Your opinion is marked as one.",
    "strength": "You said in the first minute what you could not keep to yourself.",
    "change": "You rang home before you knew whether home was safe. Ask the lead first.",
    "task": "This week, wait ten seconds after one open question, and write down what comes.",
}
REFERRED: Final = (
    "You promised to keep it a secret, and she believed you. It was not taken back. Go through"
    " the practice case once more and try the same moment again: say early, and kindly, what you"
    " must pass on. Then we talk it over."
)
JOURNAL: Final = {
    "what-what": "A Year 8 stayed behind to stack chairs. I stacked with him and said nothing.",
    "what-so-what": "He talked at the fourth chair. It was the first time this term that I"
    " waited for it.",
    "what-now-what": "Find something for four hands to do, and let the talk come by itself.",
}
