// Connects the text field, the worker and the page's address. view.js draws the answers.
import { atOnce, drawAnswer, drawNow, drawOptions, element } from "./view.js";

const by = (id) => document.getElementById(id);
const [field, place, dialect, notice, status] = ["text", "place", "dialect", "notice", "status"].map(by);
notice.hidden = true;
notice.className = "notice";
const seconds = () => Math.floor(Date.now() / 1000);
const DEFAULT = "vapix";
/** Milliseconds after which an answer is late. */
const LATE = 400;

// The worker answers one question at a time. Of the strings typed in the meantime, only the latest is asked about next.
const worker = new Worker("worker.mjs", { type: "module" });
let ready = false;
let failed = false;
let asked = 0;
let waiting = null;
let next = {};
let shown = null;
const patterns = {};
const titles = {};

const send = () => {
  if (!ready || waiting !== null) return;
  const ask = Object.keys(next)[0];
  if (ask === undefined) return;
  waiting = { id: ++asked, ask, ...next[ask] };
  delete next[ask];
  worker.postMessage({ id: waiting.id, ask, given: waiting.given });
};
const question = (ask, given, then) => {
  next[ask] = { given, then };
  send();
};

worker.onmessage = ({ data }) => {
  if (data.failed !== undefined) return fail(data.failed);
  if (data.ready !== undefined) {
    ready = true;
    notice.hidden = true;
    document.documentElement.dataset.ready = data.ready;
    // The first question reads the time zone database: better now than at the first keystroke.
    if (next.answer === undefined) question("answer", ["UTC0", DEFAULT, seconds(), width()], () => {});
    return send();
  }
  const { then, ask } = waiting;
  waiting = null;
  const overtaken = ask in next;
  send();
  if (overtaken) return;
  if (data.error !== undefined) {
    shown = null;
    drawAnswer("", null);
    return tell(`The library failed on this text. Please report it: ${data.error}`);
  }
  document.documentElement.dataset.took = data.took;
  then(data.found);
};
worker.onerror = (event) => fail(event.message || "a file of the page could not be fetched");

const tell = (sentence) => {
  notice.textContent = sentence;
  notice.hidden = false;
};
const fail = async (why) => {
  if (failed) return; // the first fault causes the rest
  failed = true;
  await Promise.allSettled([known]);
  const rest = Object.keys(patterns).length ? "Until then, only the verdict is shown." : "";
  tell(`The explanation could not be loaded: ${why}. Check the network and reload the page. ${rest}`);
  announce(notice.textContent);
  lookUp();
};

// Screen readers get a summary once the typing has stopped, not at every keystroke.
let speech = 0;
const announce = (sentence, delay = 900) => {
  clearTimeout(speech);
  speech = setTimeout(() => { status.textContent = sentence; }, delay);
};

// The address ends in #STRING, followed by &dialect=NAME for any dialect but the default.
const escaped = (text) => encodeURIComponent(text.toWellFormed()).replace(/%(2C|2F|3A|2B)/g, decodeURIComponent);
const unescaped = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // typed by hand, with a stray %
  }
};
const readAddress = () => {
  const [text, ...options] = location.hash.slice(1).split("&");
  const named = options.find((option) => option.startsWith("dialect="))?.slice(8);
  const known = [...dialect.options].some((option) => option.value === named);
  dialect.value = known ? named : DEFAULT;
  field.value = unescaped(text);
  explain();
};
const address = () => {
  const option = dialect.value === DEFAULT ? "" : `&dialect=${dialect.value}`;
  return field.value || option ? `#${escaped(field.value)}${option}` : location.pathname + location.search;
};
const writeAddress = () => {
  try {
    history.replaceState(null, "", address());
  } catch {
    // Some browsers limit how often this may be called, and a key that is held down exceeds the limit.
  }
};
const link = () => new URL(address(), location.href).href;

const width = () => Math.round(document.querySelector("main").clientWidth);
let late = 0;
const explain = () => {
  const text = field.value;
  clearTimeout(late);
  document.title = text ? `${text}: TZ string, explained` : "TZ string, explained";
  by("examples").hidden = text !== "";
  if (text === "") {
    delete next.answer;
    shown = null;
    drawAnswer("", null);
    return announce("");
  }
  const pattern = patterns[dialect.value];
  const verdict = () => { if (pattern) atOnce(text, pattern.test(text)); };
  if (!ready) verdict();
  if (!ready && !failed) tell("The explanation is loading: about 14 MB, the first time.");
  // The answer to an older string stays for a moment, so that nothing flickers, but not for long.
  if (ready) late = setTimeout(verdict, LATE);
  question("answer", [text, dialect.value, seconds(), width()], (found) => {
    if (field.value !== text) return;
    clearTimeout(late);
    shown = found;
    announce(drawAnswer(text, found, { use: useInstead, judgeBy, announce, link, titles }));
  });
};
const use = (text) => {
  field.value = text;
  changed();
  by("verdict").focus();
};
const useInstead = (text) => {
  leavePlace();
  use(text);
};
const judgeBy = (name) => {
  dialect.value = name;
  rejudge();
  by("verdict").focus();
};
const rejudge = () => {
  changed();
  lookUp(); // the string of a place depends on the dialect
};
const changed = () => {
  explain();
  writeAddress();
};

const lookUp = () => {
  const name = place.value.trim();
  const target = by("place-answer");
  delete next.place;
  if (name === "") return target.replaceChildren();
  if (failed) return target.replaceChildren("No place can be looked up until the page is loaded.");
  if (!ready) target.replaceChildren("The places are loading.");
  const before = field.value;
  question("place", [name, dialect.value, seconds()], (options) => {
    if (place.value.trim() !== name || field.value !== before) return;
    if (options.length === 0) return target.replaceChildren(`No place or zone named ${name} is known.`);
    if (options.length > 1) return target.replaceChildren(drawOptions(options, use));
    target.replaceChildren(element("code", {}, options[0].text), `: ${options[0].reason}.`);
    field.value = options[0].text;
    changed();
  });
};
// Text that was typed, chosen or linked to no longer belongs to the place, so no lookup may replace it.
const leavePlace = () => {
  place.value = "";
  lookUp();
};

field.addEventListener("input", () => { leavePlace(); changed(); });
dialect.addEventListener("change", rejudge);
place.addEventListener("change", lookUp);
addEventListener("hashchange", () => { leavePlace(); readAddress(); });
setInterval(() => {
  if (!shown?.valid) return;
  const passed = shown.transitions[0]?.at <= seconds();
  if (passed) explain();
  else drawNow(shown.now);
}, 1000);
let drawnFor = width();
let resizing = 0;
new ResizeObserver(() => {
  clearTimeout(resizing);
  resizing = setTimeout(() => {
    if (Math.abs(width() - drawnFor) > 4) explain();
    drawnFor = width();
  }, 150);
}).observe(document.querySelector("main"));

// The grammar's regular expressions, the dialects and the zones: enough for a verdict while Python loads.
const known = fetch("known.json").then((response) => {
  if (response.ok) return response.json();
  throw new Error(`known.json has the status code ${response.status}`);
});
known.then(({ dialects, zones, version, database }) => {
  for (const { name, title, pattern } of dialects) {
    patterns[name] = new RegExp(pattern, "u");
    titles[name] = title;
    dialect.append(element("option", { value: name }, title));
  }
  by("zones").append(...zones.map((name) => element("option", { value: name })));
  by("about").textContent = `vapix_proto ${version}, with the IANA time zone database ${database}.`;
  readAddress();
}).catch((error) => fail(error.message));
