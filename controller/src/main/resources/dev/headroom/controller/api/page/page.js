// What is shown when: the parts of the page, the token, and what the controller tells.
import { ask, listen, path, reconnect, token } from "./api.js";
import { sweep } from "./draw.js";
import { audit, budgets } from "./lists.js";
import { overview } from "./overview.js";
import { underWay } from "./rollout.js";
import { mode } from "./words.js";
import { workload } from "./workload.js";

const BUDGETS_MILLIS = 15000;
const PAINT_MILLIS = 400;
const MOST_TOLD = 100;

const state = { controller: null, rollout: null, workloads: new Map(), budgets: [], told: [] };
const view = document.getElementById("view");
let shown = { update: () => {} };
let changed = new Set();
let painting = 0;

const page = {
  /** Tells the user something in passing. */
  note(text) {
    const p = element("p", {}, text);
    document.getElementById("notes").append(p);
    setTimeout(() => p.remove(), 6000);
  },
  /** Reads one workload anew. */
  async refresh(name) {
    const w = await ask(path("workloads", name)).catch(() => null);
    if (w) state.workloads.set(name, w);
    paint(name);
  },
  askToken,
};

function paint(name) {
  changed.add(name);
  painting ||= setTimeout(() => {
    painting = 0;
    const names = [...changed];
    changed = new Set();
    shown.update(names);
  }, PAINT_MILLIS);
}

function route() {
  const [kind, name] = location.hash.slice(2).split("/").map(decodeURIComponent);
  shown.end?.();
  shown = kind === "w" ? workload(view, name, state, page) : kind === "budgets" ? budgets(view, state) : kind === "audit" ? audit(view) : overview(view, state, page);
  document.title = (kind === "w" ? name : { budgets: "Budgets", audit: "Audit" }[kind] ?? "Workloads") + " · Headroom";
  for (const a of document.querySelectorAll("nav a")) {
    const here = a.getAttribute("href") === "#/" + (kind === "w" ? "" : kind);
    if (here) a.setAttribute("aria-current", "page");
    else a.removeAttribute("aria-current");
  }
  sweep();
}

/** Reads everything anew: at the begin, and after a connection was lost. */
async function load(controller) {
  const before = state.controller;
  state.controller = controller ?? (await ask("/controller"));
  const [all, budgetsNow, rolloutNow] = await Promise.all([ask("/workloads"), ask("/budgets"), ask("/rollout")]);
  state.workloads = new Map(all.workloads.map((w) => [w.name, w]));
  state.budgets = budgetsNow.budgets;
  state.rollout = rolloutNow;
  const badge = document.getElementById("mode");
  badge.hidden = false;
  badge.textContent = mode(state.controller.mode);
  document.getElementById("version").textContent = state.controller.version;
  if (before) shown.update();
  else route();
}

function heard(name, data) {
  if (name === "hello") {
    connected(true, "live");
    load(data).catch((e) => connected(false, e.message));
  } else if (name === "turn") {
    if (!state.controller) return;
    if (data.at > state.controller.now) state.controller.now = data.at;
    const known = state.workloads.has(data.name);
    state.workloads.set(data.name, data);
    if (known) paint(data.name);
    else shown.update();
  } else if (name === "told") {
    state.told.unshift(data);
    state.told.length = Math.min(state.told.length, MOST_TOLD);
    if (data.severity !== "info") page.note((data.workload ? data.workload + ": " : "") + data.text);
    paint(data.workload);
  } else if (name === "changed") {
    if (data.workload) page.refresh(data.workload);
    else load().catch((e) => connected(false, e.message));
    shown.update();
  }
}

function connected(on, text) {
  const live = document.getElementById("live");
  live.dataset.on = String(on);
  live.textContent = text;
  if (on || state.controller) return;
  view.replaceChildren(element("h1", {}, "Headroom"), element("p", { class: "notice" }, "Nothing can be shown: " + text + "."),
    text.includes("token") ? element("button", { type: "button", class: "main", onclick: () => askToken() }, "Enter a token") : element("p", { class: "hint" }, "This page connects by itself as soon as the controller answers."));
}

const dialog = document.getElementById("token");
const field = document.getElementById("token-text");
let answered = () => {};

/** Asks for a token; whether there is one afterwards. */
function askToken(wrong = "") {
  field.value = "";
  document.getElementById("token-wrong").textContent = wrong;
  document.getElementById("token-forget").hidden = !token.get();
  if (!dialog.open) dialog.showModal();
  field.focus();
  return new Promise((done) => (answered = done));
}

function close(text) {
  if (text !== undefined) token.set(text);
  dialog.close();
  document.getElementById("key").textContent = token.get() ? "Token ✓" : "Token";
  if (text !== undefined) reconnect();
  answered(Boolean(token.get()));
}

dialog.querySelector("form").addEventListener("submit", (e) => {
  e.preventDefault();
  if (field.value.trim()) close(field.value.trim());
});
document.getElementById("token-forget").addEventListener("click", () => close(""));
document.getElementById("token-close").addEventListener("click", () => close());
dialog.addEventListener("cancel", () => answered(Boolean(token.get())));
document.getElementById("key").addEventListener("click", () => askToken());
document.getElementById("key").textContent = token.get() ? "Token ✓" : "Token";

addEventListener("hashchange", () => {
  route();
  view.focus();
  scrollTo(0, 0);
});
setInterval(async () => {
  if (!state.controller) return;
  const now = await ask("/budgets").catch(() => null);
  if (now) {
    state.budgets = now.budgets;
    if (location.hash === "#/budgets") shown.update();
  }
  if (underWay(state.rollout)) {
    state.rollout = await ask("/rollout").catch(() => state.rollout);
    shown.update([]);
  }
}, BUDGETS_MILLIS);
listen(heard, connected);
