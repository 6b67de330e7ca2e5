"""Coming in: setting up, links, signing in, first steps, home, help, and what goes wrong."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import expect

from mentor_cpd.host import account, accounts, first_steps, module, pages, people
from tests.gallery.gallery import NOBODY, SOMEBODY, WINDOW, View, at
from tests.gallery.people import (
    ADMINISTRATOR,
    EVERYTHING,
    HEAD,
    LEAD,
    MENTOR,
    NEW,
    TRAINER,
)
from tests.gallery.visit import LONG, Visit


def set_up(visit: Visit) -> None:
    visit.opens(visit.beginnings.set_up, visit.beginnings.host.root)


def set_up_wrong(visit: Visit) -> None:
    set_up(visit)
    visit.fills("Name of the school", "Northfield Academy")
    visit.fills("Telephone number", "at the gate")
    visit.fills("Password", "short")
    visit.presses("Finish setting up")
    visit.reads("There is a problem")


def sign_in_wrong(visit: Visit) -> None:
    visit.opens("sign-in")
    visit.fills("Account name", "amina")
    visit.fills("Password", "not this one, surely")
    visit.presses("Sign in")
    visit.reads("There is a problem")


def welcome(visit: Visit) -> None:
    visit.opens(visit.school.link(NEW))


def welcome_wrong(visit: Visit) -> None:
    welcome(visit)
    visit.fills("Password", "password1234")
    visit.main.locator("form button[type=submit]").click()
    visit.reads("There is a problem")


def try_a_scene(visit: Visit) -> None:
    visit.opens("first-steps/3")
    visit.drawn()


def try_a_scene_begun(visit: Visit) -> None:
    try_a_scene(visit)
    visit.begins(visit.player, "Start", "scene")


def account_wrong(visit: Visit) -> None:
    visit.opens("account")
    visit.fills("Current password", "not this one, surely")
    visit.fills("New password", "short")
    visit.presses("Change the password")
    visit.reads("There is a problem")


def about_to_be_signed_out(visit: Visit) -> None:
    visit.opens("account")
    visit.sits_idle(minutes=20)
    visit.reads("You will be signed out in a minute")


def signed_out_while_writing(visit: Visit) -> None:
    visit.opens("account")
    visit.fills("New password", "a few words that nobody")
    visit.sits_idle(minutes=22)
    visit.reads("What you wrote is still on this page")


def busy(visit: Visit) -> None:
    with visit.beginnings.every_seat_taken():
        visit.begins_as("sam")
        visit.opens("module/listening", visit.beginnings.host.root)
        visit.heads("One moment")


def at_fault(visit: Visit) -> None:
    with visit.beginnings.damaged():
        visit.opens("welcome/" + "x" * 24, visit.beginnings.host.root)
    visit.heads("The record cannot be read just now")


def broken_module(visit: Visit) -> None:
    visit.begins_as("jo")
    visit.opens("module/broken", visit.beginnings.host.root)
    expect(visit.main).to_contain_text("This part could not be shown", timeout=LONG)


VIEWS: Final = (
    View("set-up", "Setting a school up", NOBODY, (accounts.SetUp,), set_up),
    View("set-up-wrong", "Setting up, with mistakes", NOBODY, (accounts.SetUp,), set_up_wrong),
    View(
        "link-spent", "A link that was used", NOBODY, (accounts.Welcome,), at("welcome/" + "x" * 24)
    ),
    View("welcome", "A first password", NOBODY, (accounts.Welcome,), welcome),
    View(
        "welcome-wrong", "A password that is too weak", NOBODY, (accounts.Welcome,), welcome_wrong
    ),
    View("sign-in", "Sign in", NOBODY, (accounts.SignIn,), at("sign-in")),
    View("sign-in-wrong", "A wrong password", NOBODY, (accounts.SignIn,), sign_in_wrong),
    View(
        "sign-in-again",
        "Signed out for being idle",
        NOBODY,
        (accounts.SignIn,),
        at("sign-in?ended=1"),
    ),
    View(
        "first-steps-1",
        "First steps: a place to practise",
        NEW,
        (first_steps.FirstSteps,),
        at("first-steps/1"),
    ),
    View(
        "first-steps-2",
        "First steps: who sees what",
        NEW,
        (first_steps.FirstSteps,),
        at("first-steps/2"),
    ),
    View(
        "first-steps-3", "First steps: a scene to try", SOMEBODY, (first_steps.TryIt,), try_a_scene
    ),
    View(
        "first-steps-scene",
        "First steps: its first moment",
        SOMEBODY,
        (first_steps.TryIt,),
        try_a_scene_begun,
        ".cpd-player",
    ),
    View("home-new", "Home of a new mentor", NEW, (pages.Home,), at("")),
    View("home-mentor", "Home of a mentor, with progress", MENTOR, (pages.Home,), at("")),
    View("home-trainer", "Home of a trainer", TRAINER, (pages.Home,), at("")),
    View("home-lead", "Home of the safeguarding lead", LEAD, (pages.Home,), at("")),
    View("home-head", "Home of the head", HEAD, (pages.Home,), at("")),
    View("home-administrator", "Home of an administrator", ADMINISTRATOR, (pages.Home,), at("")),
    View("home-everything", "Home of somebody with every role", EVERYTHING, (pages.Home,), at("")),
    View("help", "Help", MENTOR, (pages.Help,), at("help")),
    View("help-outside", "Help, for nobody in particular", NOBODY, (pages.Help,), at("help")),
    View("account", "My account", MENTOR, (account.Account,), at("account")),
    View("account-wrong", "My account, with mistakes", SOMEBODY, (account.Account,), account_wrong),
    View(
        "idle",
        "About to be signed out",
        SOMEBODY,
        (account.Account,),
        about_to_be_signed_out,
        WINDOW,
    ),
    View(
        "idle-over",
        "Signed out while writing",
        SOMEBODY,
        (account.Account,),
        signed_out_while_writing,
        WINDOW,
    ),
    View("not-yours", "403: not yours to open", MENTOR, (people.PeoplePage,), at("people")),
    View("not-there", "404: there is no such page", MENTOR, (), at("nowhere")),
    View("fault", "500: something went wrong", NOBODY, (accounts.Welcome,), at_fault, fails=True),
    View(
        "module-broken",
        "A module that breaks off",
        NOBODY,
        (module.ModulePage,),
        broken_module,
        fails=True,
    ),
    View("busy", "Every place is taken", NOBODY, (module.ModulePage,), busy, fails=True),
)
