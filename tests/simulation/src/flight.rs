//! Requests to token endpoints on their way: the server acts, or not; the answer arrives, or not. A document that is gone
//! hears nothing of it.

use coolsms_oauth2::client::tokens::Purpose;
use coolsms_oauth2::protocol::{Code, Error};

use crate::page::Page;
use crate::token::Flight;
use crate::world::World;

impl World {
    /// What was asked is answered, as the server has answered or, with a code, not at all.
    pub(crate) fn answer(&mut self, at: usize, lost: Option<Code>) {
        let flight = self.common.flights.remove(at);
        let Some(tab) = self.tab_of(flight.document) else { return };
        if let Some(mut page) = self.page(tab) {
            page.answered(flight, lost);
        }
    }

    /// The requests that may end now: of pages that are shown, or gone. One that is frozen hears of its own later.
    pub(crate) fn answerable(&self, is_acted: bool) -> Vec<usize> {
        let flights = &self.common.flights;
        let is_awake = |document| self.tab_of(document).is_some() || !self.is_there(document);
        let can = |at: &usize| is_awake(flights[*at].document) && (!is_acted || flights[*at].answer.is_some());
        (0..flights.len()).filter(can).collect()
    }

    /// Whether a document is shown, or can be again.
    fn is_there(&self, id: u32) -> bool {
        self.tabs.iter().flat_map(|tab| tab.live.iter().chain(&tab.frozen)).any(|document| document.id == id)
    }
}

impl Page<'_> {
    fn answered(&mut self, flight: Flight, lost: Option<Code>) {
        let Flight { number, purpose, answer, .. } = flight;
        let answer = match (lost, answer) {
            (None, Some(answer)) => Ok(answer),
            (lost, _) => Err(Error::new(lost.unwrap_or(Code::Timeout), "no answer")),
        };
        let told = answer.as_ref().map_or_else(|error| error.code.as_str(), |_| "answered");
        self.say(|| format!("what comes of {number}: {told}"));
        self.common.counts.outcome("token endpoint", told);
        match purpose {
            Purpose::Refresh => self.refresh_answered(number, answer),
            Purpose::Exchange => self.exchange_answered(number, answer),
            Purpose::Revoke => self.common.counts.outcome("revocation", told),
        }
    }
}
