//! Shells that are broken on purpose, to see that the rules notice.

use crate::endpoint::Rotation;

/// What a shell does wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fault {
    /// Nothing: it is the shell as it is.
    #[default]
    None,
    /// It takes a nonce for that of whichever client asks.
    SkipsBinding,
    /// It takes a nonce that it does not know for its own.
    SkipsState,
    /// It thinks that every nonce was issued just now.
    SkipsAge,
    /// It keeps the token before it looks at the nonce.
    StoresFirst,
    /// It does not write down that a nonce was spent.
    NeverSpends,
    /// It ends every sign-in when a response is refused.
    EndsAll,
    /// It leaves the response in the address.
    LeavesAddress,
    /// It cuts off the app's own query and route with the response.
    CutsRoute,
    /// It takes responses out at import whether or not anybody waits for one.
    TakesAll,
    /// It judges the same response again when it is asked again.
    JudgesAgain,
    /// It lets the token go wherever the app calls.
    SendsAnywhere,
    /// It uses the session as it once read it, whatever has become of it.
    KeepsSession,
    /// It puts the new token into the old session.
    MixesSessions,
    /// It stores the session although it is to live in memory.
    StoresAll,
    /// It takes the server's error for this sign-in's, whatever its nonce.
    BelievesErrors,
    /// It has no time-out.
    WaitsForever,
    /// It does not notice that the person came back.
    IgnoresReturn,
    /// It refreshes for each call and each tab that asks.
    RefreshesEach,
    /// It keeps the old refresh token when a new one has come.
    KeepsOldToken,
    /// It forgets its refresh token when it hears of a newer session that has none.
    ForgetsToken,
    /// It drops a new refresh token when this page has gone on to another session.
    DropsAnswer,
    /// It sends the refresh token that it has, even when another tab has a newer one.
    SendsOldToken,
    /// It does not look whether its session is over elsewhere.
    ForgetsMarks,
    /// It does not write down that a session is over.
    MarksNothing,
    /// It takes over any session that another tab tells of.
    TakesAny,
    /// It asks the API in place of the token endpoint.
    AsksTheApi,
    /// It tries a call again for as long as the API refuses the token.
    NeverGivesUp,
    /// It makes a refused call again with whatever session there is.
    RetriesAsAnother,
    /// It stores a sign-in by popup as any other, and takes its response in the popup.
    StoresPopups,
    /// It takes the response of any popup.
    MixesPopups,
    /// It never gives a lock back.
    KeepsLock,
    /// It sends the same code verifier with every code.
    ReusesVerifier,
}

impl Fault {
    /// The clients, and what the server does with refresh tokens, where it shows. Those that are seen anywhere need none.
    pub(crate) fn place(self) -> Option<([usize; 2], Rotation)> {
        match self {
            Self::ForgetsToken => Some(([6, 6], Rotation::Off)),
            Self::DropsAnswer | Self::SendsOldToken => Some(([7, 7], Rotation::On)),
            Self::RetriesAsAnother | Self::NeverGivesUp => Some(([6, 6], Rotation::On)),
            Self::SkipsBinding => Some(([3, 5], Rotation::Off)),
            _ => None,
        }
    }
}
