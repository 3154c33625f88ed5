#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| coolsms_oauth2_fuzz::provider::check(&String::from_utf8_lossy(data)));
