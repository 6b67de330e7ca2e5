/**
 * The way from a widget to its kernel: messages with an id each, asked again until they
 * are answered, and drafts of what is being written.
 *
 * A message keeps its id when it is sent again, so nothing is ever counted twice. What was
 * asked, and what is being written, is held in this module's memory while the page stands,
 * so that it is still there when the page has had to reopen itself; never in the browser's
 * storage.
 *
 * @typedef {{re: string, state: "saved" | "behind" | "not-saved" | "refused", say: string}} Reply
 * @typedef {{do: string, message: string} & Record<string, unknown>} Message
 */

const ASK_AGAIN = 6000; // ms; a page of ours says when the line is open, JupyterLab does not
const DRAFT_EVERY = 2000; // ms

/** What is recorded at its turn, so that it can be asked again by another page of its attempt. */
const MOVES = new Set(["choose", "explain", "write", "answer", "reflect"]);

/** What was typed and is not known to be kept: `attempt:turn:part` to text. */
const typed = new Map();

/** Moves that were asked for and never answered: `attempt:turn` to message. */
const asked = new Map();

/** An id for a message. Over plain HTTP there is no `crypto.randomUUID`. */
function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Line {
  /**
   * @param {{send(content: unknown): void}} model
   * @param {HTMLElement} el the widget's root, which carries `data-unsaved`
   * @param {{heard(reply: Reply, lost: string[]): void, kept(key: string, kept: boolean, doubt: string): void,
   *          waiting(pending: boolean): void}} tell
   */
  constructor(model, el, tell) {
    this.model = model;
    this.el = el;
    this.tell = tell;
    /** @type {Map<string, Message>} */
    this.unanswered = new Map();
    /** @type {Map<string, {key: string, text: string}>} drafts under way, by message id */
    this.drafts = new Map();
    this.draftTimer = 0;
    this.askTimer = 0;
    this.open = true;
    this.refused = false;
    this.onLine = (/** @type {CustomEvent} */ event) => {
      this.open = event.detail.state === "open";
      if (!this.open) return;
      this.drafts.clear(); // what was not answered is sent once more
      this.askAgain();
    };
    document.addEventListener("mentor-cpd:line", this.onLine);
  }

  /** Whether an answer is being waited for. */
  get busy() {
    return this.unanswered.size > 0;
  }

  /**
   * Ask for something that is to be recorded. One at a time: a second click while the
   * first is on its way is no second wish.
   *
   * @param {Record<string, unknown> & {do: string}} wish
   */
  ask(wish) {
    if (this.busy) return;
    clearTimeout(this.draftTimer); // what is in the boxes goes with the message itself
    this.draftTimer = 0;
    const message = { ...wish, message: freshId() };
    if (MOVES.has(wish.do)) asked.set(place(message), message);
    this.send(message);
  }

  /**
   * Ask once more what was asked here and never answered: the kernel may have died before it
   * heard. If it had heard, the record knows the message, or one stands elsewhere by now.
   *
   * @param {{attempt?: string, turn?: number}} view where one stands
   */
  resume(view) {
    const message = asked.get(place(view));
    if (message && !this.unanswered.has(message.message)) this.send(message);
  }

  /** @param {Message} message */
  send(message) {
    this.unanswered.set(message.message, message);
    this.saving("saving");
    this.tell.waiting(true);
    this.post(message);
  }

  /** @param {Message} message */
  post(message) {
    clearTimeout(this.askTimer);
    this.askTimer = setTimeout(() => this.open && this.askAgain(), ASK_AGAIN);
    this.model.send(message);
  }

  askAgain() {
    for (const message of this.unanswered.values()) this.post(message);
    if (this.unkept().length) this.keepDrafts();
  }

  /** @param {Reply} reply */
  hear(reply) {
    const draft = this.drafts.get(reply.re);
    if (draft) {
      this.drafts.delete(reply.re);
      const saved = reply.state === "saved";
      if (saved && typed.get(draft.key) === draft.text) typed.delete(draft.key);
      this.markUnsaved();
      this.tell.kept(draft.key, saved, reply.say);
      if (this.refused && !this.unkept().length) {
        this.refused = false;
        this.saving("saved"); // what was refused is being corrected, and is kept
      }
      return;
    }
    const message = this.unanswered.get(reply.re);
    if (!message) return;
    this.unanswered.delete(reply.re);
    if (asked.get(place(message)) === message) asked.delete(place(message));
    if (!this.busy) clearTimeout(this.askTimer);
    const done = reply.state === "saved" || reply.state === "behind";
    if (done) this.forget(message);
    this.refused = reply.state === "refused";
    this.saving(done ? "saved" : "not-saved");
    this.tell.waiting(this.busy);
    this.tell.heard(reply, reply.state === "behind" ? written(message) : []);
  }

  /**
   * @param {"saving" | "saved" | "not-saved"} state
   * @param {string} say what else is to be said aloud
   */
  saving(state, say = "") {
    const detail = { state, say };
    this.el.dispatchEvent(
      new CustomEvent("mentor-cpd:saving", { bubbles: true, composed: true, detail }),
    );
  }

  // Drafts.

  /**
   * What stands in a box: what was typed and not yet kept, else the draft that was.
   *
   * @param {string} key
   * @param {string} draft
   */
  text(key, draft) {
    return typed.get(key) ?? draft;
  }

  /**
   * @param {string} key
   * @param {string} text
   */
  type(key, text) {
    typed.set(key, text);
    this.markUnsaved();
    this.draftTimer ||= setTimeout(() => this.keepDrafts(), DRAFT_EVERY);
  }

  /** Send every draft that is not known to be kept. */
  keepDrafts() {
    clearTimeout(this.draftTimer);
    this.draftTimer = 0;
    if (!this.open) return; // nobody would hear; all of it goes when the line is open again
    for (const [key, text] of this.unkept()) {
      const [attempt, turn, part] = key.split(":");
      const message = freshId();
      this.drafts.set(message, { key, text });
      this.model.send({ do: "draft", attempt, turn: Number(turn), message, part, text });
    }
  }

  /** What was typed for a turn that is taken is a draft no more. @param {Message} message */
  forget(message) {
    for (const key of [...typed.keys()]) {
      if (key.startsWith(`${message.attempt}:${message.turn}:`)) typed.delete(key);
    }
    this.markUnsaved();
  }

  markUnsaved() {
    this.el.toggleAttribute("data-unsaved", this.unkept().length > 0);
  }

  /** What was typed in this widget's own boxes: a page may hold several. */
  unkept() {
    return [...typed].filter(([key]) => this.el.querySelector(`[data-draft="${CSS.escape(key)}"]`));
  }

  close() {
    clearTimeout(this.draftTimer);
    clearTimeout(this.askTimer);
    document.removeEventListener("mentor-cpd:line", this.onLine);
  }
}

/** @param {{attempt?: unknown, turn?: unknown}} where */
function place({ attempt, turn }) {
  return `${attempt}:${turn}`;
}

/** The texts that a message carried. @param {Message} message */
function written({ text, parts }) {
  return [text, ...Object.values(parts ?? {})].filter((one) => one?.trim());
}
