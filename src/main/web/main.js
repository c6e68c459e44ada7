// Which part of the page is shown, and what its forms send. Start reading here.

import { Dial } from "./dial.js";
import { Field, FieldGroup, repaint, wireShowButtons } from "./fields.js";
import { Refused, ask, file, pause, watchReach } from "./router.js";
import { aboutNewPassword, aboutPassword, aboutUser, strength } from "./typing.js";
import { choose, chosen, fill, load, time, words } from "./words.js";

const SECTIONS = ["loading", "setup", "dial", "already"];
const AGAIN_MILLIS = 1500;
const LONG_UNREACHABLE = 8;
const BUSY = "api.error.change-running";
const BUSY_MILLIS = 1000;
const MOST_TRIES = 50;

const byId = (id) => document.getElementById(id);
let dial = null;
let lastStrength = "";

function show(section) {
  for (const id of SECTIONS) {
    byId(id).hidden = id !== section;
  }
  byId(`${section}-title`)?.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

/** Asks the router what it needs, for as long as it takes, and shows that part. */
async function begin() {
  for (;;) {
    try {
      decide(await ask("GET", "/api/v1/setup"));
      return;
    } catch (failure) {
      if (failure instanceof Refused && (failure.status === 401 || failure.status === 404)) {
        showAlready();
        return;
      }
      await pause(AGAIN_MILLIS);
    }
  }
}

function decide(answer) {
  const needs = answer?.needs ?? [];
  if (needs.includes("password")) {
    showSetUp(true);
  } else if (answer?.session && needs.includes("uplink")) {
    showSetUp(false);
  } else if (answer?.session) {
    showDial();
  } else {
    showAlready();
  }
}

/** Asks for everything, or for the line alone when the router has its password already. */
function showSetUp(isForPassword) {
  byId("admin").hidden = !isForPassword;
  document.querySelector("#setup .lead").dataset.text = isForPassword ? "setup.lead" : "setup.line-only";
  paintAll();
  show("setup");
}

function showAlready() {
  const isSecure = location.protocol === "https:";
  byId("login-form").hidden = !isSecure;
  byId("already-secure").hidden = isSecure;
  show("already");
}

function showDial(isNew = false) {
  dial ??= new Dial(showAlready);
  if (isNew) {
    dial.startAnew();
  } else {
    dial.start();
  }
  show("dial");
}

function paintStrength(text) {
  const { level, id, values } = strength(text);
  document.querySelector(".strength").dataset.level = level;
  const said = id === "" ? "" : words(id, ...values);
  if (said !== lastStrength) {
    lastStrength = said;
    byId("admin-strength").textContent = said;
  }
}

function wireSetup() {
  const user = new Field("line-user", aboutUser);
  const linePassword = new Field("line-password", aboutPassword, () => admin.paint());
  const admin = new Field("admin-password", (text) => aboutNewPassword(text, linePassword.text), paintStrength);
  admin.check = (text) => {
    const { level, id, values } = strength(text);
    return level === 0 ? { id, values } : null;
  };
  const fields = { "/password": admin, "/uplink/user": user, "/uplink/password": linePassword };
  new FieldGroup("setup-form", "setup-problem", fields, async () => {
    try {
      await ask("POST", "/api/v1/setup", {
        ...(admin.isShown() ? { password: admin.text } : {}),
        uplink: { user: user.text, password: linePassword.text },
      });
    } catch (failure) {
      await orAlreadySaved(failure);
      return;
    }
    keepUser(user.text);
    showDial(true);
  });
}

/** An answer can be lost on the way back: then the router says by itself that nothing is needed any more. */
async function orAlreadySaved(failure) {
  const isOver = failure instanceof Refused && [401, 403, 409].includes(failure.status);
  if (failure instanceof Refused && !isOver) {
    throw failure;
  }
  if (failure.status === 401) {
    showAlready();
    return;
  }
  const answer = await ask("GET", "/api/v1/setup");
  if (answer?.needs?.includes("password")) {
    throw failure;
  }
  decide(answer);
}

/** The router takes one change at a time, and watches each for some seconds. */
async function askPatiently(method, path, body) {
  for (let tries = 1; ; tries++) {
    try {
      return await ask(method, path, body);
    } catch (failure) {
      const isBusy = failure instanceof Refused && failure.body?.error?.id === BUSY;
      if (!isBusy || tries === MOST_TRIES) {
        throw failure;
      }
      await pause(BUSY_MILLIS);
    }
  }
}

/** So that only the wrong letter has to be changed, not the whole name typed again. */
function keepUser(name) {
  byId("correct-user").value = name;
}

function wireCorrection() {
  const fields = {
    "/uplink/user": new Field("correct-user", aboutUser),
    "/uplink/password": new Field("correct-password", aboutPassword),
  };
  new FieldGroup("correct-form", "correct-problem", fields, async () => {
    const [user, password] = Object.values(fields);
    await askPatiently("POST", "/api/v1/setup", { uplink: { user: user.text, password: password.text } });
    password.text = "";
    dial.tryAgain();
  });
}

function wireLogin() {
  const field = byId("login-password");
  let busy = false;
  byId("login-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy || field.value === "") {
      field.focus();
      return;
    }
    busy = true;
    try {
      await ask("POST", "/api/v1/session", { password: field.value });
      field.value = "";
      byId("login-problem").textContent = "";
      showDial();
    } catch (failure) {
      byId("login-problem").textContent = failure.status === 401 ? words("login.wrong")
        : failure.status === 429 ? words("login.wait", time(failure.retryAfterMillis || 60000))
          : words("login.failed");
      field.select();
    } finally {
      busy = false;
    }
  });
}

function paintAll() {
  fill(document);
  repaint();
  paintStrength(byId("admin-password").value);
  dial?.paint();
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === chosen()));
  }
}

function wireLanguages() {
  document.querySelector(".languages").hidden = false;
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => {
      choose(button.dataset.language);
      paintAll();
    });
  }
}

function wireReach() {
  watchReach((unanswered) => {
    const banner = byId("unreachable");
    banner.hidden = unanswered < 2;
    if (unanswered >= 2) {
      const said = words(unanswered < LONG_UNREACHABLE ? "unreachable.text" : "unreachable.long");
      if (banner.textContent !== said) {
        banner.textContent = said;
      }
    }
  });
}

/** The router's address, for who cannot use its name. */
function wireAddresses() {
  if (!/^\d+\.\d+\.\d+\.\d+$/.test(location.hostname)) {
    return;
  }
  for (const line of document.querySelectorAll(".by-address")) {
    const link = line.querySelector("a");
    link.href = `https://${location.hostname}/`;
    link.textContent = link.href;
    line.hidden = false;
  }
}

async function loadWords() {
  for (;;) {
    try {
      await load(file);
      return;
    } catch {
      await pause(AGAIN_MILLIS);
    }
  }
}

async function run() {
  await loadWords();
  wireShowButtons();
  wireSetup();
  wireCorrection();
  wireLogin();
  wireLanguages();
  wireReach();
  wireAddresses();
  show("loading");
  paintAll();
  await begin();
}

run();
