//! Wasm as JavaScript text.
//!
//! One character for each byte: its code is the byte + 35, modulo 256. Shifted so, the frequent low bytes of a wasm
//! module fall on characters that need no escape, and almost nothing is lost to compression: 5 % where base64 costs 37 %.
//! The text is the same after a bundler has been over it.

/// What the encoder adds to a byte and the decoder takes away.
const SHIFT: u8 = 35;

/// A JavaScript module whose default export is the text.
pub(super) fn module(bytes: &[u8]) -> String {
    format!("export default \"{}\";\n", text(bytes))
}

/// The inside of a string literal in double quotes.
fn text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 3 / 2);
    for byte in bytes {
        match char::from(byte.wrapping_add(SHIFT)) {
            // Not "\0", which would mean something else before a digit.
            '\0' => text.push_str("\\x00"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            plain => text.push(plain),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::process::Command;

    use super::*;
    use crate::process::ask;

    /// Every byte after every byte, so that no escape changes its neighbour's meaning.
    #[test]
    fn node_decodes_what_was_encoded() {
        let pairs: Vec<u8> = (0..=255).flat_map(|first| (0..=255).flat_map(move |second| [first, second])).collect();
        let folder = std::env::temp_dir().join(format!("coolsms-oauth2-encode-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder for the test");
        fs::write(folder.join("bytes.mjs"), module(&pairs)).expect("writing the module");
        let decode = "import('./bytes.mjs').then(({ default: text }) => \
                      console.log(Buffer.from(text, 'latin1').map((byte) => byte - 35).toString('hex')))";
        let decoded = ask(Command::new("node").args(["--eval", decode]).current_dir(&folder));
        fs::remove_dir_all(&folder).expect("removing the folder");
        let expected: String = pairs.iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(decoded.expect("node runs") == expected, "the bytes differ");
    }

    #[test]
    fn only_what_would_end_or_change_the_literal_is_escaped() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(
            text(&all).chars().filter(|c| *c == '\\').count(),
            6,
            "NUL, CR, LF, the quote, and the backslash with its own"
        );
        assert_eq!(text(b"\0asm"), "#\u{84}\u{96}\u{90}");
    }
}
