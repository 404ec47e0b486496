// The page of print-outs: each choice shows at once what it would issue; “all classes” ticks them all.

/** @type {HTMLFormElement | null} */
const form = document.querySelector("form[data-print-choice]");
/** @type {HTMLInputElement | null} */
const all = document.querySelector("[data-all]");
const classes = [.../** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name='class'][type='checkbox']"))];
let newest = 0;

function address() {
  const fields = new FormData(/** @type {HTMLFormElement} */ (form));
  fields.delete("all");
  return `${form?.action}?${new URLSearchParams(/** @type {any} */ (fields))}`;
}

async function show() {
  const asked = ++newest;
  const url = address();
  const answer = await fetch(url, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return location.assign(url);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (asked !== newest) return;
  for (const selector of ["[data-chosen]", "#field-period"]) {
    const [now, then] = [document.querySelector(selector), page.querySelector(selector)];
    if (now && then) now.replaceChildren(...then.childNodes);
  }
  history.replaceState(null, "", url);
}

form?.addEventListener("change", (event) => {
  if (event.target === all && all) for (const box of classes) box.checked = all.checked;
  else if (all) all.checked = classes.every((box) => box.checked);
  show().catch(() => location.assign(address()));
});
