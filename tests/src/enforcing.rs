//! A server that enforces the API's limits on bursts: so many requests within any two seconds.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::server::{Answer, Request, Server};

const PERIOD: Duration = Duration::from_secs(2);

/// The server, and what it has counted.
#[derive(Debug)]
pub struct Enforcing {
    server: Server,
    counts: Arc<Mutex<Counts>>,
}

#[derive(Debug, Default)]
struct Counts {
    all: VecDeque<Instant>,
    searches: VecDeque<Instant>,
    answered: usize,
    refused: usize,
}

impl Enforcing {
    /// A server that lets so many requests through, and so many searches.
    pub async fn start(limit: usize, searches: usize) -> Self {
        let counts = Arc::new(Mutex::new(Counts::default()));
        let counted = Arc::clone(&counts);
        let server = Server::start(move |request| lock(&counted).count(request, limit, searches)).await;
        Self { server, counts }
    }

    /// The server.
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// How many requests were let through.
    pub fn answered(&self) -> usize {
        lock(&self.counts).answered
    }

    /// How many requests were refused with 429.
    pub fn refused(&self) -> usize {
        lock(&self.counts).refused
    }
}

fn lock(counts: &Mutex<Counts>) -> MutexGuard<'_, Counts> {
    counts.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Counts {
    fn count(&mut self, request: &Request, limit: usize, searches: usize) -> Answer {
        let is_search = request.path.ends_with("/search");
        let (window, limit) = if is_search { (&mut self.searches, searches) } else { (&mut self.all, limit) };
        let now = Instant::now();
        while window.front().is_some_and(|then| now - *then >= PERIOD) {
            window.pop_front();
        }
        let answer = if window.len() < limit {
            window.push_back(now);
            self.answered += 1;
            let data = if is_search { json!({ "items": [] }) } else { json!({ "id": 1 }) };
            // Some responses take their time, so that requests and responses overtake each other.
            let delay = Duration::from_millis(self.answered as u64 * 37 % 60);
            Answer::json(200, &json!({ "success": true, "data": data })).after(delay)
        } else {
            self.refused += 1;
            Answer::text(429, "")
        };
        let reset = window.front().map_or(0, |then| (PERIOD.saturating_sub(now - *then)).as_secs() + 1);
        answer
            .header("x-ratelimit-limit", limit)
            .header("x-ratelimit-remaining", limit - window.len().min(limit))
            .header("x-ratelimit-reset", reset)
    }
}
