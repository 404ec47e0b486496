/** History of a cell: who, when, old, new. */

import { made } from "./cells.js";
import { beside, close } from "./popover.js";

/**
 * @param {import("./net.js").Net} net @param {import("./cells.js").Cell} cell @param {object} words @param {() => void} back
 */
export async function showHistory(net, cell, words, back) {
  const { status, data } = await net.get(`cells/${cell.id}/history`);
  const element = made("div");
  element.tabIndex = -1;
  element.setAttribute("role", "dialog");
  element.setAttribute("aria-label", words.history);
  element.append(made("p", words.history, "pop-title"));
  if (status !== 200) element.append(made("p", data?.message ?? words.notLoaded, "reason"));
  else if (!data.length) element.append(made("p", words.noHistory));
  else element.append(listOf(data, words));
  element.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape" || event.key === "F4" || event.key === "Tab") { event.preventDefault(); close(); }
  });
  beside(cell.element, element, back);
  element.focus();
}

function listOf(lines, words) {
  const list = made("ol");
  for (const { who, when, old, value, note } of lines) {
    const item = made("li");
    item.append(made("b", old === value ? value : `${old || words.empty} → ${value || words.empty}`), made("span", note ?? ""), made("small", `${when} · ${who}`));
    list.append(item);
  }
  return list;
}
