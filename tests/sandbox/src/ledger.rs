//! The accounts' money and messages.

use std::collections::{BTreeMap, HashMap};

use parking_lot::Mutex;
use serde::Serialize;
use serde_json::{Value, json};

use crate::members::{MEMBERS, Member};

/// What a text up to [`SHORT_BYTES`] costs, in won.
const SHORT_PRICE: u64 = 20;
/// What a longer text costs, in won.
const LONG_PRICE: u64 = 50;
/// The longest short message, in bytes of EUC-KR: a Korean letter takes two.
const SHORT_BYTES: usize = 90;

/// A message that was sent.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Message {
    pub(crate) group_id: String,
    pub(crate) message_id: String,
    pub(crate) account_id: &'static str,
    pub(crate) status_code: &'static str,
    pub(crate) status_message: &'static str,
    pub(crate) to: String,
    pub(crate) from: String,
    /// `SMS` or `LMS`.
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) country: &'static str,
    pub(crate) text: String,
    pub(crate) date_created: String,
}

/// What the member wants sent.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) to: String,
    pub(crate) from: String,
    pub(crate) text: String,
}

#[derive(Debug, Default)]
struct Account {
    balance: u64,
    /// By message id; ids sort by age.
    messages: BTreeMap<String, Message>,
}

/// Every account, by its id.
#[derive(Debug)]
pub(crate) struct Ledger(Mutex<HashMap<&'static str, Account>>);

impl Ledger {
    /// Every account holds `balance` won.
    pub(crate) fn new(balance: u64) -> Self {
        let account = || Account { balance, ..Account::default() };
        let accounts = MEMBERS.iter().map(|member| (member.account_id, account()));
        Self(Mutex::new(accounts.collect()))
    }

    pub(crate) fn balance(&self, member: &Member) -> u64 {
        let accounts = self.0.lock();
        accounts.get(member.account_id).map_or(0, |a| a.balance)
    }

    /// Sends and charges the message; `None` when the balance does not cover it.
    pub(crate) fn send(&self, member: &Member, draft: Draft) -> Option<Message> {
        let (kind, price) =
            if euc_kr_length(&draft.text) <= SHORT_BYTES { ("SMS", SHORT_PRICE) } else { ("LMS", LONG_PRICE) };
        let mut accounts = self.0.lock();
        let account = accounts.get_mut(member.account_id)?;
        account.balance = account.balance.checked_sub(price)?;
        let number = account.messages.len() + 1;
        let message = Message {
            group_id: format!("G4V{number:029}"),
            message_id: format!("M4V{number:029}"),
            account_id: member.account_id,
            status_code: "2000",
            status_message: "정상 접수(이통사로 접수 예정)",
            to: draft.to,
            from: draft.from,
            kind,
            country: "82",
            text: draft.text,
            date_created: now(),
        };
        let id = message.message_id.clone();
        account.messages.insert(id, message.clone());
        Some(message)
    }

    /// A page of at most `limit` messages, newest first, beginning with `start_key` if given.
    pub(crate) fn list(&self, member: &Member, start_key: Option<&str>, limit: usize) -> Value {
        let accounts = self.0.lock();
        let messages = accounts.get(member.account_id).map(|a| &a.messages);
        let mut newest_first = messages
            .into_iter()
            .flat_map(|messages| messages.values().rev())
            .skip_while(|message| start_key.is_some_and(|key| message.message_id.as_str() > key));
        let page: BTreeMap<_, _> =
            newest_first.by_ref().take(limit).map(|message| (&message.message_id, message)).collect();
        let next_key = newest_first.next().map(|message| &message.message_id);
        let mut answer = json!({ "startKey": start_key, "limit": limit, "messageList": page });
        if let Some(key) = next_key {
            answer["nextKey"] = json!(key);
        }
        answer
    }
}

/// The moment, as CoolSMS writes it: RFC 3339 in UTC with milliseconds.
fn now() -> String {
    humantime::format_rfc3339_millis(std::time::SystemTime::now()).to_string()
}

fn euc_kr_length(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}
