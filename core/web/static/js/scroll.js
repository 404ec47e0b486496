// A page that posts and comes back to itself stands where it stood: forms with data-stay keep the place.

const KEY = "klade:place";

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.dataset.stay === undefined || event.defaultPrevented) return;
  sessionStorage.setItem(KEY, JSON.stringify({ path: location.pathname, top: scrollY }));
});

const kept = sessionStorage.getItem(KEY);
if (kept) {
  sessionStorage.removeItem(KEY);
  const place = /** @type {{ path: string, top: number }} */ (JSON.parse(kept));
  if (place.path === location.pathname) scrollTo({ top: place.top, behavior: "instant" });
}
