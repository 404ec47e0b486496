/** Talks to the server: JSON in, JSON out, and a new token after a new sign-in. */

/** The server cannot be reached; what was sent may or may not have arrived. */
export class Unreachable extends Error {}

export class Net {
  /** @param {string} url address of the journal */
  constructor(url) {
    this.url = url;
    this.token = tokenOf(document);
  }

  /** @param {string} path @returns {Promise<{status: number, data: any}>} */
  get(path) {
    return this.#ask(path, { headers: { Accept: "application/json" } });
  }

  /** @param {string} path @param {object} body */
  async post(path, body) {
    const send = () => this.#ask(path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.token },
    });
    const answer = await send();
    if (answer.status !== 400 || answer.data?.code !== "old-form") return answer;
    // The token belongs to the session: after signing in again the page's one is old, and without a session none counts.
    return (await this.renew()) ? send() : { status: 401, data: answer.data };
  }

  /** Take the token of the page as it is now. @returns {Promise<boolean>} whether the page may be seen */
  async renew() {
    const page = await this.page();
    this.token = page ? tokenOf(page) : this.token;
    return page !== null;
  }

  /** The page as it is on the server now. @returns {Promise<Document | null>} */
  async page() {
    const response = await reach(location.href, { headers: { Accept: "text/html" } });
    if (!response.ok || response.redirected) return null;
    return new DOMParser().parseFromString(await response.text(), "text/html");
  }

  async #ask(path, options) {
    const response = await reach(`${this.url}/${path}`, options);
    const isJson = response.headers.get("Content-Type")?.includes("json");
    return { status: response.status, data: isJson ? await response.json() : null };
  }
}

async function reach(address, options) {
  try {
    return await fetch(address, { credentials: "same-origin", ...options });
  } catch (error) {
    throw new Unreachable(String(error));
  }
}

function tokenOf(page) {
  return page.querySelector('meta[name="csrf-token"]')?.getAttribute("content") ?? "";
}

/** A new random id; `crypto.randomUUID` exists only on secure origins. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
