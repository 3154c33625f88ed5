// The types of the packed package: what must and must not compile (`*.ts`), under each way that TypeScript finds them, with
// compilers old and new; the single-page app, which uses them; and that all of it is documented.
// `node tests/types/check.mjs TARBALL`
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { check, run } from "../../xtask/check.js";
import { compare } from "./reference.mjs";

const ALL = ["accepted.ts", "refused.ts", "wasm.ts", "explain.ts", "script.ts"];
/** With the frameworks, whose own types want a compiler of today. */
const WITH_FRAMEWORKS = [...ALL, "frameworks.ts"];
/** The newest and the oldest TypeScript, as their package.json pin them. */
const [NEWEST, OLDEST] = ["xtask", "tests/types"];

/** Options that TypeScript leaves off where nothing but `strict` is said. */
const STRICTEST = {
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
};

/** Ways in which an app's compiler may be set: a name, the compiler, `module`, `moduleResolution`, the language, the files, further options. */
const VARIANTS = [
  ["bundler", NEWEST, "esnext", "bundler", "es2022", WITH_FRAMEWORKS],
  ["node16", NEWEST, "node16", "node16", "es2022", WITH_FRAMEWORKS],
  ["nodenext", NEWEST, "nodenext", "nodenext", "es2022", ALL],
  ["older-lib", NEWEST, "esnext", "bundler", "es2015", ALL],
  ["oldest-bundler", OLDEST, "esnext", "bundler", "es2015", ALL],
  ["oldest-node16", OLDEST, "node16", "node16", "es2015", ALL],
  // By `types` and `typesVersions` in package.json, since it knows no `exports`.
  ["oldest-node10", OLDEST, "esnext", "node10", "es2015", ALL],
  ["strictest", NEWEST, "esnext", "bundler", "es2022", ALL, STRICTEST],
];

const root = resolve(import.meta.dirname, "../..");
const tsc = (packages, project) => run(join(root, packages, "node_modules/.bin/tsc"), "--project", project);

// A project with the package as npm would install it.
const project = join(root, "target/types");
const installed = join(project, "node_modules/coolsms-oauth2");
rmSync(project, { recursive: true, force: true });
mkdirSync(installed, { recursive: true });
execFileSync("tar", ["--strip-components=1", "-xzf", process.argv[2], "-C", installed]);
for (const framework of ["@types/react", "svelte", "vue"]) {
  const link = join(project, "node_modules", framework);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(join(root, "xtask/node_modules", framework), link);
}
writeFileSync(join(project, "package.json"), '{ "private": true, "type": "module" }');
for (const file of readdirSync(import.meta.dirname).filter((name) => name.endsWith(".ts"))) {
  cpSync(join(import.meta.dirname, file), join(project, file));
}

for (const [name, compiler, module, moduleResolution, target, files, more] of VARIANTS) {
  const lib = [target, "dom", "dom.iterable"];
  const always = { strict: true, noEmit: true, skipLibCheck: false, types: [], ...more };
  const config = join(project, `tsconfig.${name}.json`);
  writeFileSync(
    config,
    JSON.stringify({ compilerOptions: { ...always, target, lib, module, moduleResolution }, files }),
  );
  check(`types, ${name}`, () => tsc(compiler, config));
}
check("types, the module's exports", () => tsc(NEWEST, join(import.meta.dirname, "exports")));
check("types, the single-page app", () => tsc("www/spa", join(root, "www/spa")));
check("everything is documented, and pkg/API.md says it", compare);
