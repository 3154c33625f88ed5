//! A long line to a server on this machine: a relay that delays bytes.
//!
//! On a real line, opening a TCP connection takes one round trip; here the system accepts at once. So the relay adds that
//! round trip to the browser's first bytes: they leave no earlier than a round trip after the connection was accepted. Later
//! bytes arrive half a round trip after they were sent, in each direction. The bandwidth is not limited.
//!
//! Every direction of a connection has two threads, since tokio's clock ticks in milliseconds only.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

/// How many bytes are read at a time.
const CHUNK: usize = 64 * 1024;

/// A relay. It listens on a free port until it is dropped.
pub(crate) struct Line {
    address: SocketAddr,
    open: Arc<Open>,
}

/// What the relay's threads share.
#[derive(Default)]
struct Open {
    connections: Mutex<Vec<Connection>>,
    is_closed: AtomicBool,
}

/// Both ends of a connection.
struct Connection {
    client: TcpStream,
    server: UnixStream,
}

impl Line {
    /// Opens a line of that round-trip time to the server that listens there.
    pub(crate) fn open(round_trip: Duration, server: PathBuf) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let open = Arc::<Open>::default();
        let accepting = Arc::clone(&open);
        thread::spawn(move || accepting.accept(&listener, round_trip, &server));
        Ok(Self { address, open })
    }

    /// The port at which a browser finds the server.
    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// Ends all connections, so that the next request has to open one.
    pub(crate) fn hang_up(&self) {
        for Connection { client, server } in self.open.lock().drain(..) {
            // Either may be closed already.
            let _ = client.shutdown(Shutdown::Both);
            let _ = server.shutdown(Shutdown::Both);
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.open.is_closed.store(true, Ordering::SeqCst);
        self.hang_up();
        // It waits for a connection.
        drop(TcpStream::connect(self.address));
    }
}

impl Open {
    fn lock(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn accept(&self, listener: &TcpListener, round_trip: Duration, server: &Path) {
        for client in listener.incoming() {
            let accepted = Instant::now();
            if self.is_closed.load(Ordering::SeqCst) {
                return;
            }
            // Before the first byte: who was answered is known.
            let mut connections = self.lock();
            // A client that is gone already, or a server that ended: the client sees a closed connection.
            let started = client.and_then(|client| Connection::start(client, server, accepted, round_trip));
            connections.extend(started.ok());
        }
    }
}

impl Connection {
    fn start(client: TcpStream, server: &Path, accepted: Instant, round_trip: Duration) -> io::Result<Self> {
        client.set_nodelay(true)?;
        let server = UnixStream::connect(server)?;
        let (from_client, from_server) = (client.try_clone()?, server.try_clone()?);
        let (to_client, to_server) = (client.try_clone()?, server.try_clone()?);
        let up = move |sent| arrival(sent, accepted, round_trip);
        carry(from_client, to_server, UnixStream::shutdown, up);
        carry(from_server, to_client, TcpStream::shutdown, move |sent| sent + round_trip / 2);
        Ok(Self { client, server })
    }
}

/// When bytes of the client arrive: the connection has to be open before they leave.
fn arrival(sent: Instant, accepted: Instant, round_trip: Duration) -> Instant {
    sent.max(accepted + round_trip) + round_trip / 2
}

/// Carries bytes from one end to the other until the first closes. `due` says when they arrive, from when they were sent.
fn carry<F, T>(
    mut from: F,
    mut to: T,
    shutdown: fn(&T, Shutdown) -> io::Result<()>,
    due: impl Fn(Instant) -> Instant + Send + 'static,
) where
    F: Read + Send + 'static,
    T: Write + Send + 'static,
{
    let (queue, queued) = mpsc::channel::<(Instant, Vec<u8>)>();
    thread::spawn(move || {
        let mut chunk = vec![0; CHUNK];
        // No bytes are the end, which is as long on its way. An error is an end, too.
        while let Ok(length) = from.read(&mut chunk)
            && queue.send((due(Instant::now()), chunk[..length].to_vec())).is_ok()
            && length > 0
        {}
    });
    thread::spawn(move || {
        for (due, bytes) in queued {
            thread::sleep(due.saturating_duration_since(Instant::now()));
            if to.write_all(&bytes).is_err() {
                break;
            }
        }
        // It may be closed already.
        let _ = shutdown(&to, Shutdown::Write);
    });
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::net::UnixListener;

    use super::*;

    /// Starts a server that sends everything back, and returns the path of its socket.
    fn echo(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("coolsms-line-{}-{name}", std::process::id()));
        let _ = fs::remove_file(&path);
        let listener = UnixListener::bind(&path).expect("a free path");
        thread::spawn(move || {
            for connection in listener.incoming() {
                let mut connection = connection.expect("a connection");
                thread::spawn(move || {
                    let mut back = connection.try_clone().expect("a second handle");
                    // It ends with the connection.
                    let _ = io::copy(&mut connection, &mut back);
                    let _ = back.shutdown(Shutdown::Write);
                });
            }
        });
        path
    }

    fn line(name: &str, round_trip_ms: u64) -> Line {
        Line::open(Duration::from_millis(round_trip_ms), echo(name)).expect("a free port")
    }

    fn connect(line: &Line) -> TcpStream {
        TcpStream::connect(line.address).expect("the line takes connections")
    }

    #[test]
    fn bytes_arrive_complete_and_in_order() {
        let line = line("order", 8);
        let mut random = fastrand::Rng::with_seed(1);
        let sent: Vec<u8> = (0..3_000_000).map(|_| random.u8(..)).collect();
        let mut connection = connect(&line);
        let mut writing = connection.try_clone().expect("a second handle");
        let written = sent.clone();
        let writer = thread::spawn(move || {
            for piece in written.chunks(77_777) {
                writing.write_all(piece).expect("the line takes bytes");
            }
            writing.shutdown(Shutdown::Write).expect("the line is open");
        });
        let mut received = Vec::new();
        connection.read_to_end(&mut received).expect("the line ends after the last byte");
        writer.join().expect("all is written");
        assert!(received == sent, "{} bytes of {} came back", received.len(), sent.len());
    }

    #[test]
    fn the_first_answer_takes_two_round_trips_and_the_next_one() {
        let round_trip = Duration::from_millis(40);
        let line = line("delay", 40);
        let start = Instant::now();
        let mut connection = connect(&line);
        for least in [round_trip * 2, round_trip * 3] {
            connection.write_all(b"?").expect("the line takes bytes");
            connection.read_exact(&mut [0]).expect("the line answers");
            assert!(start.elapsed() >= least, "the answer came after {:?}", start.elapsed());
        }
    }

    #[test]
    fn a_connection_that_was_opened_early_costs_the_first_bytes_nothing() {
        let (accepted, round_trip) = (Instant::now(), Duration::from_millis(50));
        let arrival = |sent| arrival(sent, accepted, round_trip);
        assert_eq!(arrival(accepted), accepted + round_trip * 3 / 2);
        assert_eq!(arrival(accepted + round_trip / 2), accepted + round_trip * 3 / 2);
        assert_eq!(arrival(accepted + round_trip * 4), accepted + round_trip * 9 / 2);
    }

    #[test]
    fn hanging_up_ends_every_connection_and_the_line_takes_new_ones() {
        let line = line("hang-up", 0);
        let mut connections = [connect(&line), connect(&line)];
        for connection in &mut connections {
            connection.write_all(b"?").expect("the line takes bytes");
            connection.read_exact(&mut [0]).expect("the line answers");
        }
        line.hang_up();
        for connection in &mut connections {
            assert!(matches!(connection.read(&mut [0]), Ok(0) | Err(_)), "a connection has stayed");
        }
        let mut next = connect(&line);
        next.write_all(b"?").expect("the line takes bytes");
        next.read_exact(&mut [0]).expect("the line answers");
    }

    #[test]
    fn a_dropped_line_ends_its_connections() {
        let line = line("drop", 0);
        let mut connection = connect(&line);
        connection.write_all(b"?").expect("the line takes bytes");
        connection.read_exact(&mut [0]).expect("the line answers");
        drop(line);
        assert!(matches!(connection.read(&mut [0]), Ok(0) | Err(_)), "the connection has stayed");
    }
}
