"""The interface's own words, in one place, so that they can be translated."""

from __future__ import annotations

from ..language import _


def drill_words() -> dict[str, str]:
    """Every string that a drill's page shows by itself."""
    shared = words()
    names = ("saving", "saved", "not_saved", "you", "problem", "what_you_wrote", "terms")
    at_hand = ("pause", "leave", "paused", "paused_says", "left_says", "lead_unknown")
    support = [name for name in shared if name.startswith("support_")]
    return {name: shared[name] for name in (*names, *at_hand, *support)} | {
        "go_on_after_pause": _("Go on with the drill"),
        "left": _("You have left the drill"),
        "come_back": _("Come back to the drill"),
        "drill_about": _("{questions} short moments, about {minutes} minutes"),
        "drill_how": _(
            "Tick every answer that you would give; there may be more than one. What you "
            "miss comes again before the end. Nobody sees your answers but you."
        ),
        "drill_before": _("Before you start"),
        "drill_start": _("Start the drill"),
        "drill_go_on": _("Go on with the drill"),
        "drill_look": _("Look back on the drill"),
        "drill_send": _("Send my answers"),
        "drill_next": _("Next moment"),
        "drill_finish": _("See how it went"),
        "drill_what_came": _("What each answer leads to"),
        "drill_why": _("Why"),
        "drill_came_back": _("Those that came again"),
        "drill_none_came_back": _("None had to come again."),
        "drill_rests_on": _("What this drill rests on"),
        "drill_again": _("Go through it again"),
        "drill_good_practice": _("What good practice here rests on"),
        "drill_withheld": _("This drill is not available at the moment"),
        "drill_withheld_says": _("Nothing that you did is lost."),
        "drill_problems": _("For its author:"),
    }


def journal_words() -> dict[str, str]:
    """Every string that the journal's page shows by itself."""
    shared = words()
    names = ("saving", "saved", "not_saved", "problem", "what_you_wrote", "draft_kept")
    more = ("draft_not_kept", "practice_only", "real_concern", "lead_unknown")
    return {name: shared[name] for name in (*names, *more)} | {
        "journal": _("A new entry"),
        "journal_private": _("Only you can see what you write here. Leave out names of pupils."),
        "journal_keep": _("Save this entry"),
        "journal_others": _("Write to other prompts"),
        "journal_saved": _("Saved, {day}, {time}"),
        "journal_entries": _("What you wrote before"),
        "journal_erased": _("What stood here has been erased."),
    }


def assessment_words() -> dict[str, str]:
    """Every string that an assessment's page shows by itself, beside those of a case."""
    return words() | {
        "practice_only": _("This is not how to report a concern."),
        "assessment_begin": _("Begin the assessment"),
        "assessment_write": _("Your reflections"),
        "assessment_write_says": _(
            "Write about the case, with everything that happened shown alongside. What you write "
            "is "
            "kept as you type. Submit it by {day}."
        ),
        "assessment_happened": _("Everything that happened"),
        "assessment_chose": _("You chose:"),
        "assessment_why": _("You said why:"),
        "assessment_words": _("{count} words"),
        "assessment_word": _("1 word"),
        "assessment_check": _("See what will be sent"),
        "assessment_check_title": _("This is what will be sent"),
        "assessment_check_says": _(
            "Once you submit, nothing in it can be changed. A trainer marks it without seeing "
            "your name."
        ),
        "assessment_nothing": _("Nothing is written here yet."),
        "assessment_submit": _("Submit"),
        "assessment_write_on": _("Go back and write on"),
        "assessment_sent": _("Submitted"),
        "assessment_receipt": _("Your receipt"),
        "assessment_receipt_says": _(
            "It shows that what you submitted is in the record, unchanged. Keep it if you like: "
            "take a picture, or print this page."
        ),
        "assessment_number": _("Number in the record"),
        "assessment_at": _("Submitted"),
        "assessment_digest": _("Check code"),
        "assessment_page": _("Go to this assessment’s page"),
        "assessment_closed": _("This assessment is not open to you now"),
        "assessment_file": _("The case is over, and your path is in {file}"),
        "assessment_file_says": _(
            "It lies beside this notebook. Now run the cells below, write your reflections, save "
            "the notebook, and hand in the whole folder."
        ),
        "assessment_file_other": _("The case is over"),
        "assessment_file_other_says": _(
            "The file {file} beside this notebook has another way through it, and that is the one "
            "that is handed in. To put a way of your own in its place, play the case again."
        ),
    }


def words() -> dict[str, str]:
    """Every string that the Player's page shows by itself, by what it is for.

    Names in braces are filled in by the page.
    """
    return {
        # at hand at every moment
        "pause": _("Pause"),
        "leave": _("Leave now"),
        "paused": _("Paused"),
        "paused_says": _("Your place is kept. Take all the time that you need."),
        "go_on_after_pause": _("Go on with the case"),
        "left": _("You have left the case"),
        "left_says": _(
            "Your place is kept. You can close this page, or come back whenever you like."
        ),
        "come_back": _("Come back to the case"),
        "support_you": _("If this is near to your own life"),
        "support_education": _(
            "Education Support, for everyone who works in education, day and night:"
        ),
        "support_samaritans": _("Samaritans, to talk, day and night:"),
        "support_child": _("If you are worried about a real child"),
        "support_danger": _("In danger this minute:"),
        "support_lead": _("Speak now to {lead}"),
        "support_more": _("More help and support"),
        # saving, where no page of ours says it
        "saving": _("Saving…"),
        "saved": _("Saved"),
        "not_saved": _("Not saved"),
        # the content note
        "about": _("About {minutes} minutes"),
        "practice": _("practice"),
        "assessed": _("assessed"),
        "before_you_start": _("Before you start"),
        "note_promise": _("You can pause or leave at any moment, and your place is kept."),
        "start": _("Start"),
        "go_on": _("Continue where you left off"),
        "went_on": _("You are in the middle of this case: {where}."),
        "look_back_again": _("Look back on it"),
        "finished": _("You have played this case to its end."),
        "again": _("Play again"),
        "afresh": _("Start again from the beginning"),
        "another": _("Skip to another case"),
        "another_says": _("Leaving a case out costs you nothing."),
        "no_other": _("There is no other case here yet. Leaving this one out costs you nothing."),
        "not_now": _("Not now"),
        # a scene
        "you": _("You"),
        "what_do_you_do": _("What do you do?"),
        "was": _("was {level}"),
        "so_far": _("What happened so far"),
        "you_chose": _("You chose:"),
        "go_back": _("Go back to this moment"),
        "go_back_to": _("Go back to this moment: {scene}"),
        # asking why
        "explain": _("Before you see what comes of it"),
        "explain_says": _("Both answers help you when you look back. You can leave them out."),
        "how_sure": _("How sure are you?"),
        "why": _("Why did you choose this?"),
        "why_hint": _("A sentence is enough."),
        "explain_go_on": _("Save this and go on"),
        "explain_skip": _("Go on without saying"),
        # writing
        "practice_only": _("Practice only: this is not how to report a concern."),
        "real_concern": _("If you are worried about a real child, speak now to {lead}."),
        "lead_unknown": _("your school’s safeguarding lead"),
        "just_now": _("What you have just seen and heard"),
        "write_words": _("Say it in your own words"),
        "write_record": _("Write the record"),
        "hand_in": _("Save this and go on"),
        "draft_kept": _("Draft kept"),
        "draft_not_kept": _("Draft not kept yet; it is still on this page"),
        "what_you_wrote": _("What you had written here"),
        "problem": _("There is a problem"),
        # the debrief
        "looking_back": _("Looking back"),
        "first_instincts": _("Your first instincts"),
        "first_instincts_says": _("You went back on these. What came first is worth a thought."),
        "instinct_first": _("First:"),
        "instinct_now": _("Then:"),
        "decisions": _("Your decisions, one by one"),
        "decisions_says": _("Turning points are open. Open any other that you wonder about."),
        "open_all": _("Open all"),
        "close_all": _("Close all"),
        "decision": _("Decision {number}: {scene}"),
        "led_to": _("What it led to"),
        "changed": _("{label}: {before}, then {after}"),
        "you_said": _("You said why"),
        "you_were": _("How sure you were"),
        "you_wrote": _("What you wrote"),
        "left_out": _("Left empty: {parts}."),
        "nothing_left_out": _("Every part is there."),
        "kept_words": _("Quoted word for word: {words}"),
        "no_kept_words": _("Nothing that was said is quoted word for word."),
        "because": _("What an expert sees in it"),
        "expert": _("What an expert would weigh here"),
        "at_stake": _("What was at stake"),
        "others": _("What {people} other people chose first"),
        "others_you": _("your choice"),
        "people": _("{people} of {all}"),
        "turning_point": _("A turning point"),
        "try_from_here": _("Try from here"),
        "try_from": _("Try from here: {scene}"),
        "path": _("Your path through the case"),
        "path_says": _("Scenes that you did not see stay blank."),
        "path_scrolls": _("Scroll sideways to see the rest."),
        "path_in_words": _("Your path in words"),
        "features": _("The steps that matter most"),
        "met": _("Done"),
        "missed": _("Missed"),
        "must": _("essential"),
        "errors": _("Critical errors"),
        "no_errors": _("You made none."),
        "error_open": _("Not put right."),
        "error_repaired": _("Put right later by: {choice}"),
        "error_where": _("Made in: {scene}"),
        "rules": _("Safety rules"),
        "evidence": _("Evidence of what you can do"),
        "evidence_says": _(
            "Paths differ in what they let you show. So each figure stands between the least and "
            "the most that any path through this case can earn."
        ),
        "questions": _("To think about, alone or with a colleague"),
        "sources": _("What this case rests on"),
        "real_lead": _("When it is real"),
        "real_lead_says": _(
            "If a child in your school tells you, or shows you, something like this, go to "
            "{lead}. Speak to them in person or by telephone, straight away. If someone is in "
            "danger this minute, call 999 first."
        ),
        "real_lead_unknown": _(
            "If a child in your school tells you, or shows you, something like this, go to your "
            "school’s safeguarding lead. Speak to them in person or by telephone, straight away. "
            "If someone is in danger this minute, call 999 first. Your school has not said here "
            "who its lead is: ask the "
            "school office today for the name and the number."
        ),
        # terms, where the words can hold no button themselves
        "terms": _("Short forms used here:"),
        # withheld
        "withheld": _("This case is not available at the moment"),
        "withheld_says": _("Nothing that you did is lost."),
        "problems": _("For its author:"),
    }
