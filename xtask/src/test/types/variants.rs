//! The ways in which an app's compiler may be set.

/// Which TypeScript: `xtask/package.json` and `tests/types/package.json` pin them.
pub(super) enum Compiler {
    Newest,
    Oldest,
}

/// One of them.
pub(super) struct Variant {
    pub(super) name: &'static str,
    pub(super) compiler: Compiler,
    pub(super) module: &'static str,
    pub(super) resolution: &'static str,
    /// The language, and the library with it.
    pub(super) target: &'static str,
    /// The files of `tests/types` that are compiled.
    pub(super) programs: &'static [&'static str],
}

const ALL: &[&str] = &["accepted.ts", "accepted-wasm.ts", "refused.ts", "refused-wasm.ts"];
/// Without `coolsms-oauth2/wasm`, which is not found where `exports` are not known.
const DEFAULT_ENTRY: &[&str] = &["accepted.ts", "refused.ts"];

pub(super) const VARIANTS: [Variant; 7] = [
    newest("bundler", "esnext", "bundler", "es2022"),
    newest("node16", "node16", "node16", "es2022"),
    newest("nodenext", "nodenext", "nodenext", "es2022"),
    newest("older-lib", "esnext", "bundler", "es2015"),
    oldest("oldest-bundler", "esnext", "bundler", ALL),
    oldest("oldest-node16", "node16", "node16", ALL),
    // By `types` in package.json.
    oldest("oldest-node10", "esnext", "node10", DEFAULT_ENTRY),
];

const fn newest(name: &'static str, module: &'static str, resolution: &'static str, target: &'static str) -> Variant {
    Variant { name, compiler: Compiler::Newest, module, resolution, target, programs: ALL }
}

const fn oldest(
    name: &'static str,
    module: &'static str,
    resolution: &'static str,
    programs: &'static [&'static str],
) -> Variant {
    Variant { name, compiler: Compiler::Oldest, module, resolution, target: "es2015", programs }
}
