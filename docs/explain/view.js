// Draws answers. All text is set as text, and the picture is parsed as XML: nothing that was typed becomes markup.
const by = (id) => document.getElementById(id);

export const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children);
  return made;
};
const section = (title, ...children) => element("section", {}, element("h2", {}, title), ...children);
const list = (items, name = "ul") => element(name, { class: "list" }, ...items.map((item) => element("li", {}, ...item)));

// Sections that the visitor has unfolded stay open while they type.
const unfolded = new Set();
const folded = (key, summary, content) =>
  element("details", {
    open: unfolded.has(key),
    toggle: (event) => unfolded[event.target.open ? "add" : "delete"](key),
  }, element("summary", {}, summary), content);

// Times. The string's local time is formatted as if it were UTC, because no browser reads TZ strings.
const format = (options) => new Intl.DateTimeFormat("en-GB", { hourCycle: "h23", ...options });
const DAY = { weekday: "short", day: "numeric", month: "short", year: "numeric" };
const TIME = { hour: "2-digit", minute: "2-digit" };
const shortDay = format({ ...DAY, timeZone: "UTC" });
const longDay = format({ weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const minutes = format({ ...TIME, timeZone: "UTC" });
const toSeconds = format({ ...TIME, second: "2-digit", timeZone: "UTC" });
const yours = format({ ...DAY, ...TIME });
const yourZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const relative = new Intl.RelativeTimeFormat("en", { numeric: "always" });

const local = (at, { utoff }) => new Date((at + utoff) * 1000);
const time = (date) => (date.getUTCSeconds() ? toSeconds : minutes).format(date);
const pad = (number) => String(number).padStart(2, "0");
const offset = (utoff) => {
  const size = Math.abs(utoff);
  const second = size % 60 ? `:${pad(size % 60)}` : "";
  return `UTC${utoff < 0 ? "−" : "+"}${pad(Math.floor(size / 3600))}:${pad(Math.floor(size / 60) % 60)}${second}`;
};
const until = (at) => {
  const left = at - Date.now() / 1000;
  if (left < 7200) return relative.format(Math.ceil(left / 60), "minute");
  if (left < 172800) return relative.format(Math.round(left / 3600), "hour");
  return relative.format(Math.round(left / 86400), "day");
};

const nowText = (now) => {
  const date = local(Math.floor(Date.now() / 1000), now);
  return [minutes.format(date), ` on ${longDay.format(date)} (${now.designation}, ${offset(now.utoff)})`];
};
/** Updates everything that depends on the current time. */
export const drawNow = (now) => {
  for (const each of document.querySelectorAll("[data-until]")) {
    const words = until(each.dataset.until);
    if (each.textContent !== words) each.textContent = words;
  }
  const [clock, rest] = nowText(now);
  const [strong, tail] = by("now")?.querySelectorAll("span") ?? [];
  if (!strong || strong.textContent + tail.textContent === clock + rest) return;
  strong.textContent = clock;
  tail.textContent = rest;
};
const now = (found) => {
  const [clock, rest] = nowText(found.now);
  return element("p", { id: "now" }, "There it is now ", element("span", { class: "clock" }, clock),
    element("span", {}, rest), ".");
};

const band = (svg) => {
  const picture = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  return element("div", { class: "band" }, document.adoptNode(picture));
};

const transition = ({ at, before, after, words }) => {
  const from = local(at, before);
  const to = local(at, after);
  const otherDay = from.getUTCDate() === to.getUTCDate() ? "" : `${shortDay.format(to)}, `;
  const change = after.utoff - before.utoff;
  const arrow = change > 0 ? "▲" : change < 0 ? "▼" : "=";
  return [
    element("span", { class: "arrow", "aria-hidden": "true" }, arrow),
    element("span", { class: "when" }, element("b", {}, shortDay.format(from)), `, ${time(from)} ${before.designation} → ${otherDay}${time(to)} ${after.designation}`),
    element("span", { class: "words" }, `${words}, `, element("span", { "data-until": at }, until(at))),
    element("span", { class: "yours" }, `your time: ${yours.format(at * 1000)}`),
  ];
};
const transitions = (found) => {
  if (found.transitions.length === 0) return section("Next transitions", element("p", {}, "None: this clock never changes its UTC offset."));
  const items = element("ol", { class: "transitions" }, ...found.transitions.map((each) => element("li", {}, ...transition(each))));
  return section("Next transitions", items, element("p", { class: "dim" }, `Your time zone is ${yourZone}, as your browser reports it.`));
};

const copied = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // navigator.clipboard needs HTTPS and permission; the older way needs neither.
    const put = (event) => {
      event.clipboardData.setData("text/plain", text);
      event.preventDefault();
    };
    document.addEventListener("copy", put);
    const done = document.execCommand("copy");
    document.removeEventListener("copy", put);
    return done;
  }
};
const copyButton = (words, label, text, announce) => {
  const shown = element("span", {}, words);
  const click = async () => {
    const done = await copied(text());
    shown.textContent = done ? "Copied" : "Not allowed";
    announce(done ? `Copied: ${label}` : "The browser does not allow this page to copy", 0);
    setTimeout(() => { shown.textContent = words; }, 2000);
  };
  return element("button", { type: "button", class: "copy", click }, shown, element("span", { class: "unseen" }, `: ${label}`));
};
const shortcuts = (text, link, announce) =>
  element("p", { class: "shortcuts" },
    copyButton("Copy the string", text, () => text, announce),
    copyButton("Copy the link", "to this page", link, announce));
const copies = (found, announce) => {
  const rows = found.copies.map(({ label, text }) => {
    const code = element("pre", {}, element("code", {}, text));
    return element("li", {}, element("h3", {}, label), copyButton("Copy", label, () => text, announce), code);
  });
  return section("Copy it", element("ul", { class: "copies" }, ...rows));
};

const pieces = (found) =>
  section("Piece by piece", element("dl", {}, ...found.pieces.flatMap(({ text, meaning }) =>
    [element("dt", {}, element("code", {}, text)), element("dd", {}, meaning)])));

const FEW = 3;
const readers = (found, use) => {
  const all = list(found.others.map(({ name, words }) => [element("b", {}, name), ` ${words}`]));
  const parts = [element("p", {}, found.readers)];
  if (found.others.length > FEW) parts.push(folded("readers", found.others_summary, all));
  else if (found.others.length) parts.push(all);
  if (found.portable) parts.push(drawOptions([found.portable], use));
  return section("How implementations read it", ...parts);
};

const MANY = 8;
const names = (found) => {
  if (found.names === null) return "";
  if (found.names.length === 0) return section("Zones with this clock", element("p", {}, `No zone of the IANA time zone database ${found.database} has this clock from now on.`));
  const chips = (some) => element("ul", { class: "chips" }, ...some.map((name) => element("li", {}, name)));
  const more = found.names.slice(MANY);
  return section("Zones with this clock", chips(found.names.slice(0, MANY)),
    more.length ? folded("names", `${more.length} more`, chips(more)) : "");
};

export const drawOptions = (options, use) =>
  element("ul", { class: "options" }, ...options.map(({ text, reason }) =>
    element("li", {}, element("button", { type: "button", click: () => use(text) }, "Use ", element("code", {}, text)), ` ${reason}`)));

// The page is in a folder of the documentation.
const CODES = "../reference/tz-errors.html";

// The text, with the problem's span marked.
const place = (text, { start, end }) => {
  const characters = [...text]; // spans count characters, as Python does, not UTF-16 units
  const part = (...bounds) => characters.slice(...bounds).join("");
  return element("p", { class: "place" },
    element("code", {}, part(0, start), element("mark", {}, part(start, end)), part(end)));
};
const problem = (text, found) =>
  element("div", { class: `problem ${found.severity}` },
    element("p", {}, element("b", {}, found.severity === "error" ? "Error" : "Warning"), `: ${found.message}.`),
    place(text, found),
    found.hint ? element("p", {}, `Hint: ${found.hint}.`) : "",
    element("p", { class: "dim" }, element("a", { href: `${CODES}#${found.code}` }, found.code)));

const verdict = (valid, line) => {
  const field = by("text");
  field.className = valid === null ? "" : valid ? "valid" : "invalid";
  if (valid === false) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  by("verdict-line").textContent = valid === null ? "" : `${valid ? "✓" : "✗"} ${line}`;
  by("verdict-line").className = field.className;
};

const INVALID = "Not a valid TZ string";

/** Shows the verdict of the grammar's regular expression, while Python loads or is busy. */
export const atOnce = (text, valid) => {
  verdict(valid, valid ? "Valid" : INVALID);
  by("problems").replaceChildren();
  by("answer").replaceChildren();
};

const elsewhere = (names, titles, judgeBy) => {
  const button = (name) => element("button", { type: "button", click: () => judgeBy(name) }, `Check against ${titles[name]}`);
  return element("div", {}, element("p", {}, names.length === 1 ? "Another dialect allows it:" : "Other dialects allow it:"),
    element("ul", { class: "options" }, ...names.map((name) => element("li", {}, button(name)))));
};

/** Draws an answer; returns its summary for screen readers. */
export const drawAnswer = (text, found, { use, judgeBy, announce, link, titles } = {}) => {
  if (found === null) {
    verdict(null);
    by("problems").replaceChildren();
    by("answer").replaceChildren();
    return "";
  }
  const warnings = found.problems.length === 1 ? "a warning" : `${found.problems.length} warnings`;
  const line = !found.valid ? INVALID : found.problems.length ? `Valid, with ${warnings}` : "Valid";
  verdict(found.valid, line);
  const others = found.valid ? [] : found.accepted;
  const problems = found.problems.map((each) => problem(text, each));
  const options = found.options.length ? [drawOptions(found.options, use)] : [];
  // For an invalid string, what to write instead comes first: if it is a place name, nobody wants to read its errors.
  by("problems").replaceChildren(
    ...(found.valid ? [...problems, ...options] : [...options, ...problems]),
    others.length ? elsewhere(others, titles, judgeBy) : "",
  );
  const count = found.options.length;
  const offered = count ? `${count} ${count === 1 ? "suggestion" : "suggestions"}.` : "";
  if (!found.valid) {
    by("answer").replaceChildren();
    return `${line}: ${found.problems[0].message}. ${offered}`;
  }
  by("answer").replaceChildren(
    shortcuts(text, link, announce),
    element("p", { class: "sentences" }, found.sentences.join(" ")),
    now(found),
    band(found.band),
    transitions(found),
    pieces(found),
    readers(found, use),
    names(found),
    copies(found, announce),
  );
  return `${line}. ${found.problems.map((each) => `${each.message}. `).join("")}${found.sentences.join(" ")} ${offered}`;
};
