//! The sessionStorage of a tab, which may refuse any call.

/// How it behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mood {
    Good,
    /// Every call throws.
    Blocked,
    /// Nothing can grow.
    Full,
    /// The next calls throw where a bit is set.
    Flaky(u32),
}

/// A call threw.
pub(crate) struct Refused;

/// Keys and values.
#[derive(Clone)]
pub(crate) struct Storage {
    items: Vec<(String, String)>,
    pub(crate) mood: Mood,
    is_changed: bool,
    is_lost: bool,
    is_refused: bool,
    was_trouble: bool,
}

impl Default for Storage {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            mood: Mood::Good,
            is_changed: false,
            is_lost: false,
            is_refused: false,
            was_trouble: false,
        }
    }
}

impl Storage {
    /// `getItem`.
    pub(crate) fn get(&mut self, key: &str) -> Result<Option<String>, Refused> {
        self.allow()?;
        Ok(self.peek(key).map(String::from))
    }

    /// `setItem`.
    pub(crate) fn set(&mut self, key: &str, value: &str) -> Result<(), Refused> {
        let is_grown = self.peek(key).map_or(0, str::len) < value.len();
        if self.allow().is_err() || (self.mood == Mood::Full && is_grown) {
            self.is_lost = true;
            return Err(Refused);
        }
        self.is_changed = true;
        match self.items.iter_mut().find(|(known, _)| known == key) {
            Some((_, known)) => value.clone_into(known),
            None => self.items.push((key.to_owned(), value.to_owned())),
        }
        Ok(())
    }

    /// `removeItem`.
    pub(crate) fn remove(&mut self, key: &str) -> Result<(), Refused> {
        self.allow()?;
        self.is_changed = true;
        self.items.retain(|(known, _)| known != key);
        Ok(())
    }

    /// `clear`, by the app or the browser.
    pub(crate) fn clear(&mut self) {
        self.items.clear();
        (self.is_changed, self.is_lost) = (true, true);
    }

    fn allow(&mut self) -> Result<(), Refused> {
        let allowed = self.allowed();
        self.is_refused |= allowed.is_err();
        allowed
    }

    fn allowed(&mut self) -> Result<(), Refused> {
        match &mut self.mood {
            Mood::Good | Mood::Full => Ok(()),
            Mood::Blocked => Err(Refused),
            Mood::Flaky(bits) => {
                let is_refused = *bits & 1 == 1;
                *bits >>= 1;
                if *bits == 0 {
                    self.mood = Mood::Good;
                }
                if is_refused { Err(Refused) } else { Ok(()) }
            }
        }
    }

    /// What it holds, for the rules.
    pub(crate) fn peek(&self, key: &str) -> Option<&str> {
        self.items.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    /// All that it holds, for the rules.
    pub(crate) fn items(&self) -> &[(String, String)] {
        &self.items
    }

    /// Whether it was written to in this step.
    pub(crate) fn is_changed(&self) -> bool {
        self.is_changed
    }

    /// Whether it has refused to keep something in this step, or was cleared.
    pub(crate) fn is_lost(&self) -> bool {
        self.is_lost
    }

    /// Whether it has refused a call in this step.
    pub(crate) fn is_refused(&self) -> bool {
        self.is_refused
    }

    /// Whether it has ever refused a call, or was cleared.
    pub(crate) fn was_trouble(&self) -> bool {
        self.was_trouble || self.is_lost || self.is_refused
    }

    /// The step is over.
    pub(crate) fn settle(&mut self) {
        self.was_trouble = self.was_trouble();
        (self.is_changed, self.is_lost, self.is_refused) = (false, false, false);
    }
}
