//! Identifiers and secrets: letters and digits from the system's random numbers.

use rand::distr::{Alphanumeric, SampleString};

/// A random string of `length` letters and digits (each worth almost 6 bits).
pub(crate) fn random_string(length: usize) -> String {
    Alphanumeric.sample_string(&mut rand::rng(), length)
}
