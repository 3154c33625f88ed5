//! A running sandbox.

use std::io;
use std::ops::Deref;

use crate::memory::Memory;
use crate::options::Options;
use crate::provider::Provider;
use crate::router::router;
use crate::server::{Server, bind};
use crate::tenants;

/// A local CoolSMS, serving until it is stopped or dropped.
#[derive(Debug)]
pub struct Sandbox {
    provider: Provider,
    server: Server,
}

impl Deref for Sandbox {
    type Target = Provider;

    fn deref(&self) -> &Provider {
        &self.provider
    }
}

impl Sandbox {
    /// Starts to serve on 127.0.0.1. Must be called within a tokio runtime.
    ///
    /// # Errors
    /// When no port can be had: the wanted one and those after it are taken.
    pub async fn start(options: Options) -> io::Result<Self> {
        let listener = bind(options.port).await?;
        let shared = Memory::new(options, listener.local_addr()?.port(), "");
        let server = Server::start(listener, router(&shared));
        Ok(Self { provider: Provider { shared }, server })
    }

    /// Opens a tenant: another CoolSMS, below a path of this server. The port of the options is not looked at.
    #[must_use]
    pub fn open_tenant(&self, options: Options) -> Provider {
        Provider { shared: tenants::open(&self.provider.shared, options) }
    }

    /// Stops the server. Requests that it is answering get up to two seconds to finish.
    pub async fn stop(self) {
        self.server.stop().await;
    }
}
