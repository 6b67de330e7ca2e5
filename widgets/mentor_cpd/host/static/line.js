/**
 * The page's line to its kernel: a websocket that speaks Jupyter messages,
 * notices within seconds that nobody answers, and tries again by itself.
 *
 * It tells how it is by `onstate` and hands on messages by `onmessage`. It
 * knows nothing of widgets, and decides nothing about what is shown.
 */

/**
 * open       the kernel answers
 * lost       the websocket closed or fell silent; trying again
 * away       the server does not answer, or this machine is offline; trying again
 * gone       the kernel is gone; this line is over
 * resting    the host put an idle page to rest; this line is over
 * signed-out the server no longer knows who this is; this line is over
 * blocked    the server answers, and no websocket gets through to it; this line is over
 * elsewhere  opened in too many tabs, so that the host closed this one
 * @typedef {"open" | "lost" | "away" | "gone" | "resting" | "signed-out" | "blocked" | "elsewhere"} LineState
 */

/**
 * @typedef {object} Message
 * @property {"shell" | "control" | "iopub"} [channel]
 * @property {{msg_id: string, msg_type: string}} header
 * @property {{msg_id?: string}} parent_header
 * @property {Record<string, unknown>} metadata
 * @property {any} content
 * @property {DataView[]} buffers
 */

/** The codes with which the host ends a line (docs/architecture.md, section 4). */
const ENDINGS = /** @type {Record<number, LineState>} */ ({
  4001: "gone",
  4002: "resting",
  4003: "signed-out",
  4004: "elsewhere",
});

const BEAT = 1000; // between two questions whether anybody is there
const SILENCE = 3000; // without any answer the line is lost, within the 5 s promised
const STUCK = 20000; // a server that is well, and a kernel that says nothing for this long
const PATIENCE = 3; // times as long for a kernel that is only starting
const RETRIES = [100, 250, 500, 1000, 2000];
const REFUSALS = 3; // handshakes in a row, while the same server answers other questions

/** A new id. `crypto.randomUUID` is missing over plain http on a school's network. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Line {
  /** @type {(state: LineState) => void} */
  onstate = () => {};
  /** @type {(message: Message) => void} */
  onmessage = () => {};
  /** @type {LineState | null} */
  state = null;

  #session = newId(); // kept when reconnecting, so that what was missed is replayed
  /** @type {WebSocket | null} */
  #socket = null;
  #heard = 0; // when the kernel last said anything, on any socket
  #tries = 0;
  #refusals = 0;
  #over = false;
  #listening = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #retry;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #beat;
  #silentSince = 0; // of this socket
  #ticked = 0;

  /**
   * @param {string} seat the kernel's own address on this server
   * @param {string} health where the server says that it is well
   */
  constructor(seat, health) {
    this.seat = seat;
    this.health = health;
  }

  /** Whether this line has ended for good; it is never opened again. */
  get isOver() {
    return this.#over;
  }

  open() {
    const { signal } = this.#listening;
    addEventListener("offline", () => this.#dropped(), { signal });
    addEventListener("online", () => this.check(), { signal });
    this.#heard = this.#ticked = performance.now();
    this.#beat = setInterval(() => this.#tick(), BEAT);
    this.#connect();
  }

  /** The end of this line, whatever comes after it. Says nothing more. */
  close() {
    this.#over = true;
    clearInterval(this.#beat);
    clearTimeout(this.#retry);
    this.#listening.abort();
    this.#letGo();
  }

  /** Look at once: after a sleep, a return to the tab, a network that came back. */
  check() {
    if (this.#over) return;
    if (this.state === "open" && this.#socket?.readyState === WebSocket.OPEN) {
      this.#ask();
    } else {
      this.#tries = 0;
      this.#connect();
    }
  }

  /**
   * @param {string} type
   * @param {object} content
   * @param {{channel?: "shell" | "control", metadata?: object}} [more]
   * @returns {string | null} the message's id, or null when it could not be sent
   */
  send(type, content, { channel = "shell", metadata = {} } = {}) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return null;
    const header = {
      msg_id: newId(),
      msg_type: type,
      session: this.#session,
      username: "",
      version: "5.3",
      date: new Date().toISOString(),
    };
    const message = { channel, header, parent_header: {}, metadata, content, buffers: [] };
    this.#socket.send(JSON.stringify(message));
    return header.msg_id;
  }

  #connect() {
    clearTimeout(this.#retry);
    if (this.#over) return;
    this.#letGo();
    const address = new URL(`${this.seat}/channels`, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    address.searchParams.set("session_id", this.#session);
    const socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    let refused = true;
    socket.onopen = () => {
      refused = false;
      this.#refusals = 0;
      this.#ask();
    };
    socket.onmessage = ({ data }) => this.#hear(data);
    socket.onclose = ({ code }) => {
      if (refused) this.#refusals += 1;
      this.#closed(code);
    };
    this.#socket = socket;
    this.#silentSince = performance.now();
  }

  #letGo() {
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  /** Ask the kernel, on the channel that it hears while it is busy, whether it is there. */
  #ask() {
    this.send("kernel_info_request", {}, { channel: "control" });
  }

  /** @param {string | ArrayBuffer} data */
  #hear(data) {
    this.#heard = this.#silentSince = performance.now();
    const message = typeof data === "string" ? JSON.parse(data) : unpacked(data);
    message.buffers ??= [];
    const status = message.header.msg_type === "status" && message.content.execution_state;
    // A kernel that restarts is a new one, and knows nothing of this page.
    if (status === "dead" || status === "restarting") return this.#end("gone");
    if (message.header.msg_type === "kernel_info_reply") {
      this.#tries = 0;
      this.#become("open");
    }
    this.onmessage(message);
  }

  #tick() {
    const now = performance.now();
    // This machine slept, or a hidden tab's clock was slowed: silence proves nothing yet.
    if (now - this.#ticked > 4 * BEAT) this.#heard = this.#silentSince = now;
    this.#ticked = now;
    if (!this.#socket) return;
    if (this.#socket.readyState === WebSocket.OPEN) this.#ask();
    if (now - this.#silentSince > SILENCE * this.#patience) this.#closed(1006);
  }

  get #patience() {
    return this.state === null ? PATIENCE : 1;
  }

  /** A laptop's own server answers without any network, so ask it before believing this. */
  async #dropped() {
    const answer = await ask(this.health);
    if (answer || this.#over) return;
    this.#become("away");
    this.#closed(1006);
  }

  /** @param {number} code */
  #closed(code) {
    this.#letGo();
    if (this.#over) return;
    const ending = ENDINGS[code];
    if (ending) return this.#end(ending);
    if (this.state === "open") this.#become("lost");
    const wait = RETRIES[Math.min(this.#tries++, RETRIES.length - 1)];
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#tryAgain(), wait);
  }

  /** A refused handshake tells a browser nothing, so ask for the seat in plain words first. */
  async #tryAgain() {
    const answer = await ask(this.seat);
    if (this.#over || this.#socket) return;
    if (answer === 401 || answer === 403) return this.#end("signed-out");
    if (answer === 404 || answer === 410) return this.#end("gone");
    if (answer === 0 || answer >= 500) {
      this.#heard = performance.now(); // nothing is known of the kernel while its server is away
      this.#refusals = 0;
      this.#become("away");
      return this.#closed(1006);
    }
    if (this.#refusals >= REFUSALS) return this.#end("blocked");
    if (performance.now() - this.#heard > STUCK * this.#patience) return this.#end("gone");
    this.#connect();
  }

  /** @param {LineState} state */
  #end(state) {
    this.close();
    this.#become(state);
  }

  /** @param {LineState} state */
  #become(state) {
    if (this.state === state) return;
    this.state = state;
    this.onstate(state);
  }
}

/**
 * The status with which the server answers, or 0 when nobody does.
 * @param {string} address
 */
async function ask(address) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), 2500);
  try {
    const answer = await fetch(address, {
      cache: "no-store",
      redirect: "manual",
      signal: patience.signal,
    });
    // A redirect of a question about a seat can only be to the sign-in page.
    return answer.type === "opaqueredirect" ? 401 : answer.status;
  } catch {
    return 0;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * A message with buffers, as it comes in one binary frame: the number of parts, where each
 * begins (all big-endian), then the message as JSON and the buffers.
 * @param {ArrayBuffer} frame
 * @returns {Message}
 */
function unpacked(frame) {
  const numbers = new DataView(frame);
  const count = numbers.getUint32(0);
  const begins = Array.from({ length: count }, (_, place) => numbers.getUint32(4 * (place + 1)));
  const parts = begins.map(
    (from, place) => new DataView(frame, from, (begins[place + 1] ?? frame.byteLength) - from),
  );
  return { ...JSON.parse(new TextDecoder().decode(parts[0])), buffers: parts.slice(1) };
}
