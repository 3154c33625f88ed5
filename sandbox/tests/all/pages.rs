//! What people see: the language, errors as pages, what hostile values come to, what assistive technology is told.

use reqwest::{Client, Response};
use sandbox::{DEMO_CLIENT_ID, MEMBERS, Options, PASSWORD, Sandbox};

use crate::support::*;

/// As browsers ask for a page.
const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// No page can be framed or kept, or read by another origin.
async fn guarded(page: Response) -> String {
    let headers = page.headers();
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("frame-ancestors 'none'"), "{}: {policy}", page.url());
    assert_eq!(headers["cache-control"], "no-store", "{}", page.url());
    assert!(!headers.contains_key("access-control-allow-origin"), "{}", page.url());
    page.text().await.unwrap()
}

/// A refused request, as a browser sees it.
async fn refused(sandbox: &Sandbox, changes: &[(&str, &str)]) -> String {
    let asked = browser().get(authorize_url(sandbox, changes)).header("accept", BROWSER);
    let answer = asked.send().await.unwrap();
    assert_eq!(answer.status(), 400, "{changes:?}");
    assert_eq!(answer.headers()["content-type"], "text/html; charset=utf-8");
    guarded(answer).await
}

/// The pages that a sandbox has: home, apps, the form refused and taken, sign-in, a failed sign-in, consent, an error.
async fn every_page(sandbox: &Sandbox, lang: &str) -> Vec<(&'static str, String)> {
    let browser = browser();
    let home = format!("{}/?lang={lang}", sandbox.base());
    let apps = format!("{}/apps?lang={lang}", sandbox.base());
    let authorize = authorize_url(sandbox, &[("lang", lang)]);
    let app = |uris| [("name", "Mine"), ("redirect_uris", uris)];
    let sign_in = |password| [("decision", "sign-in"), ("email", MEMBERS[0].email), ("password", password)];
    let mut pages = Vec::new();
    let mut add = async |name, answer| pages.push((name, guarded(answer).await));
    add("home", browser.get(home).send().await.unwrap()).await;
    add("apps", browser.get(&apps).send().await.unwrap()).await;
    add("app refused", browser.post(&apps).form(&app("nowhere")).send().await.unwrap()).await;
    add("app taken", browser.post(&apps).form(&app("http://localhost:1/")).send().await.unwrap()).await;
    add("sign-in", browser.get(authorize.clone()).send().await.unwrap()).await;
    let failed = browser.post(authorize.clone()).form(&sign_in("wrong")).send().await.unwrap();
    assert_eq!(failed.status(), 401);
    add("failed", failed).await;
    browser.post(authorize.clone()).form(&sign_in(PASSWORD)).send().await.unwrap();
    add("consent", browser.get(authorize).send().await.unwrap()).await;
    pages.push(("error", refused(sandbox, &[("client_id", "nobody"), ("lang", lang)]).await));
    pages
}

/// The start tags of that element, without their brackets.
fn tags<'a>(page: &'a str, element: &str) -> Vec<&'a str> {
    let start = format!("<{element}");
    let ends = |rest: &&str| rest.starts_with([' ', '>']);
    page.split(&start).skip(1).filter(ends).map(|rest| rest.split('>').next().unwrap()).collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(&format!(" {name}=\""))?.1.split('"').next()
}

#[tokio::test]
async fn the_language_is_the_chosen_one_else_the_most_wanted_of_the_two() {
    let sandbox = sandbox().await;
    for (query, accepted, lang) in [
        ("", "", "ko"),
        ("", "fr", "ko"),
        ("", "fr, en-GB;q=0.8", "en"),
        ("", "en;q=0.3, ko-KR;q=0.9", "ko"),
        ("", "ko;q=0, EN", "en"),
        ("", "kok, en", "en"),
        ("lang=ko", "en", "ko"),
        ("lang=en", "ko", "en"),
        ("lang=fr", "en", "en"),
    ] {
        let url = authorize_url(&sandbox, &[]).to_string() + "&" + query;
        let page = browser().get(url).header("accept-language", accepted).send().await.unwrap().text().await.unwrap();
        assert_eq!(attribute(tags(&page, "html")[0], "lang"), Some(lang), "{query} {accepted}");
    }
}

#[tokio::test]
async fn each_page_is_all_in_its_language_and_leads_to_the_other() {
    let sandbox = sandbox().await;
    for (lang, other, words) in [("ko", "en", "문자는 발송되지 않고"), ("en", "ko", "No message is sent")] {
        for (name, page) in every_page(&sandbox, lang).await {
            assert_eq!(attribute(tags(&page, "html")[0], "lang"), Some(lang), "{name}");
            assert!(page.contains(words), "{name}");
            let links = tags(&page, "a");
            let to_other = links.iter().find(|link| attribute(link, "hreflang") == Some(other)).unwrap();
            assert!(attribute(to_other, "href").unwrap().ends_with(&format!("lang={other}")), "{name}: {to_other}");
            assert_eq!(attribute(to_other, "aria-current"), None);
            let home = links.iter().find(|link| attribute(link, "class") == Some("brand")).unwrap();
            assert_eq!(attribute(home, "href"), Some(format!("/?lang={lang}").as_str()), "{name}");
            let heading = page.split("<h1>").nth(1).unwrap().split("</h1>").next().unwrap();
            assert_eq!(heading.is_ascii(), lang == "en", "{name}: {heading}");
        }
    }
}

#[tokio::test]
async fn an_error_is_a_page_where_one_is_asked_for_and_else_json() {
    let sandbox = sandbox().await;
    let url = authorize_url(&sandbox, &[("client_id", "nobody")]);
    for (accept, is_page) in [
        (BROWSER, true),
        ("application/json;q=0.9, text/html", true),
        ("application/json", false),
        ("*/*", false),
        ("text/html;q=0", false),
    ] {
        let answer = browser().get(url.clone()).header("accept", accept).send().await.unwrap();
        assert_eq!(answer.status(), 400, "{accept}");
        let kind = if is_page { "text/html; charset=utf-8" } else { "application/json" };
        assert_eq!(answer.headers()["content-type"], kind, "{accept}");
        if !is_page {
            let body = r#"{"errorCode":"InvalidClientId","errorMessage":"No app has this client_id."}"#;
            assert_eq!(answer.text().await.unwrap(), body);
        }
    }
}

#[tokio::test]
async fn the_page_of_an_error_names_the_code_the_value_and_the_remedy_in_both_languages() {
    let sandbox = start(Options { public_clients: true, ..Options::default() }).await;
    let app = sandbox.register_app("Mine", &["https://app.example.test/"]).unwrap();
    for (changes, code, told) in [
        (vec![("client_id", "nobody")], "InvalidClientId", ["nobody", DEMO_CLIENT_ID, "확인하세요", "Check"]),
        (
            vec![("client_id", app.client_id.as_str()), ("redirect_uri", "https://www.example.test/x")],
            "InvalidHostName",
            ["https://www.example.test/x", "app.example.test", "등록", "register"],
        ),
        (
            vec![("scope", "users:read,cash:read")],
            "InvalidScope",
            ["users:read,cash:read", "iam:write", "공백", "spaces"],
        ),
        (
            vec![("response_type", "id_token")],
            "ValidationError",
            ["id_token", "response_type", "code를", "token or code"],
        ),
        (vec![("redirect_uri", "/app")], "ValidationError", ["/app", "redirect_uri", "절대 주소", "absolute address"]),
        (vec![("redirect_uri", "")], "ValidationError", ["redirect_uri", "client_id", "없거나", "missing"]),
        (vec![("state", ""), ("scope", "")], "ValidationError", ["scope", "state", "없거나", "missing"]),
        (vec![("state", "a"), ("state", "b")], "ValidationError", ["state", "state", "한 번만", "once"]),
        (
            vec![("code_challenge", "x"), ("code_challenge_method", "plain")],
            "ValidationError",
            ["plain", "code_challenge_method", "S256을", "Send S256"],
        ),
    ] {
        let [value, other, korean, english] = told;
        for (lang, remedy) in [("ko", korean), ("en", english)] {
            let page = refused(&sandbox, &[&changes[..], &[("lang", lang)]].concat()).await;
            let main = page.split("<main>").nth(1).unwrap();
            assert!(main.contains(&format!(r#"<code id="error-code">{code}</code>"#)), "{code}: {main}");
            for text in [&format!("<code>{value}</code>"), other, remedy] {
                assert!(main.contains(text), "{text}: {main}");
            }
        }
    }
}

#[tokio::test]
async fn hostile_values_are_shown_as_text_and_lead_nowhere() {
    let sandbox = sandbox().await;
    let hostile = r#""><script>alert(1)</script><a href='javascript:alert(2)'>&"#;
    let shown = r#"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;a href='javascript:alert(2)'&gt;&amp;"#;
    for name in ["client_id", "response_type", "redirect_uri", "scope"] {
        let page = refused(&sandbox, &[(name, hostile)]).await;
        // A scope ends at a space.
        let shown = if name == "scope" { shown.split(' ').next().unwrap() } else { shown };
        assert!(page.contains(&format!("<code>{shown}</code>")), "{name}: {page}");
        assert!(tags(&page, "script").is_empty(), "{name}: {page}");
        for link in tags(&page, "a") {
            let address = attribute(link, "href").unwrap();
            assert!(
                address == "/" || address.starts_with("?response_type=") || address.starts_with("?client_id="),
                "{name}: {address}"
            );
        }
    }
    let page = refused(&sandbox, &[("redirect_uri", "https://evil.example/")]).await;
    assert!(!tags(&page, "a").iter().any(|link| link.contains("https://evil.example")), "{page}");

    let app = sandbox.register_app(hostile, &["http://127.0.0.1/"]).unwrap();
    let url = authorize_url(&sandbox, &[("client_id", &app.client_id)]);
    let form = [("decision", "sign-in"), ("email", hostile), ("password", "wrong")];
    let page = browser().post(url).form(&form).send().await.unwrap().text().await.unwrap();
    assert!(page.contains(&format!("<strong>{shown}</strong>")), "{page}");
    assert!(page.contains(&format!(r#"value="{shown}""#)), "{page}");
    assert!(tags(&page, "script").is_empty(), "{page}");
}

#[tokio::test]
async fn the_page_of_an_error_never_has_a_secret() {
    let sandbox = sandbox().await;
    let app = sandbox.register_app("Mine", &["http://127.0.0.1/"]).unwrap();
    let secret = app.client_secret.as_str();
    let in_address = format!("https://evil.example/?client_secret={secret}");
    for changes in [
        [("client_id", secret), ("x", "")],
        [("scope", secret), ("x", "")],
        [("redirect_uri", &in_address), ("x", "")],
        [("client_id", "nobody"), ("client_secret", secret)],
    ] {
        let page = refused(&sandbox, &changes).await;
        assert!(!page.contains(secret), "{page}");
    }
    assert!(refused(&sandbox, &[("client_id", secret)]).await.contains("<code>[client_secret]</code>"));
}

#[tokio::test]
async fn every_page_has_its_landmarks_one_heading_and_a_label_for_each_field() {
    let sandbox = sandbox().await;
    for (name, page) in every_page(&sandbox, "en").await {
        for (element, count) in [("header", 1), ("nav", 1), ("main", 1), ("h1", 1), ("title", 1), ("script", 0)] {
            assert_eq!(tags(&page, element).len(), count, "{name}: {element}");
        }
        assert!(attribute(tags(&page, "nav")[0], "aria-label").is_some(), "{name}");
        let labels: Vec<_> = tags(&page, "label").iter().filter_map(|label| attribute(label, "for")).collect();
        let boxes = page.split(r#"<label class="scope"><input type="checkbox""#).count() - 1;
        let fields = [tags(&page, "input"), tags(&page, "textarea")].concat();
        let labelled = |field: &&&str| attribute(field, "id").is_some_and(|id| labels.contains(&id));
        assert_eq!(fields.iter().filter(labelled).count() + boxes, fields.len(), "{name}");
        let names =
            |tag: &str| ["aria-describedby", "aria-labelledby"].map(|name| attribute(tag, name).map(str::to_owned));
        for id in page.split('<').flat_map(names).flatten() {
            assert_eq!(page.matches(&format!(r#" id="{id}""#)).count(), 1, "{name}: {id}");
        }
        let first = if fields.is_empty() || boxes > 0 { 0 } else { 1 };
        assert_eq!(
            fields.iter().filter(|field| field.ends_with(" autofocus") || field.contains(" autofocus ")).count(),
            first
        );
        assert!(first == 0 || fields[0].contains(" autofocus"), "{name}");
    }
}

#[tokio::test]
async fn a_wrong_password_is_announced_at_both_fields() {
    let sandbox = sandbox().await;
    let pages = every_page(&sandbox, "en").await;
    let page = |name| &pages.iter().find(|(named, _)| *named == name).unwrap().1;
    for (name, described, count) in [("sign-in", None, 0), ("failed", Some("sign-in-error"), 1)] {
        let inputs = tags(page(name), "input");
        assert_eq!(inputs.len(), 2);
        for input in inputs {
            assert_eq!(attribute(input, "aria-describedby"), described, "{name}");
            assert_eq!(attribute(input, "aria-invalid"), described.map(|_| "true"), "{name}");
        }
        assert_eq!(page(name).matches(r#"role="alert""#).count(), count, "{name}");
    }
}

#[tokio::test]
async fn consent_names_each_permission_as_the_package_does_and_by_its_code() {
    let sandbox = sandbox().await;
    let scopes =
        [("users:read", ["회원 정보 조회", "Read your profile"]), ("message:write", ["문자 발송", "Send messages"])];
    for (at, lang) in ["ko", "en"].into_iter().enumerate() {
        let url = authorize_url(&sandbox, &[("scope", "users:read message:write"), ("lang", lang)]);
        let browser = browser();
        let form = [("decision", "sign-in"), ("email", MEMBERS[0].email), ("password", PASSWORD)];
        browser.post(url.clone()).form(&form).send().await.unwrap();
        let page = browser.get(url).send().await.unwrap().text().await.unwrap();
        let fieldset = page.split("<fieldset").nth(1).unwrap().split("</fieldset>").next().unwrap();
        assert!(fieldset.contains("<legend>"));
        for (code, names) in scopes {
            let name = names[at];
            let label = format!(
                r#"<label class="scope"><input type="checkbox" name="scope" value="{code}" checked><span>{name} <code>{code}</code></span></label>"#
            );
            assert!(fieldset.contains(&label), "{label}: {fieldset}");
        }
    }
}

#[tokio::test]
async fn the_style_sheet_has_the_look_of_the_demo_and_every_class_of_the_pages() {
    let sandbox = sandbox().await;
    let style = Client::new().get(sandbox.base() + "/sandbox/style.css").send().await.unwrap();
    assert_eq!(style.headers()["content-type"], "text/css; charset=utf-8");
    let style = style.text().await.unwrap();
    assert!(style.starts_with(include_str!("../../../www/site/look.css")));
    assert!(style.contains(":lang(ko) { word-break: keep-all; }"));
    // A token that the demo renames is missed here, and so is a class without a rule.
    for token in style.split("var(").skip(1).map(|rest| rest.split(')').next().unwrap()) {
        assert!(style.contains(&format!("  {token}: ")), "{token}");
    }
    for (name, page) in every_page(&sandbox, "en").await {
        let classes = page.split(" class=\"").skip(1).flat_map(|rest| rest.split('"').next().unwrap().split(' '));
        for class in classes {
            assert!(style.contains(&format!(".{class}")), "{name}: {class}");
        }
    }
}
