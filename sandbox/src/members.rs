//! The people who can sign in. Two, so that coming back as somebody else can be tested.

/// A member of the sandbox. Each has one account of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// `memberId` in tokens and answers.
    pub id: &'static str,
    /// `accountId` in tokens and answers.
    pub account_id: &'static str,
    /// The name shown.
    pub name: &'static str,
    /// What they sign in with.
    pub email: &'static str,
    /// Their phone, which is also their only active sender number.
    pub phone: &'static str,
}

/// Everyone's password.
pub const PASSWORD: &str = "sandbox";

/// Every member; the first is prefilled on the sign-in page.
pub static MEMBERS: [Member; 2] = [
    Member {
        id: "MEM0000000hong",
        account_id: "20000000000001",
        name: "홍길동",
        email: "hong@example.test",
        phone: "01000000001",
    },
    Member {
        id: "MEM00000000kim",
        account_id: "20000000000002",
        name: "김철수",
        email: "kim@example.test",
        phone: "01000000002",
    },
];

/// The member who signs in with these, if any.
pub(crate) fn sign_in(email: &str, password: &str) -> Option<&'static Member> {
    if password != PASSWORD {
        return None;
    }
    MEMBERS.iter().find(|member| member.email.eq_ignore_ascii_case(email.trim()))
}

/// The member of that id.
pub(crate) fn find(id: &str) -> Option<&'static Member> {
    MEMBERS.iter().find(|member| member.id == id)
}
