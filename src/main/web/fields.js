// Fields of a form: show and hide, notices below them, problems that the router named.

import { words } from "./words.js";

const SETTLE_MILLIS = 150;

/** Notices that would come too early while somebody still types for the first time. */
const AFTER_TYPING = ["typing.no-at", "typing.spaces"];

const byId = (id) => document.getElementById(id);

/** Texts that are shown in fields or on their buttons, written anew when the language changes. */
const repaints = new Set();

/** Writes all notices and buttons again, in the language of now. */
export function repaint() {
  repaints.forEach((paint) => paint());
}

/** Makes every "show" button of the page work. */
export function wireShowButtons() {
  for (const button of document.querySelectorAll("[data-shows]")) {
    const input = byId(button.dataset.shows);
    const paint = () => {
      const shown = input.type === "text";
      const label = document.querySelector(`label[for="${input.id}"]`).textContent;
      button.textContent = words(shown ? "show.hide" : "show.show");
      button.setAttribute("aria-label", words("show.label", button.textContent, label));
      button.setAttribute("aria-pressed", String(shown));
    };
    button.addEventListener("click", () => {
      input.type = input.type === "password" ? "text" : "password";
      paint();
    });
    repaints.add(paint);
  }
}

/** A field that says what it thinks of its text. */
export class Field {
  #input;
  #notice;
  #look;
  #onChange;
  #capsLock = false;
  #isSettled = false;
  #problem = null;

  /**
   * @param {string} id of the input; its notices go into the element ID-notice
   * @param {(text: string) => Array} look finds notices
   * @param {(text: string) => void} onChange is told each change
   */
  constructor(id, look, onChange = () => {}) {
    this.#input = byId(id);
    this.#notice = byId(`${id}-notice`);
    this.#look = look;
    this.#onChange = onChange;
    this.#input.addEventListener("input", () => this.#changed());
    this.#input.addEventListener("blur", (event) => this.#left(event.relatedTarget));
    for (const kind of ["keydown", "keyup"]) {
      this.#input.addEventListener(kind, (event) => this.#caps(event));
    }
    repaints.add(() => this.paint());
  }

  get text() {
    return this.#input.value;
  }

  set text(text) {
    this.#input.value = text;
    this.#input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  focus() {
    this.#input.focus();
  }

  /** Says whether it is asked for at the moment. */
  isShown() {
    return this.#input.closest("[hidden]") === null;
  }

  #changed() {
    this.#problem = null;
    this.#onChange(this.text);
    this.paint();
  }

  /** What is only worth a word after typing is said now, but not so that a button moves away below the finger. */
  #left(goesTo) {
    this.#isSettled = true;
    if (!goesTo?.matches("button")) {
      setTimeout(() => this.paint(), SETTLE_MILLIS);
    }
  }

  #caps(event) {
    const on = event.getModifierState?.("CapsLock") ?? false;
    if (on !== this.#capsLock) {
      this.#capsLock = on;
      this.paint();
    }
  }

  /** Marks the field as not acceptable, with the id of a text or a text of the router. */
  refuse(problem) {
    this.#problem = problem;
    this.paint();
  }

  /** Returns the ids of what it noticed, so that a second press can mean "as it is". */
  noticed() {
    this.#isSettled = true;
    return this.#look(this.text).map((n) => n.id);
  }

  paint() {
    const isTyping = document.activeElement === this.#input;
    const found = this.#look(this.text).filter((n) => this.#isSettled || !AFTER_TYPING.includes(n.id));
    const caps = this.#capsLock && isTyping && this.#input.type === "password" ? [{ id: "typing.caps-lock" }] : [];
    const lines = [...found, ...caps].map((n) => this.#line(words(n.id, ...(n.values ?? [])), n));
    if (this.#problem) {
      const line = this.#line(this.#problem.id ? words(this.#problem.id, ...(this.#problem.values ?? [])) : this.#problem.text, {});
      line.className = "bad";
      lines.unshift(line);
    }
    this.#input.setAttribute("aria-invalid", String(this.#problem !== null));
    this.#show(lines);
  }

  /** Leaves lines alone that stay as they are: their button may be about to be pressed. */
  #show(lines) {
    const old = new Map([...this.#notice.children].map((line) => [line.className + line.textContent, line]));
    const kept = lines.map((line) => old.get(line.className + line.textContent) ?? line);
    const isSame = kept.length === old.size && kept.every((line, i) => line === this.#notice.children[i]);
    if (!isSame) {
      [...old.values()].filter((line) => !kept.includes(line)).forEach((line) => line.remove());
      kept.forEach((line, i) => {
        if (this.#notice.children[i] !== line) {
          this.#notice.insertBefore(line, this.#notice.children[i] ?? null);
        }
      });
    }
  }

  #line(text, { id, fixed, fixId }) {
    const line = document.createElement("p");
    line.textContent = text;
    if (fixed) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words(fixId);
      button.addEventListener("click", () => {
        this.text = this.#look(this.text).find((n) => n.id === id)?.fixed ?? this.text;
        this.focus();
      });
      line.append(" ", button);
    }
    return line;
  }
}

/**
 * The fields of a form and its one button: checks that nothing is empty, asks once more about what looks unusual,
 * sends, and shows what the router says against it.
 */
export class FieldGroup {
  #fields;
  #form;
  #problem;
  #button;
  #asked = "";
  #problemWords = null;
  #busy = false;

  /** @param {Object<string, Field>} fields by the JSON pointer the router knows them by */
  constructor(formId, problemId, fields, send) {
    this.#fields = fields;
    this.#form = byId(formId);
    this.#problem = byId(problemId);
    this.#button = this.#form.querySelector("button[type=submit]");
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(send);
    });
    this.#form.addEventListener("input", () => this.#say(null));
    repaints.add(() => this.#paint());
  }

  async #submit(send) {
    if (this.#busy || !this.#isReady()) {
      return;
    }
    this.#busy = true;
    this.#say(null);
    this.#button.setAttribute("aria-disabled", "true");
    try {
      await send();
      this.#say(null);
    } catch (failure) {
      this.#failed(failure);
    } finally {
      this.#busy = false;
      this.#button.removeAttribute("aria-disabled");
      this.#paint();
    }
  }

  #isReady() {
    const fields = Object.values(this.#fields).filter((field) => field.isShown());
    const refused = fields.filter((field) => this.#isRefused(field));
    if (refused.length > 0) {
      this.#say({ id: "setup.look" });
      refused[0].focus();
      return false;
    }
    const noticed = fields.filter((field) => field.noticed().length > 0);
    const state = JSON.stringify(fields.map((field) => [field.text, field.noticed()]));
    if (noticed.length > 0 && this.#asked !== state) {
      this.#asked = state;
      this.#say({ id: "setup.again" });
      noticed[0].focus();
      noticed.forEach((field) => field.paint());
      return false;
    }
    return true;
  }

  #isRefused(field) {
    const problem = field.text === "" ? { id: "typing.empty" } : field.check?.(field.text) ?? null;
    field.refuse(problem);
    return problem !== null;
  }

  #failed(failure) {
    const problems = failure.problems ?? [];
    const known = problems.filter((p) => p.pointer in this.#fields);
    known.forEach((p) => this.#fields[p.pointer].refuse({ text: p.text }));
    if (known.length > 0) {
      this.#say({ id: "setup.look" });
      this.#fields[known[0].pointer].focus();
    } else if (failure.status) {
      this.#say({ id: failure.id ?? "setup.refused", values: failure.values ?? [problems[0]?.text ?? failure.message] });
    } else {
      this.#say({ id: "setup.unsent" });
    }
  }

  #say(said) {
    this.#problemWords = said;
    this.#paint();
  }

  #paint() {
    const said = this.#problemWords;
    this.#problem.textContent = said ? words(said.id, ...(said.values ?? [])) : "";
    this.#button.textContent = words(this.#busy ? "setup.sending" : this.#button.dataset.text);
  }
}
