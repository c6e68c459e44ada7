// Talks to the router: requests with a time limit, and the state of the uplink as it changes.

const LIMIT_MILLIS = 6000;
const POLL_MILLIS = 1000;
const CHECK_MILLIS = 5000;
const EVENTS_AGAIN_MILLIS = 10000;

/** An answer that is not 200. */
export class Refused extends Error {
  constructor(status, body, retryAfter) {
    super(body?.error?.text ?? `HTTP ${status}`);
    this.status = status;
    this.body = body;
    this.problems = body?.problems ?? [];
    this.retryAfterMillis = Number(retryAfter ?? 0) * 1000;
  }
}

let unanswered = 0;
let onReach = () => {};

/** Asks to be told how often in a row the router has not answered; 0 when it did. */
export function watchReach(listener) {
  onReach = listener;
}

function reached(isReached) {
  unanswered = isReached ? 0 : unanswered + 1;
  onReach(unanswered);
}

/** Sends a request; throws Refused when the router says no and TypeError or AbortError when it says nothing. */
export async function ask(method, path, body) {
  let answer;
  let text;
  try {
    answer = await fetch(path, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      headers: { Accept: "application/json", "Accept-Language": document.documentElement.lang,
        ...(body ? { "Content-Type": "application/json" } : {}) },
      body: body ? JSON.stringify(body) : undefined,
      redirect: "manual",
      signal: AbortSignal.timeout(LIMIT_MILLIS),
    });
    text = await answer.text();
  } catch (failure) {
    reached(false);
    throw failure;
  }
  reached(true);
  if (answer.type === "opaqueredirect") {
    throw new Refused(401, null); // over to HTTPS: nobody is logged in here any more
  }
  const parsed = parse(text);
  if (!answer.ok) {
    throw new Refused(answer.status, parsed, answer.headers.get("Retry-After"));
  }
  return parsed;
}

function parse(text) {
  try {
    return camel(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Names such as next-try-millis become nextTryMillis. */
function camel(value) {
  if (Array.isArray(value)) {
    return value.map(camel);
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.includes(".") ? key : key.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase()), camel(inner)]));
}

/** Fetches a file of the page. */
export async function file(path) {
  const answer = await fetch(path, { signal: AbortSignal.timeout(LIMIT_MILLIS) });
  if (!answer.ok) {
    throw new Refused(answer.status);
  }
  return answer.json();
}

/** Waits. */
export function pause(millis) {
  return new Promise((resolve) => setTimeout(resolve, millis));
}

/**
 * Follows the first uplink: by server-sent events, and by asking for the status when they do not come, with a
 * look at the status now and then in any case.
 */
export class UplinkWatch {
  #onUplink;
  #onLoggedOut;
  #events = null;
  #name = null;
  #timer = 0;
  #running = false;

  constructor(onUplink, onLoggedOut) {
    this.#onUplink = onUplink;
    this.#onLoggedOut = onLoggedOut;
  }

  start() {
    if (!this.#running) {
      this.#running = true;
      this.#listen();
      this.#poll();
    }
  }

  stop() {
    this.#running = false;
    this.#events?.close();
    clearTimeout(this.#timer);
  }

  #isLive() {
    return this.#events?.readyState === EventSource.OPEN;
  }

  #listen() {
    if (!this.#running) {
      return;
    }
    this.#events = new EventSource("/api/v1/events");
    this.#events.addEventListener("uplink", (event) => this.#heard(parse(event.data)));
    this.#events.addEventListener("error", () => {
      if (this.#events.readyState === EventSource.CLOSED) {
        setTimeout(() => this.#listen(), EVENTS_AGAIN_MILLIS);
      }
    });
  }

  #heard(view) {
    if (view?.name && this.#running && (this.#name === null || this.#name === view.name)) {
      this.#onUplink(view);
    }
  }

  async #poll() {
    clearTimeout(this.#timer);
    try {
      const status = await ask("GET", "/api/v1/status");
      const view = status?.uplinks?.[0] ?? null;
      this.#name = view?.name ?? null;
      if (this.#running) {
        this.#onUplink(view);
      }
    } catch (failure) {
      if (failure instanceof Refused && failure.status === 401) {
        this.stop();
        this.#onLoggedOut();
      }
    }
    if (this.#running) {
      this.#timer = setTimeout(() => this.#poll(), this.#isLive() ? CHECK_MILLIS : POLL_MILLIS);
    }
  }
}
