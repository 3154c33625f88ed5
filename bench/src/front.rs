//! nginx before the servers: it terminates TLS 1.3, speaks HTTP/2, and gives each server a host name.
//!
//! It listens on a Unix socket, to which [`crate::line`] relays from a port, and forwards requests by plain HTTP. Some libraries are
//! for one provider: for them it adds that provider's token endpoint with its CORS headers.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use rcgen::{CertifiedKey, PublicKeyData, generate_simple_self_signed};
use sha2::{Digest, Sha256};
use tokio::net::UnixStream;
use tokio::process::{Child, Command};
use tokio::time::sleep;

/// The host name of the provider.
pub(crate) const API: &str = "api.test";

/// Between two looks whether nginx listens.
const PAUSE: Duration = Duration::from_millis(10);

/// A self-signed certificate, which only the browser of this program accepts.
pub(crate) struct Certificate(CertifiedKey<rcgen::KeyPair>);

impl Certificate {
    /// Makes one.
    pub(crate) fn new() -> Result<Self> {
        let names = vec![API.to_owned(), "*.test".to_owned()];
        Ok(Self(generate_simple_self_signed(names).context("making a certificate")?))
    }

    /// Chromium's arguments that resolve these hosts to this machine and accept the certificate as valid. After a certificate
    /// error that is only ignored, Chromium caches nothing.
    pub(crate) fn arguments(&self) -> [String; 3] {
        let key = BASE64_STANDARD.encode(Sha256::digest(self.0.signing_key.subject_public_key_info()));
        [
            "--host-resolver-rules=MAP *.test 127.0.0.1".to_owned(),
            format!("--ignore-certificate-errors-spki-list={key}"),
            // Otherwise it opens connections ahead to where a page has led before.
            "--disable-features=LoadingPredictorUseLocalPredictions".to_owned(),
        ]
    }
}

/// A page: its host names, and the port of the server that has its files.
pub(crate) struct Page {
    pub(crate) hosts: Vec<String>,
    pub(crate) port: u16,
}

/// nginx, until it is dropped.
pub(crate) struct Front {
    nginx: Child,
    folder: Folder,
}

/// A folder for temporary files, until it is dropped.
struct Folder(PathBuf);

impl Front {
    /// Starts it before the provider and the pages.
    pub(crate) async fn start(certificate: &Certificate, api: u16, pages: &[Page]) -> Result<Self> {
        // The path of a socket has to be short.
        let folder = env::temp_dir().join(format!("coolsms-bench-{}", std::process::id()));
        fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;
        let kept = Folder(folder.clone());
        let Certificate(CertifiedKey { cert, signing_key }) = certificate;
        fs::write(folder.join("cert.pem"), cert.pem())?;
        fs::write(folder.join("key.pem"), signing_key.serialize_pem())?;
        let file = folder.join("nginx.conf");
        fs::write(&file, configuration(&folder, api, pages))?;
        let program = env::var_os("NGINX").unwrap_or_else(|| "nginx".into());
        let nginx = Command::new(&program)
            .arg("-p")
            .arg(&folder)
            .arg("-c")
            .arg(&file)
            .args(["-e", "stderr"])
            // To nginx itself the variable means sockets that it inherits.
            .env_remove("NGINX")
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("running {}: set NGINX to the path of nginx", program.display()))?;
        let mut front = Self { nginx, folder: kept };
        front.wait().await?;
        Ok(front)
    }

    async fn wait(&mut self) -> Result<()> {
        while UnixStream::connect(self.socket()).await.is_err() {
            if let Some(status) = self.nginx.try_wait()? {
                bail!("nginx ended at once ({status})");
            }
            sleep(PAUSE).await;
        }
        Ok(())
    }

    /// Where it listens.
    pub(crate) fn socket(&self) -> PathBuf {
        socket(&self.folder.0)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What stays among temporary files is no harm.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn socket(folder: &Path) -> PathBuf {
    folder.join("socket")
}

/// What nginx is told. Each connection is as the first one: it resumes no session.
fn configuration(folder: &Path, api: u16, pages: &[Page]) -> String {
    let at = folder.display();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|what| format!("{what}_temp_path {at}/{what};\n"))
        .concat();
    let server = |host: &str, locations: &str| {
        format!("server {{ listen unix:{} ssl http2; server_name {host};\n{locations}}}\n", socket(folder).display())
    };
    let whole = |port: u16| format!("location / {{ proxy_pass http://127.0.0.1:{port}; }}\n");
    let token = |path: &str, hidden: &str, added: &str| {
        format!(
            "location = {path} {{ proxy_pass http://127.0.0.1:{api}/oauth2/v1/access_token; proxy_hide_header {hidden};\n\
             {added} }}\n"
        )
    };
    // Auth0's library sends its name in a custom header.
    let auth0 = token(
        "/oauth/token",
        "Access-Control-Allow-Headers",
        r#"add_header Access-Control-Allow-Headers "authorization, content-type, auth0-client" always;"#,
    );
    // Keycloak's sends cookies.
    let keycloak = token(
        "/realms/coolsms/protocol/openid-connect/token",
        "Access-Control-Allow-Origin",
        "add_header Access-Control-Allow-Origin $http_origin always; add_header Access-Control-Allow-Credentials true always;",
    );
    let provider = server(API, &[whole(api), auth0, keycloak].concat());
    let pages: String = pages.iter().map(|Page { hosts, port }| server(&hosts.join(" "), &whole(*port))).collect();
    format!(
        "daemon off; master_process off; pid {at}/pid; error_log stderr error;\n\
         events {{}}\n\
         http {{\n\
         access_log off; server_names_hash_bucket_size 128; server_names_hash_max_size 4096;\n\
         ssl_certificate {at}/cert.pem; ssl_certificate_key {at}/key.pem;\n\
         ssl_protocols TLSv1.3; ssl_session_tickets off; ssl_session_cache off;\n\
         proxy_http_version 1.1;\n\
         {temporary}{provider}{pages}}}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_host_leads_to_its_server() {
        let pages = [Page { hosts: vec!["code-plain-50.test".to_owned()], port: 4001 }];
        let text = configuration(Path::new("/folder"), 4000, &pages);
        for (host, port) in [(API, 4000), ("code-plain-50.test", 4001)] {
            let of_host = text.split("server {").find(|server| server.contains(&format!("server_name {host};")));
            let of_host = of_host.unwrap_or_else(|| panic!("{host} is missing: {text}"));
            assert!(of_host.contains(&format!("location / {{ proxy_pass http://127.0.0.1:{port}; }}")), "{of_host}");
        }
        assert_eq!(text.matches('{').count(), text.matches('}').count(), "{text}");
    }

    #[test]
    fn the_browser_is_told_the_hash_of_the_key() {
        let certificate = Certificate::new().expect("a certificate");
        let arguments = certificate.arguments();
        let key = arguments.iter().find_map(|argument| argument.strip_prefix("--ignore-certificate-errors-spki-list="));
        assert_eq!(BASE64_STANDARD.decode(key.expect("a key")).expect("base64").len(), 32);
    }
}
