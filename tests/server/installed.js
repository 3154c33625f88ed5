// The package beside the frameworks that it has entries for, as npm would install them: a framework is found from the folder of
// the package, which a checkout does not have.
import { cpSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const root = resolve(import.meta.dirname, "../..");
const tools = join(root, "xtask/node_modules");

/** Installs the package in a folder of its own; returns what imports a file of it, or of a framework. */
export function install(name) {
  const modules = join(root, "target/server", name, "node_modules");
  rmSync(modules, { recursive: true, force: true });
  const link = (target, path) => {
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(target, path);
  };
  for (const framework of ["react", "react-dom", "vue", "svelte"])
    link(join(tools, framework), join(modules, framework));
  const copy = join(modules, "coolsms-oauth2");
  for (const part of ["package.json", "dist"]) cpSync(join(root, "pkg", part), join(copy, part), { recursive: true });
  return (path) => import(pathToFileURL(join(modules, path)));
}
