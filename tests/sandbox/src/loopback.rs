//! What counts as this machine.

use url::{Host, Url};

/// Whether the address names this machine: `localhost`, `127.0.0.0/8` or `[::1]`, at any port.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_this_machine_count_and_lookalikes_do_not() {
        let loopback = |address: &str| is_loopback(&Url::parse(address).unwrap());
        for yes in ["http://localhost:1", "http://127.0.0.1", "http://[::1]:8/x"] {
            assert!(loopback(yes), "{yes}");
        }
        for no in [
            "http://localhost.example",
            "http://127.0.0.1.example",
            "http://localhost@example.test",
            "http://10.0.0.1",
            "data:,127.0.0.1",
        ] {
            assert!(!loopback(no), "{no}");
        }
    }
}
