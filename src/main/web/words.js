// The catalogues in English and Japanese, the language that was chosen, and filling the page with it.

const LANGUAGES = ["en", "ja"];
const KEPT = "bauta.language";

let catalogues = {};
let language = "en";

/** Loads both catalogues, so that switching works while the router is away, and chooses a language. */
export async function load(fetchJson) {
  const loaded = await Promise.all(LANGUAGES.map((name) => fetchJson(`/words/${name}.json`)));
  catalogues = Object.fromEntries(LANGUAGES.map((name, i) => [name, loaded[i]]));
  language = kept() ?? ofBrowser();
}

function kept() {
  try {
    const name = localStorage.getItem(KEPT);
    return LANGUAGES.includes(name) ? name : null;
  } catch {
    return null; // storage is switched off: the browser's language it is
  }
}

function ofBrowser() {
  const wanted = (navigator.languages ?? [navigator.language]).map((tag) => tag.slice(0, 2).toLowerCase());
  return wanted.find((name) => LANGUAGES.includes(name)) ?? "en";
}

/** Changes the language and keeps the choice in this browser. */
export function choose(name) {
  language = name;
  try {
    localStorage.setItem(KEPT, name);
  } catch {
    // only not kept
  }
}

export function chosen() {
  return language;
}

/** Says whether there is a text of this id. */
export function has(id) {
  return id in catalogues[language];
}

/** Returns a text with its arguments, or a list of texts. */
export function words(id, ...values) {
  const text = catalogues[language][id];
  if (Array.isArray(text)) {
    return text;
  }
  return (text ?? id).replace(/\{(\d)\}/g, (_, place) => String(values[place] ?? ""));
}

/** Returns a time in words. */
export function time(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  const minutes = Math.floor(seconds / 60);
  return seconds < 60 ? words("time.seconds", seconds)
    : minutes < 60 ? words("time.minutes", minutes, seconds % 60)
      : words("time.hours", Math.floor(minutes / 60), minutes % 60);
}

/** Writes the texts of everything that names one in the page. */
export function fill(root) {
  document.documentElement.lang = language;
  document.title = words("page.title");
  for (const element of root.querySelectorAll("[data-text]")) {
    element.textContent = words(element.dataset.text);
  }
  for (const element of root.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", words(element.dataset.label));
  }
}
