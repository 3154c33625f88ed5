//! OAuth 2.0 sign-in to CoolSMS for single-page apps.
