//! Serves a router on loopback until it is stopped or dropped.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// How many ports are tried after the wanted one.
const MORE_PORTS: u16 = 50;

/// How long [`Server::stop`] waits for requests that are being answered.
const GRACE: Duration = Duration::from_secs(2);

/// Listens on the wanted loopback port or, when it is taken, on the next free one.
pub(crate) async fn bind(port: u16) -> io::Result<TcpListener> {
    let ports = port..=port.saturating_add(MORE_PORTS);
    let addresses: Vec<_> = ports.map(|port| SocketAddr::from((Ipv4Addr::LOCALHOST, port))).collect();
    TcpListener::bind(&addresses[..]).await.map_err(|error| {
        let last = port.saturating_add(MORE_PORTS);
        io::Error::new(error.kind(), format!("no port from {port} to {last} can be had ({error}): choose another"))
    })
}

/// A running server. When it is dropped, it accepts no more connections, and ends after the requests that it is answering.
#[derive(Debug)]
pub(crate) struct Server {
    until_dropped: oneshot::Sender<()>,
    task: JoinHandle<io::Result<()>>,
}

impl Server {
    pub(crate) fn start(listener: TcpListener, router: Router) -> Self {
        let (until_dropped, dropped) = oneshot::channel::<()>();
        // Otherwise the end of an answer waits for the browser's acknowledgement of its beginning, which browsers delay. Where
        // the option is refused, answers are only slower.
        let listener = listener.tap_io(|connection| drop(connection.set_nodelay(true)));
        let serving = axum::serve(listener, router).with_graceful_shutdown(async { drop(dropped.await) });
        Self { until_dropped, task: tokio::spawn(serving.into_future()) }
    }

    /// Accepts no more connections, gives requests that it is answering up to two seconds to finish, then stops.
    pub(crate) async fn stop(self) {
        drop(self.until_dropped);
        let _ = tokio::time::timeout(GRACE, self.task).await;
    }
}

/// Middleware: a long line between browser and server, so many milliseconds.
pub(crate) async fn delay(State(latency_ms): State<u64>, request: Request, next: Next) -> Response {
    if latency_ms > 0 {
        tokio::time::sleep(Duration::from_millis(latency_ms)).await;
    }
    next.run(request).await
}
