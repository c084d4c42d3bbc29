//! A mock account with its server on loopback, for tests of what is sent over a connection.

use std::ops::Deref;

use pipedrive_mock::{Account, Fault, RecordedRequest, Server};

/// An account, and its server while it exists.
#[derive(Debug)]
pub struct ServedAccount {
    account: Account,
    server: Server,
}

impl ServedAccount {
    /// Serves an account that accepts all inputs, and responds with the example of each operation unless [`respond`](Self::respond) has
    /// set another response.
    ///
    /// # Panics
    ///
    /// Panics if there is no free port.
    pub async fn start() -> Self {
        let account = Account::of_examples();
        account.set_lenient(true);
        Self::of(account).await
    }

    /// Serves an account.
    ///
    /// # Panics
    ///
    /// Panics if there is no free port.
    pub async fn of(account: Account) -> Self {
        let server = account.serve(0).await.expect("a port on loopback");
        Self { account, server }
    }

    /// The URL of the server.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// Responds to the requests to a path in this way.
    pub fn respond(&self, path: &str, fault: Fault) {
        self.account.inject(fault.on(path));
    }

    /// The last request that was received.
    ///
    /// # Panics
    ///
    /// Panics if there was none.
    pub fn last(&self) -> RecordedRequest {
        self.account.requests().pop().expect("a request was received")
    }
}

impl Deref for ServedAccount {
    type Target = Account;

    fn deref(&self) -> &Account {
        &self.account
    }
}
