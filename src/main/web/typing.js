// What can be seen wrong in what somebody typed, and how good a password is. Pure: answers with ids of texts.

const FULL_WIDTH = /[\u3000\uff01-\uff5e\uffe0-\uffe6]/g;
const OTHER_WIDE = /[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]/;
const SPACE = "[\\s\\u00a0\\u200b-\\u200d\\u2060\\ufeff]";
const ENDS = new RegExp(`^${SPACE}+|${SPACE}+$`, "g");
const ANY_SPACE = new RegExp(SPACE, "g");
const MOST_SHOWN = 5;

/** The shortest password for the router. */
export const SHORTEST = 8;

/** Returns the text with full-width letters, digits and signs made half-width. */
export function toHalfWidth(text) {
  return text.replace(FULL_WIDTH, (c) => c.normalize("NFKC"));
}

function notice(id, values = [], fixed = null, fixId = null) {
  return { id, values, fixed, fixId };
}

function wide(text) {
  const found = [...new Set(text.match(FULL_WIDTH) ?? [])];
  const shown = found.slice(0, MOST_SHOWN).join(" ") + (found.length > MOST_SHOWN ? " …" : "");
  if (found.length > 0) {
    return [notice("typing.full-width", [shown.replace(/\u3000/g, "␣")], toHalfWidth(text), "typing.to-half-width")];
  }
  const other = text.match(OTHER_WIDE);
  return other ? [notice("typing.full-width", [other[0]])] : [];
}

function spaces(text) {
  if (text.replace(ENDS, "") !== text) {
    return [notice("typing.spaces", [], text.replace(ENDS, ""), "typing.remove-spaces")];
  }
  return text.match(ANY_SPACE)
    ? [notice("typing.space-inside", [], text.replace(ANY_SPACE, ""), "typing.remove-spaces")]
    : [];
}

/** Notices about the user name of a line. */
export function aboutUser(text) {
  const plain = toHalfWidth(text);
  const signs = plain.split("@").length - 1;
  const at = text.length > 0 && signs === 0 ? [notice("typing.no-at")] : signs > 1 ? [notice("typing.two-at")] : [];
  return [...wide(text), ...spaces(text), ...at];
}

/** Notices about the password of a line. */
export function aboutPassword(text) {
  return [...wide(text), ...spaces(text)];
}

/** Notices about the new password of the router: spaces inside are welcome there. */
export function aboutNewPassword(text, linePassword) {
  const same = text.length >= SHORTEST && text === linePassword ? [notice("typing.same")] : [];
  return [...wide(text), ...spaces(text).filter((n) => n.id === "typing.spaces"), ...same];
}

const COMMON = ("password passw0rd passwort admin administrator root router bauta internet letmein welcome " +
  "iloveyou monkey dragon football baseball sunshine princess master shadow superman trustno1 changeme default " +
  "secret guest user test sakura pasuwado himitsu nihon tokyo doraemon pokemon").split(" ");
const ROWS = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qazwsxedcrfvtgbyhnujmikolp",
  "1q2w3e4r5t6y7u8i9o0p"];
const LEET = { 0: "o", 1: "l", 3: "e", 4: "a", 5: "s", 7: "t", "@": "a", $: "s", "!": "i" };

/**
 * How good a password is.
 *
 * @returns {{level: number, id: string, values: Array}} 0 not allowed, 1 weak, 2 fair, 3 good, 4 strong
 */
export function strength(text) {
  const length = [...text].length;
  if (length === 0) {
    return { level: 0, id: "", values: [] };
  }
  const missing = SHORTEST - length;
  if (missing > 0) {
    return { level: 0, id: missing === 1 ? "strength.too-short-one" : "strength.too-short", values: [missing] };
  }
  const weakness = isCommon(text) ? "strength.common" : repeats(text) ? "strength.repeated"
    : follows(text) ? "strength.sequence" : null;
  if (weakness) {
    return { level: 1, id: weakness, values: [] };
  }
  const bits = effectiveLength(text) * Math.log2(alphabet(text));
  const level = bits < 42 ? 1 : bits < 55 ? 2 : bits < 75 ? 3 : 4;
  return { level, id: ["", "strength.weak", "strength.fair", "strength.good", "strength.strong"][level], values: [] };
}

function isCommon(text) {
  const lower = text.toLowerCase();
  const plain = (t) => t.replace(/[^a-z]/g, "");
  const stem = lower.replace(/[\d\W_]+$/, "");
  const unleet = (t) => plain([...t].map((c) => LEET[c] ?? c).join(""));
  const letters = [plain(lower), plain(stem), unleet(lower), unleet(stem)];
  return letters.some((word) => COMMON.includes(word) && word.length * 2 >= text.length);
}

function repeats(text) {
  return new Set(text.toLowerCase()).size <= 2 || /^(.{1,4})\1+.?$/.test(text.toLowerCase());
}

function follows(text) {
  const lower = text.toLowerCase();
  return ROWS.some((row) => longestRun(lower, row) >= lower.length - 2
    || longestRun(lower, [...row].reverse().join("")) >= lower.length - 2)
    || [...lower].slice(1).every((c, i) => "01234567890".includes(lower[i] + c) || "abcdefghijklmnopqrstuvwxyz".includes(lower[i] + c));
}

function longestRun(text, row) {
  let longest = 0;
  for (let i = 0; i < text.length; i++) {
    let n = 1;
    while (i + n <= text.length && row.includes(text.slice(i, i + n))) {
      longest = Math.max(longest, n);
      n++;
    }
  }
  return longest;
}

/** A character that repeats the one before or follows it counts half. */
function effectiveLength(text) {
  const codes = [...text].map((c) => c.codePointAt(0));
  return codes.reduce((sum, code, i) => sum + (i > 0 && Math.abs(code - codes[i - 1]) <= 1 ? 0.5 : 1), 0);
}

function alphabet(text) {
  const classes = [[/[a-z]/, 26], [/[A-Z]/, 26], [/\d/, 10], [/[^\x00-\x7f]/, 100], [/[^A-Za-z\d\u0080-\uffff]/, 20]];
  return classes.reduce((sum, [pattern, size]) => sum + (pattern.test(text) ? size : 0), 0);
}
