// What fits at the cursor of a SPARQL query: classes, and the properties of the class that a variable has.

const TOKEN = /#[^\n]*|"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>|[?$][\p{L}\p{N}_]+|@[A-Za-z-]+|\^\^|(?:[\p{L}_][\p{L}\p{N}_.-]*)?:[\p{L}\p{N}_.%-]*|[\p{L}_][\p{L}\p{N}_-]*|[0-9][0-9.eE+-]*|[{}()[\];,.]|[^\s]/gu;
const WORDS = new Set(
  ("select construct ask describe where distinct reduced from named prefix base optional union minus graph filter bind values as " +
    "group by having order asc desc limit offset exists not in service count sum min max avg sample str lang datatype").split(" "),
);
const ENDS_TRIPLE = new Set([".", "{", "}", "(", ")"]);
const KEYWORDS = ["SELECT", "WHERE", "DISTINCT", "OPTIONAL", "FILTER", "MINUS", "UNION", "GRAPH", "BIND", "VALUES", "GROUP BY", "ORDER BY",
  "DESC", "LIMIT", "OFFSET", "COUNT", "SUM", "CONSTRUCT", "ASK", "DESCRIBE", "PREFIX", "CONTAINS", "REGEX", "STR", "LANG", "EXISTS"];

// Triples as far as the text goes: [subject, predicate, object], read token by token, also from a text being written.
export function readTriples(text) {
  const found = [];
  let parts = [];
  for (const [token] of text.matchAll(TOKEN)) {
    if (token.startsWith("#")) {
      continue;
    }
    if (ENDS_TRIPLE.has(token) || (WORDS.has(token.toLowerCase()) && !token.includes(":"))) {
      parts = [];
    } else if (token === ";") {
      parts = parts.slice(0, 1);
    } else if (token === ",") {
      parts = parts.slice(0, 2);
    } else {
      parts = [...parts, token];
      if (parts.length === 3) {
        found.push(parts);
      }
    }
  }
  return { found, open: parts };
}

// The classes that each variable can have: said with "a", or told by the properties around it.
export function readClasses(text, schema) {
  const byName = new Map(schema.properties.map((property) => [property.name, property]));
  const classes = new Map();
  const note = (term, kinds, said) => {
    if (/^[?$]/.test(term) && kinds.length && !(classes.get(term)?.said && !said)) {
      const before = classes.get(term)?.kinds;
      const both = before && !said ? kinds.filter((kind) => before.includes(kind)) : kinds;
      classes.set(term, { kinds: both.length ? both : kinds, said });
    }
  };
  const { found } = readTriples(text);
  for (const [subject, predicate, object] of found) {
    if (predicate === "a" || predicate === "rdf:type") {
      note(subject, [object], true);
    }
  }
  for (const [subject, predicate, object] of found) {
    const property = byName.get(predicate);
    if (property) {
      note(subject, property.of, false);
      note(object, property.to, false);
    }
  }
  return new Map([...classes].map(([term, { kinds }]) => [term, kinds]));
}

function fits(typed, ...words) {
  const wanted = typed.toLowerCase();
  return words.some((word) => word.toLowerCase().includes(wanted));
}

// A source for CodeMirror's autocompletion; `words` holds what classes and properties are called.
export function completeFrom(schema, words) {
  const prefixes = Object.keys(schema.prefixes);
  return (context) => {
    const before = context.matchBefore(/[?$]?[\p{L}\p{N}_:.-]*$/u);
    const typed = before ? before.text : "";
    if (!typed && !context.explicit) {
      return null;
    }
    const text = context.state.doc.toString();
    const upTo = text.slice(0, before ? before.from : context.pos);
    const { open } = readTriples(upTo);
    const classes = readClasses(`${upTo} ${text.slice(context.pos)}`, schema);
    const options = typed.startsWith("?") || typed.startsWith("$")
      ? variables(text, typed)
      : [...choose(open, classes, schema, words), ...others(open, typed, prefixes, words)];
    const fitting = options.filter((option) => fits(typed, option.label, option.detail ?? ""));
    return fitting.length ? { from: before ? before.from : context.pos, options: fitting, filter: false } : null;
  };
}

function choose(open, classes, schema, words) {
  if (open.length === 1) {
    const kinds = classes.get(open[0]) ?? [];
    const own = schema.properties.filter((property) => property.of.some((kind) => kinds.includes(kind)));
    return [{ label: "a", detail: words.class, type: "keyword" }, ...asOptions(own.length ? own : schema.properties, words.property, "property")];
  }
  if (open.length === 2 && (open[1] === "a" || open[1] === "rdf:type")) {
    return asOptions(schema.classes, words.class, "class");
  }
  return [];
}

function asOptions(terms, kind, type) {
  return terms.map((term) => ({ label: term.name, detail: `${term.words} · ${kind}`, type }));
}

function others(open, typed, prefixes, words) {
  const made = open.length === 0 || (open.length === 1 && typed) ? KEYWORDS.map((word) => ({ label: word, detail: words.keyword, type: "keyword" })) : [];
  const names = prefixes.map((prefix) => ({ label: `${prefix}:`, detail: words.prefix ?? "", type: "namespace" }));
  return typed && !typed.includes(":") ? [...made, ...names] : made;
}

function variables(text, typed) {
  const names = new Set([...text.matchAll(/[?$][\p{L}\p{N}_]+/gu)].map(([name]) => name));
  names.delete(typed);
  return [...names].sort().map((name) => ({ label: name, type: "variable" }));
}
