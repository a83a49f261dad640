// The graph of the explorer. The table beside it is the server's; choosing a node brings the server's table for it.
import { addEdges, arrange, makeGraph, nodeOf, ringPlace } from "./graph.js";

const box = document.getElementById("explorer");
const canvas = document.getElementById("explorer-canvas");
const count = document.getElementById("explorer-count");
const MOST = Number(box.dataset.most) + 1;
const MOST_NAMED = 16; // more words on edges than these cover each other; the table has them all

function readData(root) {
  return JSON.parse(root.querySelector("#explorer-data").textContent);
}

box.hidden = false;
const cy = makeGraph(canvas);

function addPart(data) {
  const known = cy.getElementById(data.centre);
  const centre = known.nonempty() ? known.position() : { x: 0, y: 0 };
  cy.remove(cy.nodes(".more").filter((node) => node.data("of") === data.centre));
  const fresh = data.nodes.filter((node) => cy.getElementById(node.iri).empty());
  const room = Math.max(MOST - cy.nodes().not(".more").length, 0);
  const taken = fresh.slice(0, room);
  taken.forEach((node, position) => {
    const place = node.iri === data.centre ? centre : ringPlace(centre, position, taken.length);
    cy.add(nodeOf(node, place));
  });
  addEdges(cy, data.edges);
  cy.getElementById(data.centre).addClass("opened");
  if (data.more) {
    addMore(data, centre);
  }
  tellCount(fresh.length - taken.length);
}

function addMore(data, centre) {
  const id = `${data.centre} more`;
  cy.add({ group: "nodes", classes: "more", data: { id, text: box.dataset.more.replace("{count}", data.more), of: data.centre, next: data.next }, position: { x: centre.x + 240, y: centre.y } });
  cy.add({ group: "edges", data: { id: `${id} edge`, source: data.centre, target: id, text: "" } });
}

function tellCount(left) {
  const shown = cy.nodes().not(".more").length;
  count.textContent = left
    ? box.dataset.full.replace("{most}", shown).replace("{count}", left)
    : box.dataset.shown.replace("{count}", shown);
}

function markCentre(iri) {
  cy.elements().removeClass("centre near");
  const node = cy.getElementById(iri);
  node.addClass("centre");
  const near = node.connectedEdges();
  near.addClass(near.length <= MOST_NAMED ? "near" : "");
}

let asked = new AbortController();

// The server's page for a node: its table takes the place of the old one, its neighbours join the graph.
async function open(address, { grow, focus }) {
  asked.abort();
  asked = new AbortController();
  count.textContent = box.dataset.loading;
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: asked.signal });
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const detail = page.getElementById("explorer-detail");
    document.getElementById("explorer-detail").replaceWith(document.adoptNode(detail));
    history.replaceState(null, "", address);
    const data = readData(document);
    const before = cy.nodes().length;
    if (grow) {
      addPart(data);
    } else {
      tellCount(0);
    }
    markCentre(data.centre);
    if (cy.nodes().length !== before) {
      arrange(cy);
    }
    if (focus) {
      document.getElementById("explorer-node").focus();
    }
  } catch (problem) {
    if (problem.name !== "AbortError") {
      count.textContent = box.dataset.failed;
    }
  }
}

function addressOf(iri, offset) {
  const address = new URL(location.href);
  address.searchParams.set("iri", iri);
  address.searchParams.delete("find");
  if (offset) {
    address.searchParams.set("offset", offset);
  } else {
    address.searchParams.delete("offset");
  }
  return `${address.pathname}${address.search}`;
}

function startOver(data) {
  cy.elements().remove();
  addPart(data);
  markCentre(data.centre);
  arrange(cy);
}

const DO = {
  fit: () => cy.fit(undefined, 40),
  in: () => cy.zoom({ level: cy.zoom() * 1.3, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } }),
  out: () => cy.zoom({ level: cy.zoom() / 1.3, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } }),
  only: () => startOver(readData(document)),
};

box.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-do]");
  if (button) {
    DO[button.dataset.do]();
  }
});

cy.on("tap", "node.more", (event) => {
  const { of, next } = event.target.data();
  // The part before makes room where nothing else hangs on it.
  const leaves = cy.getElementById(of).neighborhood("node").filter((node) => node.degree(false) === 1 && !node.hasClass("opened"));
  cy.remove(leaves);
  open(addressOf(of, next), { grow: true, focus: false });
});
cy.on("onetap", "node", (event) => {
  if (!event.target.hasClass("more")) {
    open(addressOf(event.target.id()), { grow: event.target.hasClass("opened"), focus: false });
  }
});
cy.on("dbltap", "node", (event) => {
  if (!event.target.hasClass("more")) {
    open(addressOf(event.target.id()), { grow: true, focus: false });
  }
});

document.addEventListener("click", (event) => {
  const anchor = event.target.closest("#explorer-detail a[data-iri], #explorer-detail a[data-part]");
  if (anchor && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    open(anchor.getAttribute("href"), { grow: true, focus: true });
  }
});

startOver(readData(document));
