// Builds what a browser needs into build/static: one stylesheet, one script, two font files. Nothing else is copied.
import { build } from "esbuild";
import { compile } from "sass";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../../..");
const out = path.join(process.env.THROUGHLINE_BUILD || path.join(root, "build"), "static");
mkdirSync(path.join(out, "fonts"), { recursive: true });

const style = compile(path.join(here, "main.scss"), {
  loadPaths: [root, path.join(root, "node_modules"), here],
  style: "compressed",
  quietDeps: true,
  silenceDeprecations: ["import", "global-builtin", "color-functions", "mixed-decls", "if-function"],
});
if (/GDS Transport/.test(style.css)) throw new Error("The style names a typeface that is not ours to use.");
writeFileSync(path.join(out, "throughline.css"), style.css);

for (const weight of ["400", "700"]) {
  const file = `atkinson-hyperlegible-latin-${weight}-normal.woff2`;
  copyFileSync(path.join(root, "node_modules/@fontsource/atkinson-hyperlegible/files", file), path.join(out, "fonts", file));
}
await build({
  entryPoints: [path.join(here, "app.js")],
  outfile: path.join(out, "throughline.js"),
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
});
