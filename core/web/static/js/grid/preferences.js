/** How the grid behaves for this account: kept by the server, so it is the same on every device. */

import { Unreachable } from "./net.js";

const CLASS = "journal--comfortable";

export class Preferences {
  /** @param {{root: HTMLElement, net: import("./net.js").Net, status: import("./status.js").Status, words: object}} parts */
  constructor({ root, net, status, words }) {
    Object.assign(this, { root, net, status, words });
  }

  /** Rows of 36 pixels. */
  get comfortable() {
    return this.root.classList.contains(CLASS);
  }

  /** A mark of one digit goes to the next pupil by itself. */
  get advance() {
    return "advance" in this.root.dataset;
  }

  /** @param {"comfortable" | "advance"} key */
  async turn(key) {
    const on = !this[key];
    this.#show(key, on);
    try {
      const { status, data } = await this.net.post("preferences", { key, on });
      if (status === 204) return;
      this.status.bar(data?.message ?? this.words.notLoaded);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this.status.bar(this.words.network);
    }
    this.#show(key, !on);
  }

  #show(key, on) {
    if (key === "comfortable") this.root.classList.toggle(CLASS, on);
    else if (on) this.root.dataset.advance = "";
    else delete this.root.dataset.advance;
  }
}
