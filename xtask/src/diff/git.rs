//! Files of a git revision, read without touching the working tree.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use pipedrive_codegen::load::{Memory, decode};

/// A file of a git tree: its name and the id of its object.
struct TreeEntry {
    name: String,
    object: String,
}

/// Returns whether a revision exists.
pub(super) fn is_revision(root: &Path, revision: &str) -> bool {
    !revision.starts_with('-') && run(root, &["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")]).is_ok()
}

/// Returns the type of the object at a path of a revision: `blob`, `tree`, or `None`.
pub(super) fn kind(root: &Path, revision: &str, path: &str) -> Option<String> {
    let output = run(root, &["cat-file", "-t", &format!("{revision}:{path}")]).ok()?;
    Some(String::from_utf8_lossy(&output).trim().to_owned())
}

/// Reads a file of a revision.
pub(super) fn file(root: &Path, revision: &str, path: &str) -> Result<String, String> {
    let bytes = run(root, &["cat-file", "blob", &format!("{revision}:{path}")])?;
    decode(bytes).map_err(|problem| format!("{revision}:{path}: {problem}"))
}

/// Reads all files of a directory of a revision.
pub(super) fn directory(root: &Path, revision: &str, path: &str) -> Result<Memory, String> {
    let listing = run(root, &["ls-tree", "-r", "-z", &format!("{revision}:{path}")])?;
    let listing = String::from_utf8_lossy(&listing);
    let entries: Vec<TreeEntry> = listing.split('\0').filter_map(entry).collect();
    let contents = contents(root, &entries)?;
    Ok(entries.into_iter().zip(contents).fold(Memory::new(), |memory, (entry, content)| memory.with(entry.name, content)))
}

/// Parses an entry of `git ls-tree`: `100644 blob <object>\t<name>`.
fn entry(line: &str) -> Option<TreeEntry> {
    let (facts, name) = line.split_once('\t')?;
    let mut facts = facts.split(' ').skip(1);
    let is_file = facts.next()? == "blob";
    let object = facts.next()?.to_owned();
    is_file.then(|| TreeEntry { name: name.to_owned(), object })
}

/// Reads the contents of several objects with one process.
fn contents(root: &Path, entries: &[TreeEntry]) -> Result<Vec<String>, String> {
    let failed = |error: std::io::Error| format!("cannot run git: {error}");
    let mut child = Command::new("git")
        .current_dir(root)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let objects: Vec<&str> = entries.iter().map(|entry| entry.object.as_str()).collect();
    let wanted = objects.join("\n") + "\n";
    // Written in a thread, so that full pipes do not block either process.
    let writer = child.stdin.take().map(|mut stdin| std::thread::spawn(move || stdin.write_all(wanted.as_bytes())));
    let output = child.wait_with_output().map_err(failed)?;
    if let Some(Err(error)) = writer.and_then(|writer| writer.join().ok()) {
        return Err(failed(error));
    }
    let mut rest = output.stdout.as_slice();
    let mut contents = Vec::new();
    for entry in entries {
        let content = next_object(&mut rest).ok_or_else(|| format!("git returned no content for {}", entry.name))?;
        contents.push(content);
    }
    Ok(contents)
}

/// Parses the next object of `git cat-file --batch`: `<object> blob <size>\n<content>\n`. Invalid UTF-8 is replaced, as such files are not part of a
/// description.
fn next_object(rest: &mut &[u8]) -> Option<String> {
    let end = rest.iter().position(|byte| *byte == b'\n')?;
    let header = std::str::from_utf8(&rest[..end]).ok()?;
    let size: usize = header.split(' ').nth(2)?.parse().ok()?;
    let content = rest.get(end + 1..end + 1 + size)?;
    *rest = rest.get(end + 2 + size..).unwrap_or_default();
    Some(decode(content.to_vec()).unwrap_or_else(|_| String::from_utf8_lossy(content).into_owned()))
}

fn run(root: &Path, arguments: &[&str]) -> Result<Vec<u8>, String> {
    let Output { status, stdout, stderr } =
        Command::new("git").current_dir(root).args(arguments).output().map_err(|error| format!("cannot run git: {error}"))?;
    if status.success() { Ok(stdout) } else { Err(String::from_utf8_lossy(&stderr).trim().to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::{entry, next_object};

    #[test]
    fn tree_entries_are_parsed() {
        let file = entry("100644 blob 0123\tv2/deals.yaml").map(|entry| (entry.name, entry.object));
        assert_eq!(file, Some(("v2/deals.yaml".to_owned(), "0123".to_owned())));
        assert!(entry("160000 commit 0123\tvendored").is_none());
        assert!(entry("").is_none());
    }

    #[test]
    fn objects_are_parsed_in_sequence() {
        let mut rest: &[u8] = b"01 blob 4\na\nb\n\n02 blob 0\n\n03 missing\n";
        assert_eq!(next_object(&mut rest).as_deref(), Some("a\nb\n"));
        assert_eq!(next_object(&mut rest).as_deref(), Some(""));
        assert_eq!(next_object(&mut rest), None);
        assert_eq!(next_object(&mut &b"04 blob 9\nshort"[..]), None);
    }
}
