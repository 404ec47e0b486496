// The form of a new journal: an empty title shows what it will be, from the subject and the classes chosen.

/** @param {HTMLFormElement} form */
function propose(form) {
  const subject = /** @type {HTMLSelectElement} */ (form.elements.namedItem("subject_id"));
  const title = /** @type {HTMLInputElement} */ (form.elements.namedItem("title"));
  const chosen = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll('[name="classes"]:checked'));
  const names = [...chosen].map((box) => box.dataset.name).join(", ");
  const what = subject.value ? subject.selectedOptions[0].text : "";
  title.placeholder = `${what} ${names}`.trim();
}

for (const form of document.querySelectorAll("form[data-proposes-title]")) {
  form.addEventListener("change", () => propose(/** @type {HTMLFormElement} */ (form)));
  propose(/** @type {HTMLFormElement} */ (form));
}
