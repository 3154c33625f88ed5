//! Addresses and history: what is left of a response.

use super::Rule;
use crate::tab::Tab;
use crate::text;
use crate::world::Common;

/// Where a response was handled, or taken out at import, only the app's own address is left.
pub(super) fn check(tab: &Tab, common: &mut Common) {
    for entry in tab.history.entries.iter().filter(|entry| entry.is_clean) {
        let url = entry.url.as_str();
        let refresh_tokens = common.families.iter().flat_map(|family| &family.refresh_tokens);
        let tokens = common.grants.iter().map(|it| &it.token).chain(&common.forged).chain(refresh_tokens);
        let tokens = tokens.chain(common.codes.iter().map(|code| &code.code));
        let popups = common.popups.iter().map(|popup| &popup.issued.state);
        let states = tab.lineage.issued.iter().map(|it| &it.state).chain(popups);
        if let Some(secret) = tokens.chain(states).find(|secret| url.contains(secret.as_str())).cloned() {
            common.broke(Rule::Address, || format!("{secret} is in {url}")); // S26
        } else if text::carries_response(url) && !text::carries_response(&entry.own) {
            common.broke(Rule::Address, || format!("a response is in {url}")); // S26
        } else if url != entry.own {
            common.broke(Rule::Own, || format!("{url} is left of {}", entry.own)); // S27
        }
    }
}
