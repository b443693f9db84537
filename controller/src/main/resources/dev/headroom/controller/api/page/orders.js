// Orders of people: those in force, and a form for another one.
import { ask, path, token } from "./api.js";
import { order } from "./words.js";

/** Shows the orders of a workload; gives what updates them. */
export function orders(box, name, page) {
  const list = element("ul", { class: "told" });
  const wrong = element("p", { class: "bad", role: "alert" });
  const replicas = element("input", { type: "number", id: "order-replicas", min: 0, step: 1, inputmode: "numeric" });
  const reason = element("input", { type: "text", id: "order-reason", maxlength: 500, placeholder: "launch at noon", autocomplete: "off" });
  const lasting = element("select", { id: "order-for" }, ...["15m", "30m", "1h", "2h", "4h", "8h", "1d", "7d"].map((d) => element("option", { selected: d === "1h" }, d)));
  const count = element("div", { class: "field" }, element("label", { for: "order-replicas" }, "Replicas"), replicas);
  const kinds = [["pin", "Pin: hold a number"], ["pause", "Pause: change nothing"], ["freeze", "Freeze: never scale in"]];
  const choice = element("fieldset", {}, element("legend", {}, "Order"), ...kinds.map(([kind, text]) =>
    element("label", {}, element("input", { type: "radio", name: "kind", value: kind, checked: kind === "pin" }), " " + text)));
  choice.addEventListener("change", () => (count.hidden = kind() !== "pin"));
  const form = element("form", { novalidate: true }, choice, count,
    element("div", { class: "field" }, element("label", { for: "order-for" }, "For"), lasting),
    element("div", { class: "field" }, element("label", { for: "order-reason" }, "Why"), reason),
    wrong, element("button", { type: "submit", class: "main" }, "Give the order"));
  const kind = () => choice.querySelector("input:checked").value;

  async function send(method, body, done) {
    wrong.textContent = "";
    if (!token.get() && !(await page.askToken())) return;
    try {
      page.note((await ask(path("workloads", name, "overrides"), method, body)).done);
      done();
    } catch (e) {
      wrong.replaceChildren(...(e.problems?.length > 1 ? e.problems.map((p) => element("span", {}, p, element("br", {}))) : [e.message]));
      if (e.status === 401) page.askToken(e.message);
    }
    page.refresh(name);
  }

  form.addEventListener("submit", (e) => {
    e.preventDefault();
    const body = { kind: kind(), for: lasting.value, reason: reason.value };
    if (body.kind === "pin") body.replicas = replicas.value === "" ? null : Number(replicas.value);
    send("POST", body, () => (reason.value = ""));
  });

  box.replaceChildren(element("h2", {}, "Orders"), list, element("div", { class: "panel" }, form));

  return (w) => {
    if (replicas.value === "" && w.desired !== null && document.activeElement !== replicas) replicas.value = w.desired;
    list.replaceChildren(...(w.overrides.length === 0
      ? [element("li", { class: "empty" }, "None is in force: the policies decide.")]
      : [...w.overrides.map((o, i) => element("li", { class: i === w.overrides.length - 1 ? "" : "unit" }, element("b", {}, order(o)), " by " + o.author + ": " + o.reason + (i === w.overrides.length - 1 ? "" : " (a later order counts instead)"))),
        element("li", {}, element("button", { type: "button", onclick: () => send("DELETE", undefined, () => {}) }, "Lift all orders"))]));
  };
}
