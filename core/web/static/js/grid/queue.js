/**
 * What was written and is not saved yet. One batch is on its way at a time; it keeps its id until it is answered, so that
 * a repeat after a broken line gets the stored answer.
 *
 * @typedef {{id: string, version: number, sending(value: string): void, waiting(): void, settle(result: object): void}} Target
 */

import { Unreachable, newId } from "./net.js";

const PAUSE = 300;
const LONGEST = 1000;
const RETRIES = [1000, 2000, 4000, 8000, 15_000];

export class Queue {
  /** @param {{net: import("./net.js").Net, by: string, term: string, answered: (answer: object) => void, moved: (queue: Queue) => void}} parts */
  constructor({ net, by, term, answered, moved }) {
    this.net = net;
    this.by = by;
    this.term = term;
    this.answered = answered;
    this.moved = moved;
    /** @type {Map<string, {target: Target, value: string, how?: string, at: string}>} */
    this.pending = new Map();
    /** @type {{batch: string, entries: Map<string, any>, changes: object[]} | null} */
    this.batch = null;
    this.sent = null;
    this.trouble = "";
    this.tries = 0;
    this.first = 0;
  }

  get size() {
    return new Set([...this.pending.keys(), ...(this.batch?.entries.keys() ?? [])]).size;
  }

  /** @param {string} id the cell has something unsaved */
  holds(id) {
    return this.pending.has(id) || Boolean(this.batch?.entries.has(id));
  }

  /** @param {Target} target @param {string} value @param {string} [how] `correction` or `retake` */
  put(target, value, how) {
    this.pending.set(target.id, { target, value, how, at: new Date().toISOString() });
    target.sending(value);
    this.first ||= Date.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), Math.max(0, Math.min(PAUSE, this.first + LONGEST - Date.now())));
    this.moved(this);
  }

  /** @param {string} id give up what was typed there */
  drop(id) {
    this.pending.delete(id);
  }

  /** Send at once all there is; resolves when everything is answered, or with the first trouble. */
  async flush() {
    clearTimeout(this.timer);
    while (this.batch || this.pending.size) {
      this.sent ??= this.#send().finally(() => { this.sent = null; });
      if (!(await this.sent)) return false;
    }
    return true;
  }

  async #send() {
    if (!this.batch) this.#pack();
    let answer;
    try {
      answer = await this.net.post("cells", { batch: this.batch.batch, by: Number(this.by), term: this.term, changes: this.batch.changes });
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      return this.#wait("network");
    }
    if (answer.status === 200) return this.#take(answer.data);
    if (answer.status === 401) return this.#wait("signed-out");
    if (answer.status >= 500 || answer.status === 429) return this.#wait("server", answer.data?.message);
    return this.#refuse(answer);
  }

  #pack() {
    this.first = 0;
    const entries = this.pending;
    this.pending = new Map();
    const changes = [...entries].map(([cell, { target, value, how, at }]) => ({ cell, version: target.version, value, at, how }));
    this.batch = { batch: newId(), entries, changes };
  }

  #take(answer) {
    const { entries } = this.batch;
    this.batch = null;
    this.trouble = "";
    this.tries = 0;
    for (const result of answer.results) {
      const entry = entries.get(result.cell);
      if (!entry) continue;
      entry.target.settle(result);
      // Written again while the first value was under way: the second stands on the first's version.
      const newer = this.pending.get(result.cell);
      if (newer) newer.target.sending(newer.value);
    }
    this.answered(answer);
    this.moved(this);
    return true;
  }

  #refuse({ status, data }) {
    const results = this.batch.changes.map(({ cell }) => ({ cell, state: "refused", reason: data?.message ?? `${status}` }));
    return this.#take({ results, change: null });
  }

  #wait(trouble, message) {
    this.trouble = trouble;
    this.message = message;
    for (const [id, { target }] of this.batch.entries) if (!this.pending.has(id)) target.waiting();
    if (trouble !== "signed-out") {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.flush(), RETRIES[Math.min(this.tries++, RETRIES.length - 1)]);
    }
    this.moved(this);
    return false;
  }
}
