// The page of a job follows it: the bar moves, and the page is loaded again when the state changes.
const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-job]"));
const EVERY = 1000;

async function look() {
  const answer = await fetch(place.dataset.job, { headers: { Accept: "application/json" } });
  if (!answer.ok) return false;
  const job = await answer.json();
  if (job.state !== place.dataset.state) {
    location.reload();
    return false;
  }
  const bar = place.querySelector("progress");
  bar.max = job.total || 1;
  bar.value = job.done;
  bar.closest(".progress").querySelector(".progress__words :last-child").textContent = `${job.done} / ${job.total || 1}`;
  return true;
}

async function follow() {
  let goesOn = true;
  try {
    goesOn = document.hidden || (await look());
  } catch {
    // The server was out of reach for a moment: ask again.
  }
  if (goesOn) setTimeout(follow, EVERY);
}

if (place) setTimeout(follow, EVERY);
