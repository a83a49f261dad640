// The list of questions: a filter, and the queries that people have saved on the server.
const box = document.getElementById("workbench");
const filter = document.getElementById("workbench-filter");
const saved = document.getElementById("workbench-saved");
const form = document.getElementById("workbench-save");
const state = document.getElementById("workbench-save-state");

function showFilter() {
  filter.hidden = false;
  filter.previousElementSibling.hidden = false;
  filter.addEventListener("input", () => {
    const wanted = filter.value.trim().toLowerCase();
    for (const anchor of box.querySelectorAll(".workbench-list li > a")) {
      anchor.parentElement.hidden = !(anchor.dataset.words ?? "").toLowerCase().includes(wanted);
    }
  });
}

function entryOf(item) {
  const entry = document.createElement("li");
  const anchor = document.createElement("a");
  anchor.href = `/workbench?${new URLSearchParams({ sparql: item.query })}`;
  anchor.textContent = item.name;
  anchor.dataset.words = `${item.name} ${item.note ?? ""}`;
  anchor.title = [item.note, item.by].filter(Boolean).join(" · ");
  const remove = document.createElement("button");
  remove.type = "button";
  remove.textContent = "×";
  remove.setAttribute("aria-label", box.dataset.delete.replace("{name}", item.name));
  remove.addEventListener("click", () => forget(item.name));
  entry.append(anchor, remove);
  return entry;
}

async function list() {
  const answer = await fetch("/saved-queries", { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    return;
  }
  const { items } = await answer.json();
  saved.querySelector("p").hidden = items.length > 0;
  saved.querySelector("ul").replaceChildren(...items.map(entryOf));
}

async function change(method, name, body) {
  const answer = await fetch(`/saved-queries/${encodeURIComponent(name)}`, {
    method,
    headers: { Accept: "application/json", ...(body ? { "Content-Type": "application/json" } : {}) },
    body: body ? JSON.stringify(body) : undefined,
  });
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Error(problem.detail_zh && document.documentElement.lang.startsWith("zh") ? problem.detail_zh : (problem.detail ?? answer.status));
  }
  await list();
}

async function forget(name) {
  if (confirm(box.dataset.sure.replace("{name}", name))) {
    await change("DELETE", name).catch((problem) => alert(box.dataset.unsaved + problem.message));
  }
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const given = Object.fromEntries(new FormData(form));
  try {
    await change("PUT", given.name, { query: document.getElementById("workbench-sparql").value, note: given.note });
    state.textContent = box.dataset.saved;
  } catch (problem) {
    state.textContent = box.dataset.unsaved + problem.message;
  }
});

showFilter();
list().catch(() => {});
