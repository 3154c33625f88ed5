//! What JavaScript calls, and all of the module that these tests know.

pub(crate) use coolsms_oauth2::browser::client::Client;
pub(crate) use coolsms_oauth2::browser::fetch::call_api;
pub(crate) use coolsms_oauth2::browser::functions::{
    build_authorize_url, generate_state, parse_authorization_response,
};
