// Review from the keyboard, card by card. Without this script the same forms do the same with a new page each time.
const box = document.getElementById("review");
const bar = document.getElementById("review-bar");
const who = document.getElementById("review-who");
const NAME = "goaltrace-reviewer";
let last = null;

const cards = () => [...box.querySelectorAll(".review-card")];

function reviewer() {
  return box.dataset.visitor || who?.elements.reviewer.value.trim() || "";
}

function rememberReviewer() {
  if (!who) {
    return;
  }
  const field = who.elements.reviewer;
  field.value = field.value || localStorage.getItem(NAME) || "";
  const keep = () => {
    localStorage.setItem(NAME, field.value.trim());
    const first = document.getElementById("review-first");
    if (first) {
      first.hidden = Boolean(field.value.trim());
    }
  };
  field.addEventListener("input", keep);
  keep();
  who.addEventListener("submit", (event) => event.preventDefault());
}

function tell(words, undoable) {
  bar.hidden = false;
  bar.firstElementChild.textContent = words;
  bar.querySelector("button").hidden = !undoable;
}

function focusOn(card) {
  (card ?? document.getElementById("review-end")).focus();
  card?.scrollIntoView({ block: "nearest" });
}

function following(card, step = 1) {
  const all = cards();
  return all[all.indexOf(card) + step];
}

function nextOpen(card) {
  const all = cards();
  const after = all.slice(all.indexOf(card) + 1);
  return after.find((one) => !one.classList.contains("decided"));
}

async function send(address, facts) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(facts),
  });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    const chinese = document.documentElement.lang.startsWith("zh") && said.detail_zh;
    throw Object.assign(new Error(chinese || said.detail || String(answer.status)), { code: said.code });
  }
  return said;
}

// All cards of a project, or of a row, share one version: who decides on one has seen the others.
function setVersion(project, version) {
  for (const card of cards().filter((one) => one.dataset.project === project)) {
    for (const field of card.querySelectorAll('input[name="version"]')) {
      field.value = version;
    }
  }
}

function showStatus(card, status, words) {
  const said = card.querySelector(".review-said");
  let chip = said.querySelector(".review-status");
  if (!chip) {
    chip = document.createElement("span");
    said.prepend(chip);
  }
  chip.className = `chip review-status review-status--${status}`;
  chip.textContent = words;
}

function factsOf(form, button) {
  const facts = Object.fromEntries(new FormData(form, button));
  delete facts.next;
  facts.reviewer = reviewer();
  if (facts.verdict === "") {
    facts.verdict = null;
  }
  return facts;
}

async function decide(form, button) {
  const card = form.closest(".review-card");
  if (!reviewer()) {
    tell(box.dataset.first, false);
    who?.elements.reviewer.focus();
    return;
  }
  const facts = factsOf(form, button);
  const status = facts.status ?? facts.verdict ?? "";
  const title = card.querySelector("h2").textContent.trim();
  try {
    const said = await send(form.getAttribute("action"), facts);
    setVersion(card.dataset.project, said.item.version);
    const before = { status: card.querySelector(".review-status")?.className ?? "", words: card.querySelector(".review-status")?.textContent ?? "" };
    const words = box.dataset[`status${status.charAt(0).toUpperCase()}${status.slice(1)}`] ?? "";
    showStatus(card, status, words);
    card.classList.add("decided");
    last = { change: said.change, card, title, before };
    tell(box.dataset.done.replace("{what}", title).replace("{status}", words), true);
    focusOn(nextOpen(card));
  } catch (problem) {
    if (problem.code === "changed-since") {
      tell(box.dataset.changed, false);
      setTimeout(() => location.reload(), 2500);
    } else {
      tell(box.dataset.failed + problem.message, false);
    }
  }
}

async function undo() {
  if (!last) {
    return;
  }
  const { change, card, title, before } = last;
  last = null;
  try {
    const said = await send(`/changes/${encodeURIComponent(change)}/undo`, { reviewer: reviewer() });
    const version = said.item?.version;
    if (version) {
      setVersion(card.dataset.project, version);
    }
    card.classList.remove("decided");
    const chip = card.querySelector(".review-status");
    if (before.status) {
      chip.className = before.status;
      chip.textContent = before.words;
    } else {
      chip?.remove();
    }
    tell(box.dataset.undone.replace("{what}", title), false);
    focusOn(card);
  } catch (problem) {
    tell(box.dataset.failed + problem.message, false);
  }
}

function putOff(card) {
  card.classList.add("put-off");
  focusOn(nextOpen(card));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("action").startsWith("/review/")) {
    event.preventDefault();
    decide(form, event.submitter);
  }
});
box.addEventListener("click", (event) => {
  const anchor = event.target.closest('a[data-key="L"]');
  if (anchor) {
    event.preventDefault();
    putOff(anchor.closest(".review-card"));
  }
});
bar.querySelector("button").addEventListener("click", undo);

// Keys count only within a card, and not while something is being written.
document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.(".review-card");
  const writing = event.target.matches?.("input, select, textarea");
  if (writing || event.ctrlKey || event.metaKey || event.altKey || !(card || event.target.closest?.("#review-bar, #review-end"))) {
    return;
  }
  const key = event.key.toUpperCase();
  if (key === "U") {
    event.preventDefault();
    undo();
  } else if (card && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    const other = following(card, event.key === "ArrowDown" ? 1 : -1);
    if (other) {
      event.preventDefault();
      focusOn(other);
    }
  } else if (card) {
    const button = card.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (button) {
      event.preventDefault();
      button.click();
    }
  }
});

rememberReviewer();
for (const card of cards()) {
  card.tabIndex = 0;
}
