/** What colleagues changed: polled while the page is looked at; the table anew where its columns or rows changed. */

import { Unreachable } from "./net.js";

const EVERY = 8000;

export class Refresh {
  /** @param {{net: import("./net.js").Net, queue: import("./queue.js").Queue, revision: number, term: string, apply: (answer: object) => void,
   *   replaced: () => void, busy: () => boolean}} parts */
  constructor(parts) {
    Object.assign(this, parts);
    setInterval(() => this.poll(), EVERY);
    document.addEventListener("visibilitychange", () => this.poll());
  }

  async poll() {
    if (document.visibilityState !== "visible" || this.queue.batch) return;
    try {
      const { status, data } = await this.net.get(`revision?since=${this.revision}&term=${this.term}`);
      if (status !== 200) return;
      // The table is not replaced under somebody's hands: it stays due until the next quiet moment.
      if (data.changed_columns && this.busy()) return;
      this.revision = data.revision;
      this.apply({ ...data, fresh: true });
    } catch (error) {
      // The next poll asks again; what is unsaved tells of the broken line itself.
      if (!(error instanceof Unreachable)) throw error;
    }
  }

  /** Replace the table by the server's. @returns {Promise<boolean>} */
  async table() {
    const page = await this.net.page();
    const root = page?.getElementById("journal");
    if (!root) return false;
    document.getElementById("journal-scroll").replaceChildren(...page.getElementById("journal-scroll").children);
    document.getElementById("journal-data").textContent = page.getElementById("journal-data").textContent;
    this.revision = Number(root.dataset.revision);
    this.replaced();
    return true;
  }
}
