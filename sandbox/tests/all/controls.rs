//! Starting and stopping, the controls over HTTP, tenants, the app form.

use std::time::{Duration, Instant};

use reqwest::{Client, RequestBuilder};
use sandbox::{Effect, Fault, MEMBERS, Options, PASSWORD};
use serde_json::{Value, json};

use crate::support::*;

#[tokio::test]
async fn a_port_that_is_taken_gives_way_to_the_next_free_one() {
    let first = sandbox().await;
    let second = start(Options { port: first.port(), ..Options::default() }).await;
    assert!(second.port() > first.port());
}

#[tokio::test]
async fn a_stopped_and_a_dropped_sandbox_answer_no_more() {
    let (stopped, dropped) = (sandbox().await, sandbox().await);
    let urls = [stopped.base(), dropped.base()];
    let client = Client::new();
    for url in &urls {
        assert_eq!(client.get(url).send().await.unwrap().status(), 200);
    }
    stopped.stop().await;
    drop(dropped);
    for url in &urls {
        while client.get(url).send().await.is_ok() {}
    }
}

#[tokio::test]
async fn requests_are_recorded_with_what_they_carried() {
    let sandbox = sandbox().await;
    let url = format!("{}{BALANCE}?x=%20", sandbox.base());
    let call = Client::new().get(url).bearer_auth("abc").header("origin", "http://localhost:1");
    call.send().await.unwrap();
    let url = format!("{}/sandbox/requests", sandbox.base());
    let requests = json(Client::new().get(&url).send().await.unwrap()).await;
    let expected = json!([{
        "method": "GET",
        "path": BALANCE,
        "query": "x=%20",
        "authorization": "Bearer abc",
        "origin": "http://localhost:1",
        "referer": null,
        "cookie": null,
        "contentType": null,
        "body": "",
        "status": 401,
    }]);
    assert_eq!(requests, expected);
    Client::new().delete(&url).send().await.unwrap();
    assert!(sandbox.requests().is_empty());
}

#[tokio::test]
async fn only_names_of_this_machine_lead_to_the_sandbox_and_its_tenants() {
    let sandbox = sandbox().await;
    let tenant = sandbox.open_tenant(Options::default());
    let places = [
        sandbox.base() + "/sandbox/requests",
        tenant.base() + "/sandbox/requests",
        sandbox.base() + "/apps",
        authorize_url(&sandbox, &[]).into(),
    ];
    for (host, status) in [
        ("127.0.0.1", 200),
        ("localhost:1", 200),
        ("LOCALHOST:1", 200),
        ("app.localhost:1", 200),
        ("[::1]:1", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example:8401", 421),
        ("localhost.evil.example", 421),
        ("notlocalhost", 421),
        ("192.0.2.1", 421),
        ("", 421),
    ] {
        for place in &places {
            let answer = Client::new().get(place).header("host", host).send().await.unwrap();
            assert_eq!(answer.status(), status, "{host}: {place}");
        }
    }
    let unknown = Client::new().get(sandbox.base() + "/nowhere").header("host", "evil.example").send().await.unwrap();
    assert_eq!(error(unknown).await, (421, "MisdirectedRequest".to_owned()));
    let asked = sandbox.requests();
    assert!(asked.iter().all(|request| request.status == Some(200)), "{asked:?}");
}

/// What a browser says of a request's origin, and whether such a request may change something.
const SENDERS: [(Option<&str>, Option<&str>, bool); 10] = [
    (None, None, true),
    (Some("http://localhost:3"), None, true),
    (Some("http://app.localhost:3"), Some("cross-site"), true),
    (Some("http://127.0.0.1:3"), Some("same-site"), true),
    (Some("null"), Some("same-origin"), true),
    (None, Some("cross-site"), false),
    (Some("null"), None, false),
    (Some("null"), Some("cross-site"), false),
    (Some("https://evil.example"), None, false),
    (Some("https://localhost.evil.example"), Some("cross-site"), false),
];

#[tokio::test]
async fn forms_of_other_sites_change_nothing() {
    let sandbox = sandbox().await;
    let sign_in = [("decision", "sign-in"), ("email", MEMBERS[0].email), ("password", PASSWORD)];
    let app = [("name", "Mine"), ("redirect_uris", "http://localhost:5000/")];
    for (origin, site, is_taken) in SENDERS {
        let send = async |mut request: RequestBuilder| {
            for (name, value) in [("origin", origin), ("sec-fetch-site", site)] {
                request = value.into_iter().fold(request, |request, value| request.header(name, value));
            }
            request.send().await.unwrap()
        };
        let expected = |status| if is_taken { status } else { 403 };
        let registered = send(browser().post(sandbox.base() + "/apps").form(&app)).await;
        assert_eq!(registered.status(), expected(201), "{origin:?} {site:?}");
        let signed_in = send(browser().post(authorize_url(&sandbox, &[])).form(&sign_in)).await;
        assert_eq!(signed_in.status(), expected(303), "{origin:?} {site:?}");
        assert_eq!(signed_in.headers().contains_key("set-cookie"), is_taken);
        for path in ["/sandbox/tokens/expire", "/sandbox/tokens/revoke"] {
            let controlled = send(post(&sandbox, path)).await;
            assert_eq!(controlled.status(), expected(200), "{origin:?} {site:?} {path}");
            let is_readable = controlled.headers().contains_key("access-control-allow-origin");
            assert_eq!(is_readable, origin.is_some_and(|it| it.starts_with("http:")), "{origin:?} {site:?}");
        }
        let cleared = send(Client::new().delete(sandbox.base() + "/sandbox/requests")).await;
        assert_eq!(cleared.status(), expected(200), "{origin:?} {site:?}");
    }
}

#[tokio::test]
async fn a_link_from_another_site_leads_to_every_page() {
    let sandbox = sandbox().await;
    for place in [sandbox.base(), sandbox.base() + "/apps", authorize_url(&sandbox, &[]).into()] {
        let answer = browser().get(&place).header("sec-fetch-site", "cross-site").send().await.unwrap();
        assert_eq!(answer.status(), 200, "{place}");
    }
}

#[tokio::test]
async fn a_registered_app_sees_its_secret_once() {
    let sandbox = sandbox().await;
    for (redirect_uris, status) in
        [("http://localhost:5000/\nhttps://a.test/b", 201), ("localhost:5000", 400), ("", 400)]
    {
        let form = [("name", "Mine"), ("redirect_uris", redirect_uris)];
        let answer = post(&sandbox, "/apps").form(&form).send().await.unwrap();
        assert_eq!(answer.status(), status, "{redirect_uris}");
        assert_eq!(answer.text().await.unwrap().contains(r#"id="client-secret""#), status == 201);
    }
}

#[tokio::test]
async fn a_tenant_shares_nothing_with_its_neighbours() {
    let sandbox = sandbox().await;
    let client = Client::new();
    let open = |options: Value| post(&sandbox, "/sandbox/tenants").json(&options).send();
    let one = json(open(json!({})).await.unwrap()).await;
    let one = one["base"].as_str().unwrap();
    let other = sandbox.open_tenant(Options::default());
    assert_ne!(one, other.base());

    let wanted = client.post(format!("{one}/sandbox/tokens")).json(&json!({ "scope": "cash:read" }));
    let tokens = json(wanted.send().await.unwrap()).await;
    let token = tokens["accessToken"].as_str().unwrap();
    other.add_fault(Fault::new(BALANCE, Effect::Dropped));
    let call = |base: &str| client.get(format!("{base}{BALANCE}?x=1")).bearer_auth(token).send();
    assert_eq!(call(one).await.unwrap().status(), 200);
    assert!(call(&other.base()).await.is_err());
    assert_eq!(call(&other.base()).await.unwrap().status(), 401, "it knows no token of its neighbour");

    let recorded = json(client.get(format!("{one}/sandbox/requests")).send().await.unwrap()).await;
    assert_eq!(recorded.as_array().unwrap().len(), 1);
    assert_eq!(recorded[0]["path"], BALANCE);
    assert!(sandbox.requests().is_empty());
    assert_eq!(call(&format!("{}/tenants/99", sandbox.base())).await.unwrap().status(), 404);
    assert_eq!(open(json!({ "port": 1 })).await.unwrap().status(), 400);
}

#[tokio::test]
async fn answers_come_as_late_as_is_asked_for() {
    let sandbox = start(Options { latency_ms: 120, ..Options::default() }).await;
    let started = Instant::now();
    get(&sandbox, BALANCE, "unknown").await;
    assert!(started.elapsed() >= Duration::from_millis(120));
}
