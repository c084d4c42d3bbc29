//! A stable hash, independent of platform and process.

/// Returns the 64-bit FNV-1a hash of the zero-terminated parts as 16 hexadecimal digits. It is not cryptographic.
pub(crate) fn of<T: AsRef<[u8]>>(parts: impl IntoIterator<Item = T>) -> String {
    const PRIME: u64 = 0x0100_0000_01b3;
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        for byte in part.as_ref().iter().chain(&[0]) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(PRIME);
        }
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn parts_are_delimited_and_the_hash_is_stable() {
        assert_ne!(of(["ab", "c"]), of(["a", "bc"]));
        assert_eq!(of::<&str>([]), "cbf29ce484222325");
        assert_eq!(of(["a"]), "089be207b544f1e4");
    }
}
