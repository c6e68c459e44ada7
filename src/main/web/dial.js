// The live picture of the dial: stages with marks and times, the cause of a failure with advice, the end.

import { Refused, UplinkWatch, ask, pause } from "./router.js";
import { STAGES, between, causeOf, mark, progress } from "./stages.js";
import { has, time, words } from "./words.js";

const STEP_MILLIS = 280;
const TICK_MILLIS = 250;
const SHOWS_TIME_AFTER_MILLIS = 1500;
const INTERNET_PATIENCE_MILLIS = 6000;
const STALE_MILLIS = 3000;
const BEGINNING = { done: 0, working: true, failed: false };
const MOST_STEPS_WAITING = 12;

const byId = (id) => document.getElementById(id);

/** The picture, from the first look to the end; goes on watching after that. */
export class Dial {
  #watch;
  #steps = [];
  #shown = null;
  #view = null;
  #failed = null;
  #correctFor = null;
  #isInternetFine = false;
  #asksInternet = false;
  #upSince = 0;
  #began = 0;
  #took = null;
  #stageBegan = 0;
  #heardAt = 0;
  #isPlaying = false;
  #stale = null;
  #sawDial = false;
  #timer = 0;

  constructor(onLoggedOut) {
    this.#watch = new UplinkWatch((view) => this.#heard(view), onLoggedOut);
    STAGES.forEach((id) => byId("stages").append(row(id)));
  }

  /** Begins to watch a dial that is under way, or over. */
  start() {
    this.#began = performance.now();
    this.#took = null;
    this.#stageBegan = this.#began;
    this.#watch.start();
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#tick(), TICK_MILLIS);
    this.paint();
  }

  /** Begins to watch a dial that is to come, from its first stage on: it may be over before the first answer. */
  startAnew() {
    this.#steps = [];
    this.#shown = BEGINNING;
    this.#sawDial = true;
    this.#failed = null;
    this.#correctFor = null;
    this.#stale = { view: this.#view, until: performance.now() + STALE_MILLIS };
    byId("correct").open = false;
    this.start();
  }

  /** Does so after other words for the log-in were saved. */
  tryAgain() {
    this.startAnew();
    byId("dial-title").focus();
    say(words("correct.saved"));
  }

  #heard(view) {
    if (view === null) {
      this.#view = { state: "NONE" };
      this.paint();
      return;
    }
    if (this.#isStale(view)) {
      return;
    }
    this.#sawDial ||= view.state !== "UP";
    this.#view = view;
    this.#heardAt = performance.now();
    if (view.state === "UP") {
      this.#upSince ||= this.#heardAt;
      this.#askInternet();
    } else {
      this.#upSince = 0;
      this.#isInternetFine = false;
    }
    this.#queue(view);
  }

  /** Right after something was saved the router may still tell of the dial before. */
  #isStale(view) {
    const { view: old, until } = this.#stale ?? { until: 0 };
    const isOld = old && performance.now() < until && ["state", "attempts", "lastCauseNumber"].every((key) => old[key] === view[key]);
    this.#stale = isOld ? this.#stale : null;
    return Boolean(isOld);
  }

  #queue(view) {
    const last = this.#steps.at(-1)?.picture ?? this.#shown;
    const target = progress(view, this.#isInternetFine);
    const isSame = last && JSON.stringify(last) === JSON.stringify(target);
    const pictures = isSame ? [target] : between(last, target);
    pictures.forEach((picture, i) => this.#steps.push({ picture, view: i === pictures.length - 1 ? view : null }));
    this.#steps.splice(0, this.#steps.length - MOST_STEPS_WAITING);
    this.#play();
  }

  /** Shows what is queued, each picture long enough to be seen. */
  async #play() {
    if (this.#isPlaying) {
      return;
    }
    this.#isPlaying = true;
    while (this.#steps.length > 0) {
      const { picture, view } = this.#steps.shift();
      const isNew = JSON.stringify(picture) !== JSON.stringify(this.#shown);
      this.#show(picture, view, isNew);
      if (isNew && !matchMedia("(prefers-reduced-motion: reduce)").matches) {
        await pause(STEP_MILLIS);
      }
    }
    this.#isPlaying = false;
  }

  #show(picture, view, isNew) {
    if (isNew) {
      this.#stageBegan = performance.now();
      this.#announce(picture);
    }
    this.#shown = picture;
    if (view) {
      this.#judge(view);
    }
    if (picture.done === STAGES.length && this.#took === null) {
      this.#took = performance.now() - this.#began;
    }
    this.paint();
  }

  /** Keeps the last failure on the screen while the next try runs, until it is up. */
  #judge(view) {
    const cause = causeOf(view);
    if (cause > 0 && (view.state === "WAITING" || view.state === "NO_CARRIER")) {
      this.#failed = { cause, text: view.lastCauseText ?? "", detail: view.lastDetail ?? "" };
    } else if (view.state === "UP" && this.#upSince > 0 && !this.#isInternetFine
        && performance.now() - this.#upSince > INTERNET_PATIENCE_MILLIS) {
      this.#failed = { cause: "dns", text: "", detail: "" };
    } else if (view.state === "UP") {
      this.#failed = null;
    }
  }

  async #askInternet() {
    if (this.#asksInternet) {
      return;
    }
    this.#asksInternet = true;
    while (this.#view?.state === "UP" && !this.#isInternetFine) {
      this.#isInternetFine = await isInternetFine();
      if (this.#view?.state === "UP") {
        this.#queue(this.#view);
      }
      await pause(this.#isInternetFine ? 0 : 1000);
    }
    this.#asksInternet = false;
  }

  #announce({ done, working, failed }) {
    if (done < STAGES.length && (working || failed)) {
      say(`${words(`stage.${STAGES[done]}`)}: ${words(failed ? "mark.failed" : "mark.working")}`);
    }
  }

  #upMillis() {
    return (this.#view.stateMillis ?? 0) + performance.now() - this.#heardAt;
  }

  #isOnline() {
    return this.#shown?.done === STAGES.length;
  }

  #tick() {
    paintTimes(this.#shown, this.#stageBegan);
    const elapsed = this.#took ?? performance.now() - this.#began;
    byId("dial-elapsed").textContent = this.#isOnline() ? "" : words("dial.elapsed", time(elapsed));
    this.#paintNext();
  }

  /** Writes everything anew, in the language of now. */
  paint() {
    const online = this.#isOnline();
    const titles = online ? "online" : this.#view?.state === "STOPPED" ? "dial.stopped"
      : this.#view?.state === "NONE" ? "dial.no-uplink" : this.#failed ? "dial.trying" : "dial";
    const [title, lead] = titles === "online" ? ["online.title", "online.lead"]
      : titles === "dial" ? ["dial.title", "dial.lead"] : [`${titles}-title`, `${titles}-lead`];
    byId("dial-title").textContent = words(title);
    byId("dial-lead").textContent = words(lead);
    paintStages(this.#shown ?? { done: 0, working: false, failed: false }, this.#failed?.cause === "dns");
    const attempts = this.#view?.attempts ?? 0;
    byId("dial-attempt").textContent = !online && attempts > 1 ? words("dial.attempt", attempts) : "";
    this.#paintFailure();
    this.#paintOnline();
    byId("dial").classList.toggle("told", online || this.#failed !== null);
    this.#tick();
  }

  #paintFailure() {
    const failed = this.#isOnline() ? null : this.#failed;
    byId("failure").hidden = failed === null;
    if (failed === null) {
      return;
    }
    const { cause, text, detail } = failed;
    const known = has(`cause.${cause}`);
    byId("failure-title").textContent = known ? words(`cause.${cause}`) : text || words("cause.other");
    byId("failure-number").textContent = words("failure.number", cause);
    byId("failure-number").hidden = cause === "dns";
    byId("failure-detail").textContent = words("failure.detail", detail);
    byId("failure-detail").hidden = detail === "";
    byId("failure-advice").replaceChildren(...words(known ? `advice.${cause}` : "advice.other").map(item));
    byId("correct").hidden = cause === "dns";
    this.#openCorrection(cause);
    this.#paintNext();
  }

  /** A refused log-in asks for other words at once, other causes only offer it. */
  #openCorrection(cause) {
    if (this.#correctFor !== cause) {
      this.#correctFor = cause;
      byId("correct").open ||= cause === 40;
      say(byId("failure-title").textContent);
    }
  }

  #paintNext() {
    const left = (this.#view?.nextTryMillis ?? 0) - (performance.now() - this.#heardAt);
    const waits = this.#view?.state === "WAITING" && left > 0;
    const dials = this.#shown?.working && this.#failed?.cause !== "dns";
    byId("failure-next").hidden = !waits && !dials;
    byId("failure-next").textContent = waits ? words("failure.next", time(Math.max(1000, left))) : words("failure.now");
  }

  #paintOnline() {
    const online = this.#isOnline();
    if (online && byId("online").hidden) {
      say(words("online.title"));
    }
    byId("online").hidden = !online;
    if (online) {
      byId("online-address").textContent = this.#view.address ?? "";
      byId("online-servers").textContent = (this.#view.dnsServers ?? []).join(", ");
      byId("online-servers").parentElement.hidden = (this.#view.dnsServers ?? []).length === 0;
      byId("online-next").hidden = location.protocol === "https:";
      byId("online-time").textContent = words(this.#sawDial ? "online.took" : "online.since");
      byId("online-took").textContent = time(this.#sawDial ? Math.max(1000, this.#took ?? 0) : this.#upMillis());
    }
  }
}

/** Asks the router whether names resolve; a router that does not say is taken as fine. */
async function isInternetFine() {
  try {
    return dnsIsFine(await ask("GET", "/health"));
  } catch (failure) {
    return failure instanceof Refused && (failure.status !== 503 || dnsIsFine(failure.body));
  }
}

function dnsIsFine(health) {
  return (health?.checks ?? []).every((check) => check.name !== "dns" || String(check.state).toUpperCase() !== "TROUBLE");
}

function row(id) {
  const line = document.createElement("li");
  line.id = `stage-${id}`;
  line.append(span("mark"), document.createElement("div"), span("time"));
  line.firstChild.setAttribute("role", "img");
  line.children[1].append(span("name"), span("what"));
  return line;
}

function span(name) {
  const made = document.createElement("span");
  made.className = name;
  return made;
}

function item(text) {
  const made = document.createElement("li");
  made.textContent = text;
  return made;
}

function paintStages(picture, isInternetSlow) {
  STAGES.forEach((id, at) => {
    const line = byId(`stage-${id}`);
    const marked = isInternetSlow && at === STAGES.length - 1 ? "failed" : mark(at, picture);
    line.className = marked;
    line.querySelector(".mark").setAttribute("aria-label", words(`mark.${marked}`));
    line.querySelector(".name").textContent = words(`stage.${id}`);
    line.querySelector(".what").textContent = words(`stage.${id}.what`);
    if (marked === "working") {
      line.setAttribute("aria-current", "step");
    } else {
      line.removeAttribute("aria-current");
    }
  });
}

function paintTimes(picture, since) {
  const spent = performance.now() - since;
  STAGES.forEach((id, at) => {
    const isWorked = picture?.working && picture.done === at && spent > SHOWS_TIME_AFTER_MILLIS;
    byId(`stage-${id}`).querySelector(".time").textContent = isWorked ? time(spent) : "";
  });
}

/** Tells those who listen instead of looking. */
function say(text) {
  byId("said").textContent = text;
}
