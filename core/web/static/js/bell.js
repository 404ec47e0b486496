// The number at the bell: asked for after the page, at most once a minute in a tab, and told where notices are listed.
const bell = /** @type {HTMLElement | null} */ (document.querySelector("[data-bell]"));
const KEPT_FOR = 60_000;

/** @param {{unread: number, words: string}} said */
function show(said) {
  bell.querySelector(".count").textContent = said.unread > 99 ? "99+" : said.unread ? String(said.unread) : "";
  bell.querySelector("[data-words]").textContent = said.unread ? `: ${said.words}` : "";
}

async function ask() {
  const place = `klade-bell ${bell.dataset.bell}`;
  const kept = JSON.parse(sessionStorage.getItem(place) ?? "null");
  if (kept && kept.language === document.documentElement.lang && Date.now() - kept.at < KEPT_FOR) return show(kept);
  const answer = await fetch(bell.dataset.bell, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const said = { ...(await answer.json()), at: Date.now(), language: document.documentElement.lang };
  sessionStorage.setItem(place, JSON.stringify(said));
  show(said);
}

if (bell) {
  // Reading makes the number another one.
  if (bell.hasAttribute("aria-current")) sessionStorage.removeItem(`klade-bell ${bell.dataset.bell}`);
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (form.action.includes("/notices/")) sessionStorage.removeItem(`klade-bell ${bell.dataset.bell}`);
  });
  ask().catch(() => {
    // The server was out of reach for a moment: the next page asks again.
  });
}
