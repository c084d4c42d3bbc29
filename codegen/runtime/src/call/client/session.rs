//! Sessions of OAuth, with the feature `oauth`; without it there are none.

#[cfg(not(feature = "oauth"))]
mod none {
    use std::sync::Arc;

    use http::HeaderValue;

    use crate::call::client::ClientCore;
    use crate::http::url::Base;
    use crate::protocol::error::Result;

    pub(crate) enum Session {}

    pub(crate) enum Lease {}

    impl Session {
        pub(crate) fn base(&self) -> Arc<Base> {
            match *self {}
        }

        #[expect(clippy::unused_async, reason = "with the feature it asks the server")]
        pub(crate) async fn lease(self: &Arc<Self>, _client: &ClientCore) -> Result<Lease> {
            match **self {}
        }
    }

    impl Lease {
        pub(crate) fn header(&self) -> HeaderValue {
            match *self {}
        }

        pub(crate) fn base(&self) -> Arc<Base> {
            match *self {}
        }

        #[expect(clippy::unused_async, reason = "with the feature it asks the server")]
        pub(crate) async fn renew(&self, _client: &ClientCore) -> Result<()> {
            match *self {}
        }
    }
}

#[cfg(feature = "oauth")]
pub(crate) use crate::oauth::{Lease, Session};
#[cfg(not(feature = "oauth"))]
pub(crate) use none::{Lease, Session};
