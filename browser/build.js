// Builds the bundles that the pages load, with the licence of everything in them and their sums.
// Two runs of the locked versions give the same bytes. `--check` compares with what is there and writes nothing.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const PLACE = join(HERE, "..", "service", "pages", "static", "vendor");
const BUNDLES = ["codemirror.js", "cytoscape.js"];
const ALLOWED = new Set(["MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Apache-2.0"]);

// The policy of the pages forbids style elements. style-mod knows another way and takes it only within shadow roots.
const WITHOUT_STYLE_ELEMENTS = {
  name: "without-style-elements",
  setup(making) {
    making.onLoad({ filter: /style-mod\.js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      const changed = text.replace("if (!root.head && root.adoptedStyleSheets", "if (root.adoptedStyleSheets");
      if (changed === text) {
        throw new Error("style-mod is written otherwise than build.js expects");
      }
      return { contents: changed, loader: "js" };
    });
  },
};

function packageOf(input) {
  const inside = input.split("node_modules/").at(-1).split("/");
  return inside[0].startsWith("@") ? `${inside[0]}/${inside[1]}` : inside[0];
}

function readPackage(name) {
  const folder = join(HERE, "node_modules", name);
  const facts = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  if (!ALLOWED.has(facts.license)) {
    throw new Error(`${name} is under ${facts.license}, which may not go into a bundle`);
  }
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.(md|txt))?$/i.test(entry));
  if (!file) {
    throw new Error(`${name} has no licence text`);
  }
  return { name, version: facts.version, licence: facts.license, text: readFileSync(join(folder, file), "utf8").trim() };
}

async function makeBundle(file) {
  const made = await build({
    absWorkingDir: HERE,
    entryPoints: [`bundles/${file}`],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    banner: { js: `/* Built from browser/bundles/${file}; licences in LICENCES.txt, versions in bundles.json. */` },
    plugins: [WITHOUT_STYLE_ELEMENTS],
    metafile: true,
    write: false,
    outfile: file,
  });
  const inputs = Object.keys(made.metafile.inputs).filter((input) => input.includes("node_modules/")).sort();
  const packages = [...new Set(inputs.map(packageOf))].sort();
  return { file, bytes: Buffer.from(made.outputFiles[0].contents), packages, notices: inputs.flatMap(readNotices) };
}

// What stands in the code itself about code that a package took from elsewhere.
function readNotices(input) {
  const text = readFileSync(join(HERE, input), "utf8").replaceAll("\r\n", "\n");
  const long = text.match(/\/\*[\s\S]*?\*\//g) ?? [];
  const short = text.match(/(?:^[ \t]*\/\/.*\n)+/gm) ?? [];
  const found = [...long, ...short].filter((comment) => /copyright|\blicen[cs]e[ds]?\b/i.test(comment));
  return found.map((notice) => ({ name: packageOf(input), notice: notice.trimEnd().replace(/^\t+/gm, "") }));
}

async function makeFiles() {
  const bundles = await Promise.all(BUNDLES.map(makeBundle));
  const names = [...new Set(bundles.flatMap((bundle) => bundle.packages))].sort();
  const packages = new Map(names.map((name) => [name, readPackage(name)]));
  const files = new Map(bundles.map((bundle) => [bundle.file, bundle.bytes]));
  const facts = bundles.map(({ file, bytes, packages: used }) => ({
    file,
    bytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    packages: used.map((name) => {
      const { version, licence } = packages.get(name);
      return { name, version, licence };
    }),
  }));
  files.set("bundles.json", Buffer.from(`${JSON.stringify({ bundles: facts }, null, 2)}\n`));
  files.set("LICENCES.txt", Buffer.from(licenceText([...packages.values()], bundles.flatMap(({ notices }) => notices))));
  return files;
}

function licenceText(packages, notices) {
  const parts = packages.map(({ name, version, licence, text }) => {
    const title = `${name} ${version} (${licence})`;
    const inside = notices.filter((found) => found.name === name).map((found) => `In its code:\n\n${found.notice}\n`);
    return [`${title}\n${"-".repeat(title.length)}\n\n${text.replaceAll("\r\n", "\n")}\n`, ...new Set(inside)].join("\n");
  });
  return `The bundles in this folder hold the following packages.\n\n${parts.join("\n\n")}`;
}

function read(file) {
  try {
    return readFileSync(join(PLACE, file));
  } catch {
    return Buffer.alloc(0);
  }
}

const files = await makeFiles();
if (process.argv.includes("--check")) {
  const stale = [...files].filter(([file, bytes]) => !bytes.equals(read(file))).map(([file]) => file);
  const strange = readdirSync(PLACE).filter((file) => !files.has(file));
  if (stale.length || strange.length) {
    console.error(`These bundles are not what the sources build: ${[...stale, ...strange].join(", ")}`);
    process.exit(1);
  }
  console.log(`${files.size} files are what the sources build.`);
} else {
  rmSync(PLACE, { recursive: true, force: true });
  mkdirSync(PLACE, { recursive: true });
  for (const [file, bytes] of files) {
    writeFileSync(join(PLACE, file), bytes);
    console.log(`${file} ${bytes.length}`);
  }
}
