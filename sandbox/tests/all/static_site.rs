//! The file server: headers, hosts, and what a browser may keep.

use std::path::Path;

use reqwest::{Client, Method, Response};
use sandbox::{StaticSite, StaticSiteOptions};

async fn site(change: impl FnOnce(&mut StaticSiteOptions)) -> StaticSite {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let file = |path: &str, kind: &str, text: &str| (path.to_owned(), kind.to_owned(), text.as_bytes().to_vec());
    let mut options = StaticSiteOptions {
        mounts: vec![("/pages".to_owned(), sources.join("pages")), ("/".to_owned(), sources)],
        files: vec![file("/", "text/html", "front"), file("/a.js", "text/javascript", "script")],
        content_security_policy: Some("default-src 'self'".to_owned()),
        ..StaticSiteOptions::default()
    };
    change(&mut options);
    StaticSite::start(options).await.unwrap()
}

async fn get(site: &StaticSite, path: &str) -> Response {
    Client::new().get(site.base() + path).send().await.unwrap()
}

#[tokio::test]
async fn files_come_with_strict_headers_and_a_later_one_in_place_of_an_earlier_one() {
    let site = site(|_| ()).await;
    for (path, status) in [("/?code=1", 200), ("/pages/style.css", 200), ("/lib.rs", 200), ("/missing", 404)] {
        let answer = get(&site, path).await;
        assert_eq!(answer.status(), status, "{path}");
        let headers = answer.headers();
        assert_eq!(headers["referrer-policy"], "no-referrer");
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["cache-control"], "no-store");
        assert!(headers.get_all("content-security-policy").iter().any(|policy| policy == "default-src 'self'"));
        assert!(!headers.contains_key("access-control-allow-origin"));
    }
    site.set_file("/", "text/plain", "new").unwrap();
    let front = get(&site, "/").await;
    assert_eq!(front.headers()["content-type"], "text/plain");
    assert_eq!(front.text().await.unwrap(), "new");
}

#[tokio::test]
async fn pages_of_an_app_cannot_be_framed_and_those_beside_it_as_its_policy_says() {
    let policies = async |site: &StaticSite, path: &str| -> Vec<String> {
        let answer = get(site, path).await;
        answer.headers().get_all("content-security-policy").iter().map(|it| it.to_str().unwrap().to_owned()).collect()
    };
    let policy = "frame-ancestors 'self'";
    let with_policy = site(|options| options.content_security_policy = Some(policy.to_owned())).await;
    assert_eq!(policies(&with_policy, "/lib.rs").await, ["frame-ancestors 'none'", policy]);
    assert_eq!(policies(&with_policy, "/missing").await, ["frame-ancestors 'none'", policy]);
    assert_eq!(policies(&with_policy, "/pages/style.css").await, [policy]);
    let without = site(|options| options.content_security_policy = None).await;
    assert!(policies(&without, "/lib.rs").await.is_empty());
}

#[tokio::test]
async fn it_answers_to_its_host_names_only() {
    let site = site(|_| ()).await;
    for (host, status) in [("127.0.0.1", 200), ("localhost", 200), ("evil.example", 421)] {
        let request = Client::new().get(site.base()).header("host", format!("{host}:80"));
        assert_eq!(request.send().await.unwrap().status(), status, "{host}");
    }
}

#[tokio::test]
async fn it_remembers_who_sent_a_token_and_takes_calls_of_other_origins_if_asked() {
    let site = site(|options| options.cors = true).await;
    let preflight = Client::new()
        .request(Method::OPTIONS, site.base() + "/nowhere")
        .header("origin", "http://localhost:1")
        .header("access-control-request-method", "PUT")
        .header("access-control-request-headers", "authorization");
    assert_eq!(preflight.send().await.unwrap().headers()["access-control-allow-origin"], "*");
    Client::new().get(site.base() + "/nowhere?q=1").bearer_auth("abc").send().await.unwrap();
    let [preflight, request] = &site.requests()[..] else { panic!("there were two requests") };
    assert_eq!(preflight.method, "OPTIONS");
    assert_eq!(request.authorization.as_deref(), Some("Bearer abc"));
    site.clear_requests();
    assert!(site.requests().is_empty());
}

#[tokio::test]
async fn a_single_page_app_has_its_front_page_at_every_route() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("single-page");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("index.html"), "front").unwrap();
    let site = site(|options| {
        *options = StaticSiteOptions {
            mounts: vec![("/".to_owned(), folder)],
            single_page: true,
            ..StaticSiteOptions::default()
        };
    });
    let site = site.await;
    for (path, status) in [("/", 200), ("/inbox/2?tab=1", 200), ("/assets/missing.js", 404)] {
        assert_eq!(get(&site, path).await.status(), status, "{path}");
    }
}

#[tokio::test]
async fn a_browser_may_keep_scripts_and_no_page_where_that_is_asked_for() {
    let site = site(|options| options.cached_scripts = true).await;
    for (path, kept) in [("/a.js", true), ("/", false), ("/pages/style.css", false)] {
        let answer = get(&site, path).await;
        let directive = answer.headers()["cache-control"].to_str().unwrap();
        assert_eq!(directive.contains("immutable"), kept, "{path}: {directive}");
    }
}

#[tokio::test]
async fn answers_are_compressed_for_who_accepts_it_where_that_is_asked_for() {
    for compressed in [false, true] {
        let site = site(|options| {
            options.compressed = compressed;
            options.files.push(("/long.js".to_owned(), "text/javascript".to_owned(), vec![b' '; 10_000]));
        });
        let site = site.await;
        let ask = |encoding| Client::new().get(site.base() + "/long.js").header("accept-encoding", encoding).send();
        let answer = ask("gzip").await.unwrap();
        assert_eq!(answer.headers().contains_key("content-encoding"), compressed);
        assert_eq!(answer.bytes().await.unwrap().len() < 1000, compressed);
        assert_eq!(ask("identity").await.unwrap().bytes().await.unwrap().len(), 10_000);
    }
}
