// Budgets, and who changed what.
import { ask } from "./api.js";
import { moment, money } from "./words.js";

/** Shows the budgets; gives what updates them. */
export function budgets(view, state) {
  const box = element("div", {});
  view.replaceChildren(element("div", { class: "titled" }, element("h1", {}, "Budgets")), box);
  const update = () => {
    box.replaceChildren(...(state.budgets.length === 0 ? [element("p", { class: "empty" }, "The spec has no budget.")] : state.budgets.map(one)));
  };
  update();
  return { update };
}

function one(b) {
  const row = (what, used, limit) => {
    const part = limit ? used / limit : null;
    return element("tr", {}, element("th", { scope: "row" }, what), element("td", { class: "right" }, money(used, b.currency)), element("td", { class: "right" }, limit ? money(limit, b.currency) : "no limit"),
      element("td", {}, part === null ? "" : meter(part)), element("td", { class: "right" + (part > 1 ? " bad" : "") }, part === null ? "" : Math.round(part * 100) + " %"));
  };
  return element("section", {}, element("div", { class: "row" }, element("h2", {}, b.name), ...b.reached.slice(-1).map((r) => element("span", { class: "badge bad" }, "above " + Math.round(r * 100) + " %"))),
    element("p", { class: "hint" }, "For " + b.workloads.join(", ") + "."),
    element("div", { class: "scroll", tabindex: 0 }, element("table", {}, element("thead", {}, element("tr", {}, ...["", "used", "limit", "", ""].map((h, i) => element("th", { scope: "col", class: i === 1 || i === 2 ? "right" : null }, h)))),
      element("tbody", {}, row("an hour, at present", b.perHour, b.hourly), row("today", b.today, b.daily), row("this month", b.month, b.monthly)))));
}

function meter(part) {
  const bar = element("i", {});
  bar.style.width = Math.min(100, part * 100) + "%";
  const box = element("div", { class: "meter" + (part > 1 ? " over" : ""), role: "img", "aria-label": Math.round(part * 100) + " percent used" }, bar);
  box.style.minWidth = "90px";
  return box;
}

/** Shows the changes that people made; gives what updates them. */
export function audit(view) {
  const body = element("tbody", {});
  const box = element("div", { class: "scroll", tabindex: 0 }, element("table", {}, element("thead", {}, element("tr", {}, ...["when", "who", "workload", "what"].map((h) => element("th", { scope: "col" }, h)))), body));
  view.replaceChildren(element("div", { class: "titled" }, element("h1", {}, "Audit")), element("p", { class: "text" }, "Every order that was given or lifted, and every other spec, newest first."), box);
  let asked = 0;
  const update = async (names) => {
    if (names) return;
    const mine = ++asked;
    let rows;
    try {
      const { changes } = await ask("/audit");
      rows = changes.length === 0 ? [element("tr", {}, element("td", { colspan: 4, class: "empty" }, "Nobody has changed anything yet."))] : changes.map((c) =>
        element("tr", {}, element("td", {}, moment(c.at)), element("td", {}, c.author), element("td", {}, c.workload || "all"), element("td", {}, c.what)));
    } catch (e) {
      rows = [element("tr", {}, element("td", { colspan: 4, class: "empty" }, e.message))];
    }
    if (mine === asked) body.replaceChildren(...rows);
  };
  update();
  return { update };
}
