/**
 * The models of a page: what its kernel's widgets last said, as anywidget's
 * front-end modules (AFM) expect to find it. One model a widget, by id.
 */

/** @typedef {import("./line.js").Line} Line */
/** @typedef {import("./line.js").Message} Message */

const CONTROL = "jupyter.widget.control";

export class Models {
  /** @type {Map<string, Model>} */
  #models = new Map();
  /** @type {Map<string, ((model: Model) => void)[]>} */
  #awaited = new Map();
  #control = "";

  /** @param {Line} line */
  constructor(line) {
    this.line = line;
  }

  /** Have the kernel send the state of every widget; what was set meanwhile goes out first. */
  refresh() {
    for (const model of this.#models.values()) model.save_changes();
    if (!this.#control) {
      this.#control = crypto.getRandomValues(new Uint32Array(4)).join("");
      this.line.send(
        "comm_open",
        { comm_id: this.#control, target_name: CONTROL, data: {} },
        { metadata: { version: "1.0.0" } },
      );
    }
    this.line.send("comm_msg", { comm_id: this.#control, data: { method: "request_states" } });
  }

  /**
   * @param {string} id
   * @returns {Promise<Model>}
   */
  get(id) {
    const model = this.#models.get(id);
    if (model) return Promise.resolve(model);
    return new Promise((resolve) => {
      this.#awaited.set(id, [...(this.#awaited.get(id) ?? []), resolve]);
    });
  }

  /** @param {string} id */
  has(id) {
    return this.#models.has(id);
  }

  /**
   * @param {Message} message
   * @returns {"all" | undefined} "all" when it brought the state of every widget
   */
  hear({ header, content, buffers }) {
    if (header.msg_type === "comm_open" && content.target_name === "jupyter.widget") {
      this.#learn(content.comm_id, content.data.state, content.data.buffer_paths, buffers);
    } else if (header.msg_type === "comm_close") {
      this.#models.delete(content.comm_id);
    } else if (header.msg_type === "comm_msg") {
      if (content.comm_id === this.#control) return this.#learnAll(content.data, buffers);
      const model = this.#models.get(content.comm_id);
      if (content.data.method === "update") {
        this.#learn(content.comm_id, content.data.state, content.data.buffer_paths, buffers);
      } else if (content.data.method === "custom") {
        model?.tell("msg:custom", content.data.content, buffers);
      }
    }
    return undefined;
  }

  /**
   * @param {any} data
   * @param {DataView[]} buffers
   * @returns {"all" | undefined}
   */
  #learnAll(data, buffers) {
    if (data.method !== "update_states") return undefined;
    put(data.states, data.buffer_paths, buffers);
    for (const [id, { state }] of Object.entries(data.states)) this.#learn(id, state);
    return "all";
  }

  /**
   * @param {string} id
   * @param {Record<string, unknown>} state
   * @param {(string | number)[][]} [paths]
   * @param {DataView[]} [buffers]
   */
  #learn(id, state, paths = [], buffers = []) {
    put(state, paths, buffers);
    const known = this.#models.get(id);
    if (known) return known.learn(state);
    const model = new Model(id, state, this);
    this.#models.set(id, model);
    for (const resolve of this.#awaited.get(id) ?? []) resolve(model);
    this.#awaited.delete(id);
  }
}

/** AFM's `model`: get, set, save_changes, on, off, send. */
export class Model {
  /** @type {Record<string, any>} */
  #state;
  /** @type {Set<string>} */
  #unsaved = new Set();
  /** @type {Map<string, Set<Function>>} */
  #listeners = new Map();
  #models;

  /**
   * @param {string} id
   * @param {Record<string, unknown>} state
   * @param {Models} models
   */
  constructor(id, state, models) {
    this.id = id;
    this.#state = { ...state };
    this.#models = models;
    /** Child models: a value "IPY_MODEL_<id>" names one. */
    this.widget_manager = { get_model: (/** @type {string} */ child) => models.get(child) };
  }

  /** @param {string} name */
  get(name) {
    return this.#state[name];
  }

  /**
   * @param {string} name
   * @param {unknown} value
   */
  set(name, value) {
    this.#unsaved.add(name);
    this.#change({ [name]: value });
  }

  /** Send what was set. Without a line it is kept, and sent when there is one again. */
  save_changes() {
    if (!this.#unsaved.size) return;
    const state = Object.fromEntries([...this.#unsaved].map((name) => [name, this.#state[name]]));
    if (this.#say({ method: "update", state, buffer_paths: [] })) this.#unsaved.clear();
  }

  /** AFM's callbacks and buffers are left out: our host reads no bytes. @param {unknown} content */
  send(content) {
    this.#say({ method: "custom", content });
  }

  /**
   * @param {string} names one event, or several with spaces between
   * @param {Function} listener
   */
  on(names, listener) {
    for (const name of names.split(/\s+/)) {
      if (!this.#listeners.has(name)) this.#listeners.set(name, new Set());
      this.#listeners.get(name)?.add(listener);
    }
  }

  /**
   * @param {string | null} [names] all events when left out
   * @param {Function | null} [listener] all listeners when left out
   */
  off(names, listener) {
    for (const name of names ? names.split(/\s+/) : [...this.#listeners.keys()]) {
      if (listener) this.#listeners.get(name)?.delete(listener);
      else this.#listeners.delete(name);
    }
  }

  /** @param {Record<string, unknown>} state what the kernel says */
  learn(state) {
    this.#change(state);
  }

  /**
   * @param {string} name
   * @param {unknown[]} values
   */
  tell(name, ...values) {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      try {
        listener(...values);
      } catch (error) {
        console.error(error); // one listener's mistake is not the next one's
      }
    }
  }

  /** @param {Record<string, unknown>} state */
  #change(state) {
    const changed = Object.keys(state).filter((name) => !same(this.#state[name], state[name]));
    Object.assign(this.#state, state);
    for (const name of changed) this.tell(`change:${name}`, this, this.#state[name]);
    if (changed.length) this.tell("change", this);
  }

  /** @param {object} data */
  #say(data) {
    return this.#models.line.send("comm_msg", { comm_id: this.id, data });
  }
}

/**
 * Put each buffer where its path leads.
 * @param {any} into
 * @param {(string | number)[][]} paths
 * @param {DataView[]} buffers
 */
function put(into, paths = [], buffers = []) {
  paths.forEach((path, place) => {
    const last = path[path.length - 1];
    const holder = path.slice(0, -1).reduce((value, step) => value[step], into);
    holder[last] = buffers[place];
  });
}

/**
 * Whether two values say the same: a state that is sent again after a
 * reconnection must not redraw what did not change.
 * @param {unknown} one
 * @param {unknown} other
 */
function same(one, other) {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object") return false;
  if (hasBytes(one) || hasBytes(other)) return false;
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * @param {unknown} value
 * @returns {boolean}
 */
function hasBytes(value) {
  if (typeof value !== "object" || value === null) return false;
  return value instanceof ArrayBuffer || ArrayBuffer.isView(value) || Object.values(value).some(hasBytes);
}
