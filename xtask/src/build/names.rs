//! Short names between the module and its glue.
//!
//! wasm-bindgen gives every import and closure a long name that ends in a hash. Both sides carry it, nobody reads it,
//! and a hash does not compress: of 37,000 bytes these names were 2,100.

use regex_lite::{Captures, Regex};

/// The names that both sides know: an import, a cast, a closure. All end in a hash of 16 digits.
const GENERATED: &str = r"\b(?:__wbg|__wbindgen|wasm_bindgen)_\w*?_h?[0-9a-f]{16}\b";
/// The key under which the glue hands its functions to the module.
const GLUE: (&str, &str) = ("\"./glue_bg.js\"", "\"_\"");

/// Renames in both texts, the glue's JavaScript and the module's WebAssembly text: in the order in which the glue first
/// names them, so that the same sources give the same names.
pub(super) fn shorten(glue: &str, module: &str) -> (String, String) {
    let generated = Regex::new(GENERATED).expect("a regular expression of our own");
    let mut names: Vec<&str> = Vec::new();
    for name in generated.find_iter(glue) {
        if !names.contains(&name.as_str()) {
            names.push(name.as_str());
        }
    }
    let short = |name: &str| names.iter().position(|known| *known == name).map(|index| format!("_{index:x}"));
    let renamed = |found: &Captures<'_>| short(&found[0]).unwrap_or_else(|| found[0].to_owned());
    // In the module's text the names that count are strings; identifiers are the text's own affair.
    let strings = Regex::new(&format!("\"{GENERATED}\"")).expect("a regular expression of our own");
    let quoted = |found: &Captures<'_>| {
        let name = found[0].trim_matches('"');
        short(name).map_or_else(|| found[0].to_owned(), |short| format!("\"{short}\""))
    };
    let glue_renamed = generated.replace_all(glue, renamed).replace(GLUE.0, GLUE.1);
    let module_renamed = strings.replace_all(module, quoted).replace(GLUE.0, GLUE.1);
    (glue_renamed, module_renamed)
}

#[cfg(test)]
mod tests {
    use super::shorten;

    #[test]
    fn both_sides_get_the_same_short_name() {
        let glue = "{ \"./glue_bg.js\": { __wbg_get_0123456789abcdef: f, __wbg_set_0123456789abcdef: g } }\n\
                    wasm.wasm_bindgen__invoke__h0123456789abcdef(); wasm.__wbindgen_malloc();";
        let module = "(import \"./glue_bg.js\" \"__wbg_set_0123456789abcdef\" (func $__wbg_set_0123456789abcdef))\n\
                      (export \"__wbindgen_malloc\") (export \"wasm_bindgen__invoke__h0123456789abcdef\")";
        let (glue, module) = shorten(glue, module);
        assert_eq!(glue, "{ \"_\": { _0: f, _1: g } }\nwasm._2(); wasm.__wbindgen_malloc();");
        assert_eq!(
            module,
            "(import \"_\" \"_1\" (func $__wbg_set_0123456789abcdef))\n(export \"__wbindgen_malloc\") (export \"_2\")"
        );
    }

    #[test]
    fn what_the_glue_does_not_name_stays() {
        let module = "(export \"__wbg_other_0123456789abcdef\")";
        assert_eq!(shorten("", module).1, module);
    }
}
