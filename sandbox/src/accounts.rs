//! The accounts behind the API: their balances and messages.

use std::collections::HashMap;

use parking_lot::Mutex;
use serde_json::{Map, Value};

use crate::members::{MEMBERS, Member};

/// What a member has at CoolSMS.
#[derive(Debug)]
pub(crate) struct Account {
    /// In won.
    pub(crate) balance: u64,
    /// By message id; ids sort by age.
    pub(crate) messages: Map<String, Value>,
}

/// Every account, by its id.
#[derive(Debug)]
pub(crate) struct Accounts(Mutex<HashMap<&'static str, Account>>);

impl Accounts {
    /// Every account holds `balance` won.
    pub(crate) fn new(balance: u64) -> Self {
        let account = |member: &Member| (member.account_id, Account { balance, messages: Map::new() });
        Self(Mutex::new(MEMBERS.iter().map(account).collect()))
    }

    /// Looks at the account of a member.
    pub(crate) fn of<T>(&self, member: &Member, look: impl FnOnce(&mut Account) -> T) -> T {
        look(self.0.lock().get_mut(member.account_id).expect("every member has an account"))
    }
}
