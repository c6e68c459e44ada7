// What the state of an uplink means in the picture of the dial. Pure: no page, no clock.

/** The stages of a dial in their order. */
export const STAGES = ["link", "equipment", "session", "negotiation", "login", "address", "internet"];

const INTERNET = STAGES.indexOf("internet");
const WORKING_AT = { DISCOVERY: 1, LCP: 3, AUTHENTICATION: 4, IPCP: 5, UP: INTERNET };

/** At which stage a cause stops the dial: by its tens, but for some. */
const FAILED_AT_TENS = { 1: 0, 2: 2, 3: 3, 4: 4, 5: 5, 6: 2 };
const FAILED_AT = { 20: 1, 21: 1, 60: 1 };
const FIRST_REAL_CAUSE = 10;

function failedAt(cause) {
  return FAILED_AT[cause] ?? FAILED_AT_TENS[Math.floor(cause / 10)] ?? 0;
}

/**
 * How far a dial has come.
 *
 * @returns {{done: number, working: boolean, failed: boolean}} how many stages are done, and whether the one after
 *     them is being worked on or has failed
 */
export function progress(view, isInternetFine) {
  const cause = view.lastCauseNumber ?? 0;
  if (view.state === "UP") {
    return isInternetFine
      ? { done: STAGES.length, working: false, failed: false }
      : { done: INTERNET, working: true, failed: false };
  }
  if (view.state in WORKING_AT) {
    const opens = view.state === "DISCOVERY" && Boolean(view.acName);
    return { done: opens ? 2 : WORKING_AT[view.state], working: true, failed: false };
  }
  if (view.state === "NO_CARRIER") {
    return { done: 0, working: false, failed: true };
  }
  if (view.state === "WAITING" && cause >= FIRST_REAL_CAUSE) {
    return { done: failedAt(cause), working: false, failed: true };
  }
  return { done: 0, working: false, failed: false };
}

/** Returns the number of the cause why it is not up, or 0 when nothing has failed. */
export function causeOf(view) {
  const cause = view.lastCauseNumber ?? 0;
  return view.state === "UP" || view.state === "STOPPED" || cause < FIRST_REAL_CAUSE ? 0 : cause;
}

/** Returns the mark of a stage. */
export function mark(at, { done, working, failed }) {
  if (at < done) {
    return "done";
  }
  return at > done ? "waiting" : failed ? "failed" : working ? "working" : "waiting";
}

/** Returns the pictures between two, so that nobody misses a stage that took milliseconds. */
export function between(from, to) {
  if (!from || to.done <= from.done) {
    return [to];
  }
  const steps = [];
  const last = to.failed ? to.done : to.done - 1; // what fails was tried first
  for (let done = from.done + (from.working ? 1 : 0); done <= last; done++) {
    steps.push({ done, working: true, failed: false });
  }
  return [...steps, to];
}
