// How resources look as a graph: shared by the explorer and the workbench.
import cytoscape from "./vendor/cytoscape.js";

const SHAPES = {
  goal: ["ellipse", "#0b3c6e"],
  project: ["rectangle", "#3573ab"],
  indicator: ["ellipse", "#a9cbe8"],
  money: ["rectangle", "#e3cfa0"],
  place: ["round-rectangle", "#ffffff"],
  judged: ["diamond", "#f0b37e"],
  link: ["round-rectangle", "#d9d2e9"],
  concept: ["ellipse", "#d8dee6"],
  other: ["ellipse", "#ffffff"],
};
const INK = "#1c2430";
const QUIET = "#4a5563";
const GROUND = "#f7f9fb";
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

// Cytoscape would add a style element, which the policy of pages forbids; explorer.css has its one rule.
function pretendStyle() {
  if (!document.getElementById("__________cytoscape_stylesheet")) {
    const mark = document.createElement("meta");
    mark.id = "__________cytoscape_stylesheet";
    document.head.append(mark);
  }
}

function look() {
  const font = getComputedStyle(document.body).fontFamily;
  const groups = Object.entries(SHAPES).map(([group, [shape, colour]]) => ({
    selector: `node[group = "${group}"]`,
    style: { shape, "background-color": colour },
  }));
  return [
    {
      selector: "node",
      style: {
        label: "data(text)", width: 22, height: 22, "border-width": 2, "border-color": INK,
        "font-family": font, "font-size": 14, "min-zoomed-font-size": 9, color: INK,
        "text-valign": "bottom", "text-margin-y": 4, "text-wrap": "wrap", "text-max-width": 116,
        "text-overflow-wrap": "anywhere", "text-background-color": GROUND, "text-background-opacity": 0.85,
      },
    },
    ...groups,
    { selector: 'node[group = "place"]', style: { "border-style": "double", "border-width": 4 } },
    { selector: 'node[group = "other"]', style: { "border-style": "dotted" } },
    { selector: "node.opened", style: { "border-width": 4 } },
    {
      selector: "node.centre",
      style: { width: 36, height: 36, "font-size": 16, "font-weight": "bold", "border-width": 4, "border-color": "#b3560b" },
    },
    {
      selector: "node.more",
      style: {
        shape: "round-rectangle", width: 96, height: 28, "text-valign": "center", "text-margin-y": 0,
        "border-style": "dashed", "background-color": "#ffffff",
      },
    },
    {
      selector: "edge",
      style: {
        width: 1.5, "line-color": "#76808d", "target-arrow-color": "#76808d", "target-arrow-shape": "triangle",
        "curve-style": "bezier", "font-family": font, "font-size": 14, "min-zoomed-font-size": 11, color: QUIET,
        "text-rotation": "autorotate", "text-background-color": GROUND, "text-background-opacity": 0.9,
      },
    },
    { selector: 'edge[voice = "judgment"]', style: { "line-style": "dashed" } },
    { selector: 'edge[voice = "reading"]', style: { "line-style": "dotted" } },
    { selector: "edge.near", style: { label: "data(text)", "line-color": INK, "target-arrow-color": INK, width: 2 } },
  ];
}

export function makeGraph(container) {
  pretendStyle();
  return cytoscape({ container, style: look(), minZoom: 0.15, maxZoom: 2.5, boxSelectionEnabled: false });
}

export function shorten(text) {
  return text.length > 15 ? `${text.slice(0, 14)}…` : text;
}

// Places on a ring: with these as a start the layout is the same each time.
export function ringPlace(centre, position, size) {
  const angle = (2 * Math.PI * position) / Math.max(size, 1);
  const radius = 150 + 60 * (position % 2);
  return { x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) };
}

export function nodeOf(node, position) {
  return { group: "nodes", data: { id: node.iri, text: shorten(node.text), kind: node.kind, group: node.group }, position };
}

export function addEdges(graph, edges) {
  for (const edge of edges) {
    const id = `${edge.source} ${edge.property} ${edge.target}`;
    const there = [edge.source, edge.target].every((iri) => graph.getElementById(iri).nonempty());
    if (there && graph.getElementById(id).empty()) {
      graph.add({ group: "edges", data: { id, source: edge.source, target: edge.target, text: edge.text, voice: edge.voice } });
    }
  }
}

export function arrange(graph) {
  graph
    .layout({
      name: "fcose", quality: "proof", randomize: false, animate: !still, animationDuration: 350, fit: true, padding: 36,
      nodeDimensionsIncludeLabels: true, idealEdgeLength: 105, nodeRepulsion: 26000, gravity: 0.16, numIter: 6000,
      packComponents: false,
    })
    .run();
}
