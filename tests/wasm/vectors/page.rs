//! This page in the place of the rows' own, `https://app.example`: its origin.

/// The host of the rows' app.
const HOST: &str = "app.example";

/// An address of a row, at this page: its scheme and host are the page's, and so is its port where the row's is the
/// default. Another port, another host that only begins or ends so, or a user name stays what it is.
pub(super) fn at_this_page(text: &str) -> String {
    let location = web_sys::window().unwrap().location();
    let (host, name) = (location.host().unwrap(), location.hostname().unwrap());
    let lower = text.to_ascii_lowercase();
    let mut mapped = String::new();
    let mut done = 0;
    for (start, _) in lower.match_indices(HOST) {
        let end = start + HOST.len();
        mapped.push_str(&text[done..start]);
        done = end;
        let behind = &text[end..];
        let default_port = behind.strip_prefix(":443").filter(|rest| !rest.starts_with(|it: char| it.is_ascii_digit()));
        if default_port.is_some() {
            done += ":443".len();
        }
        let is_whole = default_port.is_some() || !behind.starts_with([':', '.', '@']);
        mapped.push_str(if is_whole { &host } else { &name });
    }
    mapped.push_str(&text[done..]);
    with_this_scheme(&mapped, &location.protocol().unwrap())
}

/// `https:` in front becomes the page's scheme, and `http:` the other one.
fn with_this_scheme(text: &str, own: &str) -> String {
    let (front, rest) = text.strip_prefix("blob:").map_or(("", text), |rest| ("blob:", rest));
    let other = if own == "http:" { "https:" } else { "http:" };
    let lower = rest.to_ascii_lowercase();
    let (from, to) = if lower.starts_with("https:") {
        ("https:", own)
    } else if lower.starts_with("http:") {
        ("http:", other)
    } else {
        return text.into();
    };
    let is_capital = rest.starts_with('H');
    let to = if is_capital { to.to_ascii_uppercase() } else { to.into() };
    [front, &to, &rest[from.len()..]].concat()
}
