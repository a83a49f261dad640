// The workbench with scripts: an editor with completion, answers without leaving the page, a stop that reaches the server.
import {
  autocompletion, bracketMatching, completionKeymap, defaultKeymap, drawSelection, EditorState, EditorView, highlightActiveLine,
  highlightSelectionMatches, HighlightStyle, history as editHistory, historyKeymap, keymap, lineNumbers, lintGutter, Prec,
  searchKeymap, setDiagnostics, sparql, syntaxHighlighting, tags,
} from "./vendor/codemirror.js";
import { completeFrom } from "./completion.js";

const box = document.getElementById("workbench");
const area = document.getElementById("workbench-sparql");
const form = document.getElementById("workbench-editor");
const stop = document.getElementById("workbench-stop");
const state = document.getElementById("workbench-state");
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "#0b3c6e", fontWeight: "600" },
  { tag: [tags.variableName, tags.definition(tags.variableName), tags.special(tags.variableName)], color: "#7a3d00" },
  { tag: tags.string, color: "#1d5b34" },
  { tag: tags.comment, color: "#566270", fontStyle: "italic" },
  { tag: [tags.number, tags.bool, tags.literal], color: "#6b2a6b" },
]);

let schema;
let source = () => null;

async function readSchema() {
  if (schema === undefined) {
    schema = null;
    const answer = await fetch(box.dataset.terms, { headers: { Accept: "application/json" } });
    if (answer.ok) {
      schema = await answer.json();
      source = completeFrom(schema, box.dataset);
    }
  }
}

function makeEditor() {
  const editor = new EditorView({
    parent: area.parentElement,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        lineNumbers(), editHistory(), drawSelection(), bracketMatching(), highlightActiveLine(), highlightSelectionMatches(), lintGutter(),
        sparql(), syntaxHighlighting(colours), EditorView.lineWrapping, autocompletion({ override: [(context) => source(context)], maxRenderedOptions: 60 }),
        EditorView.contentAttributes.of({ "aria-label": box.dataset.label, "aria-describedby": "workbench-help", spellcheck: "false" }),
        Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => (form.requestSubmit(), true) }, { key: "Mod-s", run: () => true }])),
        keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap, ...searchKeymap]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) {
            area.value = update.state.doc.toString();
            editor.dispatch(setDiagnostics(editor.state, []));
          }
          if (update.focusChanged) {
            readSchema();
          }
        }),
      ],
    }),
  });
  area.before(editor.dom);
  area.hidden = true;
  document.getElementById("workbench-help").hidden = false;
  return editor;
}

const editor = makeEditor();

function showProblem(result) {
  const line = Number(result.dataset.line);
  if (line < 1 || line > editor.state.doc.lines) {
    return;
  }
  const found = editor.state.doc.line(line);
  const from = Math.min(found.from + Math.max(Number(result.dataset.column) - 1, 0), found.to);
  const to = Math.min(from + 1, editor.state.doc.length);
  editor.dispatch(setDiagnostics(editor.state, [{ from, to, severity: "error", message: result.dataset.sentence }]));
  editor.dispatch({ selection: { anchor: from }, scrollIntoView: true });
}

let work = null;

function begin() {
  work?.abort.abort();
  const started = performance.now();
  const tell = () => {
    state.textContent = box.dataset.running.replace("{seconds}", Math.floor((performance.now() - started) / 1000));
  };
  tell();
  stop.hidden = false;
  document.getElementById("workbench-result").classList.add("waiting");
  work = { abort: new AbortController(), timer: setInterval(tell, 1000) };
  return work;
}

function end(mine) {
  clearInterval(mine.timer);
  if (work === mine) {
    work = null;
    stop.hidden = true;
    document.getElementById("workbench-result").classList.remove("waiting");
  }
}

// The whole page comes from the server; its answer takes the place of the one that is shown.
async function run(address) {
  const mine = begin();
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: mine.abort.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const result = page.getElementById("workbench-result");
    if (result) {
      document.getElementById("workbench-result").replaceWith(document.adoptNode(result));
      history.replaceState(null, "", address);
      state.textContent = "";
      showAnswer(document.getElementById("workbench-result"));
    } else {
      state.textContent = box.dataset.failed + (page.querySelector("main .empty p")?.textContent ?? answer.status);
    }
  } catch (problem) {
    if (work === mine) {
      state.textContent = problem.name === "AbortError" ? box.dataset.stopped : box.dataset.unreachable;
    }
  } finally {
    end(mine);
  }
}

function showAnswer(result) {
  if (result.dataset.line !== undefined) {
    showProblem(result);
  }
  drawGraph();
  const save = document.querySelector('#workbench-save input[name="query"]');
  if (save) {
    save.value = area.value;
  }
}

async function drawGraph() {
  const canvas = document.getElementById("workbench-graph");
  if (!canvas) {
    return;
  }
  const { addEdges, arrange, makeGraph, nodeOf, ringPlace } = await import("./graph.js");
  const data = JSON.parse(document.getElementById("workbench-graph-data").textContent);
  document.getElementById("workbench-graph-text").hidden = true;
  canvas.hidden = false;
  const graph = makeGraph(canvas);
  data.nodes.forEach((node, position) => graph.add(nodeOf(node, ringPlace({ x: 0, y: 0 }, position, data.nodes.length))));
  addEdges(graph, data.edges);
  if (graph.edges().length <= 16) {
    graph.edges().addClass("near"); // with more their words cover each other; the table has them all
  }
  arrange(graph);
}

document.addEventListener("submit", (event) => {
  const sent = event.target;
  if (sent.matches("form[data-run]") && !(sent === form && document.getElementById("workbench-text"))) {
    event.preventDefault();
    run(`${sent.getAttribute("action")}?${new URLSearchParams(new FormData(sent))}`);
  }
});
document.addEventListener("click", (event) => {
  const anchor = event.target.closest("a[data-run]");
  if (anchor && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    run(anchor.getAttribute("href"));
  }
});
stop.addEventListener("click", () => work?.abort.abort());
document.getElementById("workbench-text")?.addEventListener("toggle", () => editor.requestMeasure());

showAnswer(document.getElementById("workbench-result"));
import("./saved.js");
