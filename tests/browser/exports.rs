//! What the package's JavaScript calls, and all of the module that these tests know.

pub(crate) use coolsms_oauth2::browser::call::{judge_answer, permit_call, read_api_error};
pub(crate) use coolsms_oauth2::browser::client::{missing_scopes, open_client, receive_callback, start_sign_in};
pub(crate) use coolsms_oauth2::browser::functions::{
    build_authorize_url, coolsms, generate_state, parse_authorization_response, verify_state,
};
