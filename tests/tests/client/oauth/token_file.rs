//! Tokens in a file.

use std::fs;
use std::path::PathBuf;

use pipedrive::oauth::{TokenFile, TokenStore, Tokens};
use pipedrive::{ErrorKind, Timestamp};

use super::office::{Office, app};

/// A directory that is removed at the end.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("pipedrive-token-file-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("tokens.json")
    }

    fn names(&self) -> Vec<String> {
        fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn tokens(access: &str) -> Tokens {
    Tokens::new(access, "refresh-0", "2026-01-31T12:00:00Z".parse().unwrap())
}

#[tokio::test]
async fn tokens_are_replaced_as_a_whole_and_private() {
    let directory = Directory::new("replaced");
    let store = TokenFile::new(directory.file());
    assert_eq!(store.load().await.unwrap(), None);
    store.save(&tokens("access-0")).await.unwrap();
    assert_eq!(store.load().await.unwrap(), Some(tokens("access-0")));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Others could read the file before: the new one has its own permissions.
        fs::set_permissions(directory.file(), fs::Permissions::from_mode(0o644)).unwrap();
        store.save(&tokens("access-1")).await.unwrap();
        assert_eq!(fs::metadata(directory.file()).unwrap().permissions().mode() & 0o777, 0o600);
    }
    store.save(&tokens("access-2")).await.unwrap();
    assert_eq!(TokenFile::new(directory.file()).load().await.unwrap(), Some(tokens("access-2")));
    assert_eq!(directory.names(), ["tokens.json"]);

    store.delete().unwrap();
    store.delete().unwrap();
    assert_eq!(store.load().await.unwrap(), None);
    assert!(directory.names().is_empty());
}

#[tokio::test]
async fn errors_name_the_file_and_contain_no_token() {
    let directory = Directory::new("errors");
    let missing = TokenFile::new(directory.0.join("missing/tokens.json"));
    let error = missing.save(&tokens("access-0")).await.unwrap_err().to_string();
    assert!(error.starts_with("cannot write the file `") && error.contains("missing/tokens.json`: "), "{error}");

    fs::write(directory.file(), r#"{"access_token": "access-0", "refresh_token": ["refresh-0"]}"#).unwrap();
    let store = TokenFile::new(directory.file());
    let error = store.load().await.unwrap_err().to_string();
    assert!(error.contains("tokens.json` does not contain tokens") && !error.contains("access-0"), "{error}");
    // What cannot be replaced remains, and nothing else does.
    fs::remove_file(directory.file()).unwrap();
    fs::create_dir(directory.file()).unwrap();
    store.save(&tokens("access-0")).await.unwrap_err();
    assert_eq!(directory.names(), ["tokens.json"]);
}

#[tokio::test]
async fn programs_that_share_the_file_find_what_another_one_has_refreshed() {
    let directory = Directory::new("shared");
    let office = Office::open().await;
    let store = TokenFile::new(directory.file());
    let expired = Tokens::new("access-0", "refresh-0", Timestamp::now());
    store.save(&expired).await.unwrap();
    let client = || office.builder().oauth(app(), expired.clone()).token_store(store.clone()).build().unwrap();

    client().v2().deals().get(1).await.unwrap();
    client().v2().deals().get(1).await.unwrap();
    assert_eq!(office.book.lines().iter().filter(|line| line.starts_with("token ")).count(), 1, "{:?}", office.book.lines());

    // A refresh whose tokens cannot be stored is an error.
    fs::remove_file(directory.file()).unwrap();
    fs::create_dir(directory.file()).unwrap();
    let error = client().v2().deals().get(1).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TokenStore, "{error}");
}
