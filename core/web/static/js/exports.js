// A form with data-exports="ID" sends along what narrows the table of that id: the file holds the rows that are seen.

for (const form of document.querySelectorAll("form[data-exports]")) {
  form.addEventListener("submit", () => {
    for (const old of form.querySelectorAll("[data-narrowing]")) old.remove();
    const table = document.getElementById(/** @type {HTMLFormElement} */ (form).dataset.exports ?? "");
    for (const field of table?.querySelectorAll("[data-column]") ?? []) {
      const { value, dataset } = /** @type {HTMLInputElement} */ (field);
      if (!value.trim()) continue;
      const hidden = document.createElement("input");
      hidden.type = "hidden";
      hidden.name = `column-${dataset.column}`;
      hidden.value = value;
      hidden.dataset.narrowing = "";
      form.append(hidden);
    }
  });
}
