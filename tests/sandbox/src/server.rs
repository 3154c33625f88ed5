//! Serves a router on loopback until it is stopped or dropped.
//!
//! `axum::serve` would do, but for one thing: it cannot close a connection without an answer,
//! and a dropped connection is among the faults. Here an answer marked [`ConnectionDropped`]
//! becomes an error of the hyper service, on which hyper closes the connection.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};
use tower::ServiceExt;

/// How many ports are tried, counting up from the wanted one.
const PORTS_TRIED: u16 = 50;

/// How long [`Server::stop`] waits for answers under way.
const GRACE: Duration = Duration::from_secs(2);

/// Marks, in an answer's extensions, that the connection is to be closed instead.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ConnectionDropped;

impl fmt::Display for ConnectionDropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is dropped on purpose")
    }
}

impl std::error::Error for ConnectionDropped {}

/// Listens on the wanted loopback port or, when it is taken, on the next free one.
pub(crate) async fn bind(port: u16) -> io::Result<TcpListener> {
    let mut wanted = port;
    loop {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, wanted)).await {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && wanted != 0 => {
                wanted = match wanted.checked_add(1) {
                    Some(next) if next - port < PORTS_TRIED => next,
                    _ => {
                        let advice =
                            format!("no port from {port} to {wanted} is free: end what has them, or choose another");
                        return Err(io::Error::new(error.kind(), advice));
                    }
                };
            }
            Err(error) => {
                let advice = format!("port {wanted} of this machine cannot be had ({error}): choose another");
                return Err(io::Error::new(error.kind(), advice));
            }
            listener => return listener,
        }
    }
}

/// A running server.
#[derive(Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl Server {
    pub(crate) fn start(listener: TcpListener, router: Router) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(accept(listener, router, stopped));
        Ok(Self { address, stop: Some(stop), task })
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// Accepts no more, lets answers under way finish, then closes.
    pub(crate) async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        let _ = (&mut self.task).await;
    }
}

impl Drop for Server {
    /// Ends the accepting task, and with it its connections.
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, router: Router, mut stopped: oneshot::Receiver<()>) {
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            _ = &mut stopped => break,
            Some(_) = connections.join_next() => {}
            // An error here (no file descriptor left) waits for a connection to end.
            Ok((stream, _)) = listener.accept() => {
                let router = router.clone();
                let service = service_fn(move |request: hyper::Request<_>| {
                    answer(router.clone(), request.map(Body::new))
                });
                let connection =
                    http1::Builder::new().serve_connection(TokioIo::new(stream), service);
                connections.spawn(graceful.watch(connection));
            }
        }
    }
    drop(listener);
    let _ = tokio::time::timeout(GRACE, graceful.shutdown()).await;
}

async fn answer(
    router: Router,
    request: axum::extract::Request,
) -> Result<axum::response::Response, ConnectionDropped> {
    let response = match router.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    match response.extensions().get() {
        Some(ConnectionDropped) => Err(ConnectionDropped),
        None => Ok(response),
    }
}
