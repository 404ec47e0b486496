/** What opens beside a cell: a choice, a menu, a history, a reason. Never over the cell itself. */

import { made } from "./cells.js";

/** @type {{element: HTMLElement, closed: (() => void) | undefined} | null} */
let open = null;

/**
 * Show an element beside a cell. @param {HTMLElement} anchor @param {HTMLElement} element @param {() => void} [closed]
 */
export function beside(anchor, element, closed) {
  close();
  element.classList.add("cell-pop");
  document.getElementById("journal").append(element);
  place(anchor, element);
  open = { element, closed };
  return element;
}

/** Below the anchor, or above it: never over its row. @param {HTMLElement} anchor @param {HTMLElement} element */
export function place(anchor, element) {
  const at = anchor.getBoundingClientRect();
  const own = element.getBoundingClientRect();
  const below = at.bottom + 4 + own.height <= innerHeight || at.top < own.height + 4;
  element.style.left = `${Math.max(8, Math.min(at.left, innerWidth - own.width - 8))}px`;
  element.style.top = `${below ? at.bottom + 4 : at.top - own.height - 4}px`;
}

/** @returns {boolean} whether anything was open */
export function close() {
  const was = open;
  open = null;
  was?.element.remove();
  was?.closed?.();
  return Boolean(was);
}

/** @returns {boolean} */
export function isOpen() {
  return open !== null;
}

document.addEventListener("pointerdown", (event) => {
  if (open && !open.element.contains(/** @type {Node} */ (event.target))) close();
});

/**
 * A few acts to pick from, by letter, arrows, Enter or pointer.
 * @param {HTMLElement} anchor
 * @param {{title: string, note?: string, role?: string, acts: {text: string, letter?: string, hint?: string, run: () => void, off?: boolean, checked?: boolean}[],
 *   first?: number, cancelled?: () => void}} choice
 */
export function choose(anchor, { title, note, role = "dialog", acts, first = 0, cancelled }) {
  const element = made("div");
  element.setAttribute("role", role);
  element.setAttribute("aria-label", note ? `${title} ${note}` : title);
  const isMenu = role === "menu";
  if (!isMenu) element.append(made("p", title, "pop-title"));
  if (note) element.append(made("p", note));
  const list = made("ul");
  if (isMenu) list.setAttribute("role", "none");
  const buttons = acts.map((act) => {
    const button = made("button", act.text);
    button.type = "button";
    if (act.hint ?? act.letter) button.append(made("kbd", act.hint ?? act.letter));
    if (act.off) button.setAttribute("aria-disabled", "true");
    button.addEventListener("click", () => pick(act));
    const item = made("li");
    if (isMenu) { item.setAttribute("role", "none"); button.setAttribute("role", act.checked === undefined ? "menuitem" : "menuitemcheckbox"); }
    if (act.checked !== undefined) button.setAttribute("aria-checked", String(act.checked));
    item.append(button);
    list.append(item);
    return button;
  });
  element.append(list);
  let picked = false;

  function pick(act) {
    if (act.off) return;
    picked = true;
    close();
    act.run();
  }

  element.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const here = buttons.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" || event.key === "Tab") { event.preventDefault(); close(); }
    else if (step) { event.preventDefault(); buttons[(here + step + buttons.length) % buttons.length].focus(); }
    else if (event.key.length === 1 && !event.ctrlKey && !event.altKey) {
      const act = acts.find(({ letter }) => letter?.toLowerCase() === event.key.toLowerCase());
      if (act) { event.preventDefault(); pick(act); }
    }
  });
  beside(anchor, element, () => { if (!picked) cancelled?.(); });
  buttons[first].focus();
}
