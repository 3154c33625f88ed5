//! Proof Key for Code Exchange (RFC 7636), `S256` alone: who spends a code must know what its question was made with.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Whether the verifier is that of the challenge.
pub(crate) fn proves(verifier: &str, challenge: &str) -> bool {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == challenge
}

#[cfg(test)]
mod tests {
    use super::proves;

    /// RFC 7636, appendix B.
    #[test]
    fn the_verifier_of_the_example_proves_its_challenge_and_no_other_does() {
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert!(proves("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", challenge));
        assert!(!proves("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl", challenge));
    }
}
