//! The TLS configuration of the default transport. All clients of a process share it, because loading the root certificates takes
//! longer than everything else that a new client needs.

use std::sync::OnceLock;

pub(super) use self::implementation::TlsConfig;

/// Returns the configuration, which is created at first.
pub(super) fn shared() -> Result<TlsConfig, Box<dyn std::error::Error + Send + Sync>> {
    static SHARED: OnceLock<TlsConfig> = OnceLock::new();
    if let Some(config) = SHARED.get() {
        return Ok(config.clone());
    }
    let config = implementation::create()?;
    Ok(SHARED.get_or_init(|| config).clone())
}

/// rustls with the certificate verifier of the platform, as reqwest configures it.
#[cfg(feature = "rustls-any")]
mod implementation {
    use std::sync::Arc;

    use rustls::crypto::CryptoProvider;
    use rustls_platform_verifier::BuilderVerifierExt;

    pub(crate) type TlsConfig = rustls::ClientConfig;

    pub(super) fn create() -> Result<TlsConfig, rustls::Error> {
        // A provider that the program has installed takes precedence.
        let provider = CryptoProvider::get_default().cloned().unwrap_or_else(|| Arc::new(provider()));
        let builder = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        let mut config = builder.with_platform_verifier()?.with_no_client_auth();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(config)
    }

    #[cfg(feature = "rustls")]
    fn provider() -> CryptoProvider {
        rustls::crypto::aws_lc_rs::default_provider()
    }

    #[cfg(not(feature = "rustls"))]
    fn provider() -> CryptoProvider {
        rustls::crypto::ring::default_provider()
    }
}

/// The TLS implementation of the operating system.
#[cfg(not(feature = "rustls-any"))]
mod implementation {
    pub(crate) type TlsConfig = native_tls::TlsConnector;

    pub(super) fn create() -> Result<TlsConfig, native_tls::Error> {
        native_tls::TlsConnector::builder().request_alpns(&["h2", "http/1.1"]).build()
    }
}
