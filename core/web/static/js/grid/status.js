/** The status line, the live region, and the bar that offers to take a large act back. */

import { made } from "./cells.js";

export class Status {
  /** @param {object} words */
  constructor(words) {
    this.words = words;
    this.line = document.getElementById("journal-status");
    this.live = document.getElementById("journal-live");
    this.saidSaved = 0;
  }

  /** @param {string} state @param {string} text @param {...Node} more links or buttons after the text */
  show(state, text, ...more) {
    this.line.dataset.state = state;
    this.line.replaceChildren(made("span", text), ...more);
  }

  saved() {
    const time = new Date().toLocaleTimeString("lv", { hour: "2-digit", minute: "2-digit" });
    const text = `${this.words.saved} ${time}`;
    this.show("saved", text);
    // Once a minute at most: whoever listens hears the marks, not the machinery.
    if (Date.now() - this.saidSaved > 60_000) {
      this.saidSaved = Date.now();
      this.say(text);
    }
  }

  sending() {
    this.show("sending", this.words.saving);
  }

  /** @param {number} count @param {string} reason */
  waiting(count, reason) {
    this.show("waiting", `${reason} ${this.words.waiting[plural(count)].replace("{count}", String(count))}`);
  }

  /** Speak to whoever listens. @param {string} text */
  say(text) {
    this.live.textContent = "";
    requestAnimationFrame(() => { this.live.textContent = text; });
  }

  /** A bar for thirty seconds. @param {string} text @param {string} [act] @param {() => void} [run] */
  bar(text, act, run) {
    clearTimeout(this.barTimer);
    this.barElement?.remove();
    const bar = made("div", "", "journal-bar");
    bar.append(made("span", text));
    if (act) {
      const button = /** @type {HTMLButtonElement} */ (made("button", act));
      button.type = "button";
      button.addEventListener("click", () => { bar.remove(); run(); });
      bar.append(button);
    }
    document.getElementById("journal").append(bar);
    this.barElement = bar;
    this.barTimer = setTimeout(() => bar.remove(), 30_000);
    this.say(text);
  }
}

/** The form a number takes: one, other, zero (10, 11, 20 in Latvian; never in English). */
export function plural(count) {
  const rule = new Intl.PluralRules(document.documentElement.lang || "lv").select(count);
  return rule === "one" ? 0 : rule === "zero" ? 2 : 1;
}
