// Letters: names found while typing, chips, how many will get it; Ctrl+Enter sends.

/** @typedef {{ key: string, title: string, about: string }} Found */

const PAUSE = 150;

/**
 * @param {string} url
 * @param {FormData | URLSearchParams} data
 * @returns {Promise<any>}
 */
async function ask(url, data) {
  const token = /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[name="csrf-token"]'))?.content ?? "";
  const answer = await fetch(url, { method: "POST", body: data, headers: { "X-CSRFToken": token, Accept: "application/json" } });
  return answer.ok ? answer.json() : null;
}

class Addressees {
  /** @param {HTMLElement} field */
  constructor(field) {
    this.field = field;
    this.chips = /** @type {HTMLElement} */ (field.querySelector("[data-chips]"));
    this.input = /** @type {HTMLInputElement} */ (field.querySelector("[name=who]"));
    /** @type {Found[]} */
    this.found = [];
    this.chosen = -1;
    this.asked = 0;
    this.timer = 0;
    this.list = document.createElement("ul");
    Object.assign(this.list, { className: "offers", id: "offers", hidden: true, role: "listbox" });
    this.list.setAttribute("aria-label", document.querySelector("label[for=field-who]")?.textContent ?? "");
    this.input.after(this.list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": "offers", "aria-autocomplete": "list" })) {
      this.input.setAttribute(name, value);
    }
    /** @type {HTMLElement} */ (field.querySelector("[data-add]")).hidden = true;
    this.input.addEventListener("input", () => this.wait());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    // A press on an offer must not take the focus away before it counts.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const one = /** @type {HTMLElement} */ (event.target).closest("[role=option]");
      if (one) this.take([...this.list.children].indexOf(one));
    });
    this.chips.addEventListener("click", (event) => {
      const button = /** @type {HTMLElement} */ (event.target).closest(".chip__remove");
      if (!button) return;
      event.preventDefault();
      button.closest(".chip")?.remove();
      this.input.focus();
      void this.count();
    });
    field.querySelector(".to")?.addEventListener("click", (event) => {
      if (event.target === event.currentTarget) this.input.focus();
    });
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.find(), PAUSE);
  }

  async find() {
    const typed = this.input.value.trim();
    const number = ++this.asked;
    if (!typed) return this.close();
    const found = await ask(this.field.dataset.find ?? "", new URLSearchParams({ who: typed }));
    // Answers may come in another order than they were asked for.
    if (number !== this.asked || !found) return;
    const taken = new Set(this.keys());
    this.found = found.filter((/** @type {Found} */ one) => !taken.has(one.key));
    this.list.replaceChildren(...this.found.map((one, place) => this.offer(one, place)));
    this.show(this.found.length ? 0 : -1);
  }

  /** @param {Found} one @param {number} place */
  offer(one, place) {
    const item = document.createElement("li");
    item.className = "offers__one";
    item.id = `offer-${place}`;
    item.setAttribute("role", "option");
    item.append(one.title);
    if (one.about) {
      const about = document.createElement("span");
      about.className = "muted";
      about.textContent = ` ${one.about}`;
      item.append(about);
    }
    return item;
  }

  /** @param {number} place */
  show(place) {
    this.chosen = place;
    this.list.hidden = place < 0;
    this.input.setAttribute("aria-expanded", String(place >= 0));
    [...this.list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === place)));
    if (place < 0) this.input.removeAttribute("aria-activedescendant");
    else {
      this.input.setAttribute("aria-activedescendant", `offer-${place}`);
      this.list.children[place].scrollIntoView({ block: "nearest" });
    }
  }

  close() {
    this.found = [];
    this.show(-1);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const last = this.found.length - 1;
    if (event.key === "ArrowDown" && last >= 0) this.show(this.chosen < last ? this.chosen + 1 : 0);
    else if (event.key === "ArrowUp" && last >= 0) this.show(this.chosen > 0 ? this.chosen - 1 : last);
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      if (this.chosen >= 0) this.take(this.chosen);
    } else if (event.key === "Escape" && this.chosen >= 0) this.close();
    else if (event.key === "Backspace" && !this.input.value && this.chips.lastElementChild) {
      this.chips.lastElementChild.remove();
      void this.count();
    } else return;
    event.preventDefault();
  }

  /** @param {number} place */
  take(place) {
    const one = this.found[place];
    this.chips.append(this.chip(one));
    this.input.value = "";
    this.asked += 1;
    this.close();
    void this.count();
  }

  /** @param {Found} one */
  chip(one) {
    const chip = document.createElement("li");
    chip.className = "chip";
    const name = Object.assign(document.createElement("span"), { className: "chip__name", textContent: one.title });
    const about = Object.assign(document.createElement("span"), { className: "muted", textContent: one.about });
    const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: "to", value: one.key });
    const remove = Object.assign(document.createElement("button"), { type: "button", className: "chip__remove", textContent: "×" });
    remove.setAttribute("aria-label", (this.field.dataset.remove ?? "").replace("…", one.title));
    chip.append(name, ...(one.about ? [about] : []), hidden, remove);
    return chip;
  }

  keys() {
    return [...this.chips.querySelectorAll("input")].map((input) => input.value);
  }

  async count() {
    const line = document.querySelector("[data-reach]");
    const data = new URLSearchParams(this.keys().map((key) => ["to", key]));
    const answer = await ask(this.field.dataset.count ?? "", data);
    if (line && answer) line.textContent = answer.words;
  }
}

for (const field of document.querySelectorAll("[data-addressees]")) new Addressees(/** @type {HTMLElement} */ (field));

for (const form of document.querySelectorAll("form[data-letter]")) {
  form.addEventListener("keydown", (event) => {
    const key = /** @type {KeyboardEvent} */ (event);
    if (key.key !== "Enter") return;
    const place = /** @type {HTMLElement} */ (key.target);
    if (key.ctrlKey || key.metaKey) {
      key.preventDefault();
      /** @type {HTMLFormElement} */ (form).requestSubmit(form.querySelector("[name=send]"));
    } else if (place.matches("[name=subject], [name=who]")) {
      // A letter is not sent by the way; who presses Enter goes on writing.
      key.preventDefault();
      if (place.matches("[name=subject]")) /** @type {HTMLElement | null} */ (form.querySelector("[name=body]"))?.focus();
    }
  });
  // Two presses are one letter.
  form.addEventListener("submit", (event) => {
    if (form.hasAttribute("data-sent")) event.preventDefault();
    form.setAttribute("data-sent", "");
  });
}
// Coming back by the browser's history the form may be sent again.
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => form.removeAttribute("data-sent")));
