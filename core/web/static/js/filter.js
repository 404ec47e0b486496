// A table with data-filter and a filter row: rows are narrowed by what their columns show, as one types.

/**
 * Lower case without marks of length and softness: "berzins" finds "Bērziņš".
 * @param {string} text
 */
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

/** @param {HTMLTableElement} table */
function narrow(table) {
  /** @type {[number, string][]} */
  const wanted = [];
  for (const field of table.querySelectorAll("[data-column]")) {
    const input = /** @type {HTMLInputElement} */ (field);
    if (input.value.trim()) wanted.push([Number(input.dataset.column), plain(input.value)]);
  }
  let shown = 0;
  for (const body of table.tBodies) {
    for (const row of body.rows) {
      const fits = wanted.every(([column, text]) => plain(row.cells[column]?.textContent ?? "").includes(text));
      row.hidden = !fits;
      if (fits) shown += 1;
    }
  }
  tell(table, shown, wanted.length > 0);
}

/**
 * @param {HTMLTableElement} table
 * @param {number} shown
 * @param {boolean} isNarrowed
 */
function tell(table, shown, isNarrowed) {
  const count = table.closest(".sheet, main")?.querySelector("[data-row-count]");
  if (!(count instanceof HTMLElement)) return;
  count.dataset.all ??= count.textContent ?? "";
  count.textContent = isNarrowed ? `${shown} / ${count.dataset.all}` : count.dataset.all;
}

for (const table of document.querySelectorAll("table[data-filter]")) {
  const filters = /** @type {HTMLElement | null} */ (table.querySelector(".table__filters"));
  if (!filters) continue;
  filters.hidden = false;
  filters.addEventListener("input", () => narrow(/** @type {HTMLTableElement} */ (table)));
  filters.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Escape" || !(field instanceof HTMLInputElement) || !field.value) return;
    field.value = "";
    narrow(/** @type {HTMLTableElement} */ (table));
  });
}
