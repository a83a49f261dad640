// Choosing and searching in the chain view without a new page; without this script the same links and form do it.
const figure = document.querySelector(".chain svg");
const state = document.getElementById("chain-state");
const search = document.getElementById("chain-search");
const DIMMED = "0.13";

const parts = (node, name) => (node.getAttribute(`data-${name}`) ?? "").split(" ");
const projects = [...figure.querySelectorAll("g.project")].map((node) => ({
  node,
  code: node.getAttribute("data-project"),
  goals: parts(node, "goal"),
  funds: parts(node, "fund"),
  words: [...node.querySelectorAll("title, text")].map((part) => part.textContent).join("\n").toLocaleLowerCase(),
}));
const goals = [...figure.querySelectorAll("g.goal, g.no-goal")].map((node) => ({
  node,
  number: node.getAttribute("data-goal"),
  words: node.textContent.toLocaleLowerCase(),
}));
const funds = [...figure.querySelectorAll("g.fund")].map((node) => ({ node, source: node.getAttribute("data-fund") }));
const links = [...figure.querySelectorAll("path.link")];
const payments = [...figure.querySelectorAll("path.fund-link")];
const choices = [...figure.querySelectorAll("a[data-choose]")];

let chosen = new URLSearchParams(location.search).get("select") ?? "";

function light(node, lit) {
  if (lit) node.removeAttribute("opacity");
  else node.setAttribute("opacity", DIMMED);
}

function standing() {
  const [kind, ...rest] = chosen.split(":");
  const key = rest.join(":");
  let lit = projects;
  if (kind === "goal") lit = projects.filter((project) => project.goals.includes(key));
  if (kind === "fund") lit = projects.filter((project) => project.funds.includes(key));
  if (kind === "project") lit = projects.filter((project) => project.code === key);
  let reached = new Set(kind === "goal" ? [key] : lit.flatMap((project) => project.goals));
  const paying = kind === "fund" ? new Set([key]) : new Set(lit.flatMap((project) => project.funds));
  const wanted = search.value.trim().toLocaleLowerCase();
  if (wanted) {
    const named = goals.filter((goal) => reached.has(goal.number) && goal.words.includes(wanted)).map((goal) => goal.number);
    const found = lit.filter((project) => project.words.includes(wanted));
    lit = lit.filter((project) => found.includes(project) || project.goals.some((number) => named.includes(number)));
    const near = new Set([...named, ...found.flatMap((project) => project.goals)]);
    reached = new Set([...reached].filter((number) => near.has(number)));
  }
  return { lit: new Set(lit.map((project) => project.code)), reached, paying, all: !kind && !wanted };
}

function show() {
  const { lit, reached, paying, all } = standing();
  for (const project of projects) light(project.node, all || lit.has(project.code));
  for (const goal of goals) light(goal.node, all || reached.has(goal.number));
  for (const fund of funds) light(fund.node, all || paying.has(fund.source));
  for (const link of links) light(link, all || (lit.has(link.getAttribute("data-project")) && reached.has(link.getAttribute("data-goal"))));
  for (const path of payments) light(path, all || (lit.has(path.getAttribute("data-project")) && paying.has(path.getAttribute("data-fund"))));
  for (const choice of choices) {
    if (choice.getAttribute("data-choose") === chosen) choice.setAttribute("aria-current", "true");
    else choice.removeAttribute("aria-current");
  }
  const title = choices.find((choice) => choice.getAttribute("data-choose") === chosen)?.querySelector("title, text")?.textContent;
  state.textContent = all ? state.dataset.none : [title, state.dataset.found.replace("{count}", lit.size)].filter(Boolean).join(" · ");
  const [kind, ...rest] = chosen.split(":");
  const start = { goal: state.dataset.goal, project: state.dataset.project }[kind];
  if (start && rest.join(":")) {
    const page = document.createElement("a");
    page.href = start + encodeURIComponent(rest.join(":"));
    page.textContent = state.dataset.open;
    state.append(" · ", page);
  }
  const address = new URL(location.href);
  for (const [name, value] of [["select", chosen], ["search", search.value.trim()]]) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  history.replaceState(null, "", address);
  for (const anchor of document.querySelectorAll(".downloads a[download]")) {
    const target = new URL(anchor.href);
    for (const name of ["select", "search"]) {
      const value = address.searchParams.get(name);
      if (value) target.searchParams.set(name, value);
      else target.searchParams.delete(name);
    }
    anchor.href = target;
  }
}

for (const choice of choices) {
  choice.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const wanted = choice.getAttribute("data-choose");
    chosen = chosen === wanted ? "" : wanted;
    show();
  });
}
search.addEventListener("input", show);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && (chosen || search.value)) {
    chosen = "";
    search.value = "";
    show();
  }
});
