//! The file server: types, headers, hosts, and the record of who sent a token.

use std::path::Path;
use std::time::{Duration, Instant};

use reqwest::{Client, Method};
use sandbox::{StaticSite, StaticSiteOptions};

async fn site(change: impl FnOnce(&mut StaticSiteOptions)) -> StaticSite {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let file = |path: &str, kind: &str, text: &str| (path.to_owned(), kind.to_owned(), text.as_bytes().to_vec());
    let mut options = StaticSiteOptions {
        mounts: vec![("/pages/".to_owned(), sources.join("pages")), ("/".to_owned(), sources)],
        files: vec![
            file("/", "text/html", "<!doctype html>old"),
            file("/", "text/html", "<!doctype html>new"),
            file("/pages/", "text/html", "<!doctype html>pages"),
            file("/pages/module.wasm", "application/wasm", "\0asm"),
        ],
        content_security_policy: Some("default-src 'self'".to_owned()),
        ..StaticSiteOptions::default()
    };
    change(&mut options);
    StaticSite::start(options).await.unwrap()
}

#[tokio::test]
async fn files_come_with_their_types_and_strict_headers() {
    let site = site(|_| ()).await;
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/pages/", "text/html; charset=utf-8"),
        ("/pages/module.wasm", "application/wasm"),
        ("/pages/style.css", "text/css; charset=utf-8"),
    ] {
        let answer = Client::new().get(site.base() + path).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        let headers = answer.headers();
        assert_eq!(headers["content-type"], kind);
        assert_eq!(headers["referrer-policy"], "no-referrer");
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["cache-control"], "no-store");
        assert_eq!(headers["content-security-policy"], "default-src 'self'");
        assert!(!headers.contains_key("access-control-allow-origin"));
    }
    let front = Client::new().get(site.base()).send().await.unwrap();
    assert_eq!(front.text().await.unwrap(), "<!doctype html>new");
}

#[tokio::test]
async fn javascript_and_wasm_in_folders_are_told_by_their_names() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("static-site");
    std::fs::create_dir_all(&folder).unwrap();
    for name in ["a.js", "b.mjs", "c.wasm"] {
        std::fs::write(folder.join(name), "").unwrap();
    }
    let site = site(|options| options.mounts = vec![("/".to_owned(), folder)]).await;
    for (path, kind) in [
        ("/a.js", "text/javascript; charset=utf-8"),
        ("/b.mjs", "text/javascript; charset=utf-8"),
        ("/c.wasm", "application/wasm"),
    ] {
        let answer = Client::new().get(site.base() + path).send().await.unwrap();
        assert_eq!(answer.headers()["content-type"], kind);
    }
}

#[tokio::test]
async fn a_single_page_app_has_its_front_page_at_every_route() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("single-page");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("index.html"), "<!doctype html>front").unwrap();
    std::fs::write(folder.join("a.js"), "script").unwrap();
    let site = site(|options| {
        options.mounts = vec![("/".to_owned(), folder)];
        options.files.clear();
        options.single_page = true;
    });
    let site = site.await;
    for (path, status, text) in [
        ("/", 200, "<!doctype html>front"),
        ("/inbox/2?tab=1", 200, "<!doctype html>front"),
        ("/a.js", 200, "script"),
        ("/assets/missing.js", 404, ""),
    ] {
        let answer = Client::new().get(site.base() + path).send().await.unwrap();
        assert_eq!(answer.status(), status, "{path}");
        assert_eq!(answer.text().await.unwrap(), text, "{path}");
    }
    assert_eq!(site.requests()[1].path, "/inbox/2");
}

#[tokio::test]
async fn it_answers_to_its_host_names_only() {
    let site = site(|_| ()).await;
    for (host, status) in [("127.0.0.1", 200), ("localhost", 200), ("evil.example", 421)] {
        let request = Client::new().get(site.base()).header("host", format!("{host}:80"));
        assert_eq!(request.send().await.unwrap().status(), status, "{host}");
    }
    assert_eq!(site.base_at("localhost"), format!("http://localhost:{}", site.port()));
}

#[tokio::test]
async fn it_remembers_who_sent_a_token() {
    let site = site(|_| ()).await;
    let url = site.base() + "/nowhere?q=1";
    Client::new().get(url).bearer_auth("abc").send().await.unwrap();
    let requests = site.requests();
    assert_eq!(requests[0].authorization.as_deref(), Some("Bearer abc"));
    assert_eq!(requests[0].status, Some(404));
    site.clear_requests();
    assert!(site.requests().is_empty());
}

#[tokio::test]
async fn it_takes_calls_of_other_origins_if_asked() {
    let site = site(|options| options.cors = true).await;
    let preflight = Client::new()
        .request(Method::OPTIONS, site.base())
        .header("origin", "http://localhost:1")
        .header("access-control-request-method", "PUT")
        .header("access-control-request-headers", "authorization");
    let headers = preflight.send().await.unwrap().headers().clone();
    assert_eq!(headers["access-control-allow-origin"], "*");
    assert_eq!(site.requests()[0].method, "OPTIONS");
}

#[tokio::test]
async fn a_post_has_its_own_answer_and_is_remembered_with_its_body() {
    let site = site(|options| {
        options.posts = vec![("/token".to_owned(), "application/json".to_owned(), b"{}".to_vec())];
    })
    .await;
    let url = site.base() + "/token";
    let answer = Client::new().post(&url).form(&[("a", "1 2")]).send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], "application/json");
    assert_eq!(answer.text().await.unwrap(), "{}");
    assert_eq!(site.requests()[0].body, "a=1+2");
    assert_eq!(Client::new().get(&url).send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn options_that_cannot_work_are_errors() {
    for prefix in ["no-slash", "/{pattern}"] {
        let mounts = vec![(prefix.to_owned(), ".".into())];
        let options = StaticSiteOptions { mounts, ..StaticSiteOptions::default() };
        assert!(StaticSite::start(options).await.is_err(), "{prefix}");
    }
    let headers = vec![("X-Two\nLines".to_owned(), String::new())];
    let options = StaticSiteOptions { headers, ..StaticSiteOptions::default() };
    assert!(StaticSite::start(options).await.is_err());
}

#[tokio::test]
async fn a_site_may_consist_of_single_files() {
    let site = site(|options| options.mounts.clear()).await;
    for (path, status) in [("/?code=1", 200), ("/elsewhere", 404)] {
        let answer = Client::new().get(site.base() + path).send().await.unwrap();
        assert_eq!(answer.status(), status, "{path}");
        assert_eq!(answer.headers()["referrer-policy"], "no-referrer");
    }
}

#[tokio::test]
async fn a_browser_may_keep_scripts_and_no_page_where_that_is_asked_for() {
    let script = ("/a.js".to_owned(), "text/javascript".to_owned(), Vec::new());
    let site = site(|options| {
        options.cached_scripts = true;
        options.files.push(script);
    })
    .await;
    for (path, kept) in [("/a.js", true), ("/pages/module.wasm", true), ("/", false), ("/pages/style.css", false)] {
        let answer = Client::new().get(site.base() + path).send().await.unwrap();
        let directive = answer.headers()["cache-control"].to_str().unwrap().to_owned();
        assert_eq!(directive.contains("immutable"), kept, "{path}: {directive}");
    }
}

#[tokio::test]
async fn answers_come_as_late_as_is_asked_for() {
    let latency = Duration::from_millis(120);
    let site = site(|options| options.latency = latency).await;
    let started = Instant::now();
    Client::new().get(site.base()).send().await.unwrap();
    assert!(started.elapsed() >= latency);
}
