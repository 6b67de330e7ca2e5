"""A tiny widget for tests of the page itself: it counts choices and has a box to write in.

It goes by the Player's module, whose file the window is given in its place: the page
hosts only modules of the bundle, and its tests should not hang on what the Player does.
"""

from __future__ import annotations

from playwright.sync_api import Page, Route

CELL = """
import ipywidgets, traitlets
from mentor_cpd.ui.base import Base

class Inner(Base):
    files = "player"
    says = traitlets.Unicode("from the child").tag(sync=True)

class Notepad(Base):
    __module__ = "mentor_cpd.ui.player"
    files = "player"
    count = traitlets.Int(0).tag(sync=True)
    stored = traitlets.Bytes(b"\\x01\\x02\\xff").tag(sync=True)
    inner = traitlets.Instance(Inner).tag(sync=True, **ipywidgets.widget_serialization)

    def _answer(self, content):
        self.count += 1
        self.send({"state": "saved"}, buffers=[b"thanks"])

Notepad(inner=Inner())
"""

MODULE = """
export default {
  async render({ model, el, signal }) {
    const make = (tag, textContent = "") =>
      Object.assign(document.createElement(tag), { textContent });
    const count = make("output");
    const show = () => (count.textContent = `Chosen ${model.get("count")} times`);
    show();
    model.on("change:count", show);
    const say = (state) => el.dispatchEvent(
      new CustomEvent("mentor-cpd:saving", { bubbles: true, detail: { state } }));
    const thanks = make("p");
    model.on("msg:custom", ({ state }, [buffer]) => {
      thanks.textContent = new TextDecoder().decode(buffer);
      say(state);
    });
    const choose = make("button", "Choose");
    choose.onclick = () => { say("saving"); model.send({ choice: "any" }); };
    const box = Object.assign(make("textarea"), { ariaLabel: "What you noticed" });
    box.dataset.draft = "attempt:1:text";
    box.addEventListener("input", () => el.setAttribute("data-unsaved", ""));
    const lines = make("p");
    document.addEventListener("mentor-cpd:line", ({ detail }) => lines.append(`${detail.state} `),
      { signal });
    const inner = model.get("inner").slice("IPY_MODEL_".length);
    const child = await model.widget_manager.get_model(inner);
    const bytes = [...new Uint8Array(model.get("stored").buffer.slice(-3))].join(" ");
    el.append(make("h2", "A scene"), choose, count, box, thanks,
      make("p", `${bytes} ${child.get("says")}`), lines);
  },
};
"""


def serve_notepad(page: Page) -> None:
    """Give the page's context the notepad where the bundle has the Player."""

    def answer(route: Route) -> None:
        route.fulfill(body=MODULE, content_type="text/javascript")

    page.context.route("**/ui/player.js", answer)
