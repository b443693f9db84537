// "This policy instead, last week": recorded demand, simulated with another policy.
import { ask, path } from "./api.js";
import { chart, compared } from "./draw.js";
import { money, share } from "./words.js";

const NAMED = [
  ["auto", "the automatic policy"], ["hpa", "Kubernetes HPA"], ["keda", "KEDA"], ["kpa", "Knative"], ["aws-target", "AWS target tracking"], ["aws-step", "AWS step scaling"],
  ["aws-predictive", "AWS predictive scaling"], ["fixed", "a fixed number"], ["", "policies in YAML"],
];
const EXAMPLE = "policies:\n  - target: { signal: SIGNAL, per-replica: 8 }\n";

/** Shows the form, and below it what came out. */
export function whatIf(box, name, state) {
  const policy = element("select", { id: "if-policy" }, ...NAMED.map(([value, text]) => element("option", { value }, text)));
  const span = element("select", { id: "if-span" }, ...[["1h", "the last hour"], ["6h", "the last 6 hours"], ["1d", "the last day"], ["7d", "the last 7 days"]].map(([value, text]) => element("option", { value, selected: value === "1d" }, text)));
  const yaml = element("textarea", { id: "if-yaml", rows: 6, spellcheck: "false" });
  yaml.value = EXAMPLE.replace("SIGNAL", state.workloads.get(name).signals[0]?.name ?? "inflight");
  const written = element("div", { class: "field", hidden: true }, element("label", { for: "if-yaml" }, "Keys that stand in place of the workload's own"), yaml);
  const go = element("button", { type: "submit", class: "main" }, "Simulate");
  const wrong = element("div", { class: "bad", role: "alert" });
  const out = element("div", { "aria-live": "polite" });
  const form = element("form", {},
    element("div", { class: "toolbar" }, element("label", { for: "if-policy" }, "What if there had been"), policy, element("label", { for: "if-span" }, "in"), span, go), written, wrong);
  policy.addEventListener("change", () => (written.hidden = policy.value !== ""));
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    go.disabled = true;
    wrong.replaceChildren();
    out.replaceChildren(element("p", { class: "spinner" }, "Simulating what was recorded; up to a minute …"));
    try {
      const body = { span: span.value };
      if (policy.value) body.policy = policy.value;
      else body.yaml = yaml.value;
      show(await ask(path("workloads", name, "what-if"), "POST", body));
    } catch (e2) {
      out.replaceChildren();
      wrong.replaceChildren(...(e2.problems?.length > 1 ? e2.problems : [e2.message]).map((p) => element("p", {}, p)));
    }
    go.disabled = false;
  });
  box.replaceChildren(element("h2", {}, "What if"), element("div", { class: "panel" }, form, out));

  function show(w) {
    const head = ["", "kept the objective", "cost", "replica hours", "changes", "p95"];
    const names = { recorded: "what really ran", present: "the policies in force, simulated", other: "the other policies, simulated" };
    const named = Object.fromEntries(NAMED);
    const title = (r) => names[r.name] ?? (named[r.name] ?? r.name) + ", simulated";
    const rows = w.runs.map((r, i) => element("tr", {}, element("th", { scope: "row" }, swatch("p" + i), title(r)),
      ...[share(r.attainment), money(r.cost, r.currency), number(r.replicaHours), number(r.changes), seconds(r.p95Seconds)].map((t) => element("td", { class: "right" }, t))));
    const plot = element("div", { class: "plot replicas" });
    out.replaceChildren(element("p", { class: "verdict" }, verdict(w.runs[1], w.runs[2], title(w.runs[2]))),
      element("div", { class: "scroll", tabindex: 0 }, element("table", {}, element("thead", {}, element("tr", {}, ...head.map((h, i) => element("th", { scope: "col", class: i ? "right" : null }, h)))), element("tbody", {}, ...rows))),
      element("figure", {}, element("figcaption", {}, element("h3", {}, "Replicas wanted")), plot), element("ul", { class: "hint" }, ...w.notes.map((n) => element("li", {}, n))));
    compared(chart(plot, "Replicas wanted by each"), w.runs.map((r) => ({ name: title(r), timeline: { from: w.from, stepSeconds: w.stepSeconds, desired: r.desired } })));
  }
}

function verdict(present, other, title) {
  const size = (r) => (r.cost === null ? r.replicaHours : r.cost);
  const change = size(present) > 0 ? size(other) / size(present) - 1 : 0;
  const cost = Math.abs(change) < 0.005 ? "cost the same" : "cost " + Math.abs(Math.round(change * 100)) + " % " + (change > 0 ? "more" : "less");
  if (present.attainment === null || other.attainment === null) return title + ": would have " + cost + ".";
  const kept = other.attainment >= present.attainment ? "kept the objective as well or better" : "kept the objective less often";
  return title + ": would have " + cost + ", and " + kept + " (" + share(other.attainment) + " against " + share(present.attainment) + ").";
}
