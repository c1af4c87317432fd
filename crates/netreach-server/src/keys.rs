//! The one server key, and what is derived from it.
//!
//! `server.key` in the data folder holds 32 random bytes. Each purpose gets a subkey of its own by HKDF-SHA256, so that
//! a MAC made for one purpose means nothing for another. No key can be printed, and each is overwritten when dropped.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Bytes in every key here.
pub const KEY_BYTES: usize = 32;

/// The file in the data folder.
pub const KEY_FILE: &str = "server.key";

/// What a MAC is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Events of a conversation, as clients hold them: after a restart they prove what was said.
    EventMac,
    /// The token by which a visitor comes back to their conversation.
    VisitorToken,
}

impl Purpose {
    /// The name that HKDF binds the subkey to. A released name never changes: what clients hold would be refused.
    fn label(self) -> &'static [u8] {
        match self {
            Self::EventMac => b"netreach.v1 event mac",
            Self::VisitorToken => b"netreach.v1 visitor token",
        }
    }
}

/// One secret key. No `Debug`, `Display` or `Serialize`.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct MacKey([u8; KEY_BYTES]);

impl MacKey {
    /// A new key from the system's randomness.
    ///
    /// # Panics
    ///
    /// If the system has no randomness: nothing here would be safe then.
    pub fn random() -> Self {
        let mut key = Self([0; KEY_BYTES]);
        getrandom::fill(&mut key.0).expect("the system gives randomness");
        key
    }

    /// HMAC-SHA256 over `parts`, each with its length before it, so that no two lists of parts look the same.
    ///
    /// # Panics
    ///
    /// Never: HMAC takes a key of any length.
    pub fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// Whether `given` is the MAC of `parts`, or its first bytes, in a time that tells nothing. At least
    /// [`MAC_BYTES_MIN`] bytes are needed.
    pub fn verify(&self, parts: &[&[u8]], given: &[u8]) -> bool {
        let mac = self.mac(parts);
        (MAC_BYTES_MIN..=mac.len()).contains(&given.len()) && bool::from(mac[..given.len()].ct_eq(given))
    }
}

/// Shortest MAC that is believed: 128 bits.
pub const MAC_BYTES_MIN: usize = 16;

/// The subkeys of this server.
pub struct Keys {
    event_mac: MacKey,
    visitor_token: MacKey,
}

/// Why the server key could not be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Somebody else on the machine could have read it.
    #[error(
        "{path} can be read by others (mode {mode:03o}). If nobody else could have read it, run `chmod 600 {path}`. \
         Otherwise delete it: the server makes a new one at the next start, and running conversations end."
    )]
    Readable {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// Not what this server wrote.
    #[error("{path} is damaged: it must hold {KEY_BYTES} bytes. Put it back from where you keep it, or delete it.")]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// The file or its folder could not be read or made.
    #[error("{path} could not be read or made")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Keys {
    /// Reads the server key from `folder`; makes the folder and the key where they are missing, for their owner only.
    ///
    /// # Errors
    ///
    /// [`KeyError`], with words for the host.
    pub fn load_or_make(folder: &Path) -> Result<Self, KeyError> {
        let path = folder.join(KEY_FILE);
        if let Some(key) = read(&path)? {
            return Ok(Self::derive(&key));
        }
        make(folder, &path).map_err(|source| KeyError::Io { path: path.clone(), source })?;
        // Read back: two processes that start at once must end up with the same key.
        read(&path)?.map(|key| Self::derive(&key)).ok_or(KeyError::Damaged { path })
    }

    /// Keys that nothing else has, and that are gone with this value: for tests.
    pub fn random() -> Self {
        Self::derive(&MacKey::random())
    }

    fn derive(server_key: &MacKey) -> Self {
        let hkdf = Hkdf::<Sha256>::new(None, &server_key.0);
        let subkey = |purpose: Purpose| {
            let mut key = MacKey([0; KEY_BYTES]);
            hkdf.expand(purpose.label(), &mut key.0).expect("HKDF-SHA256 gives up to 8160 bytes");
            key
        };
        Self { event_mac: subkey(Purpose::EventMac), visitor_token: subkey(Purpose::VisitorToken) }
    }

    /// The MAC of `parts` for `purpose`.
    pub fn mac(&self, purpose: Purpose, parts: &[&[u8]]) -> [u8; 32] {
        self.key(purpose).mac(parts)
    }

    /// Whether `given` is the MAC of `parts` for `purpose`, in a time that tells nothing.
    pub fn verify(&self, purpose: Purpose, parts: &[&[u8]], given: &[u8]) -> bool {
        self.key(purpose).verify(parts, given)
    }

    fn key(&self, purpose: Purpose) -> &MacKey {
        match purpose {
            Purpose::EventMac => &self.event_mac,
            Purpose::VisitorToken => &self.visitor_token,
        }
    }
}

/// The key in the file; `None` if there is no file.
fn read(path: &Path) -> Result<Option<MacKey>, KeyError> {
    let failed = |source| KeyError::Io { path: path.to_owned(), source };
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    let mode = file.metadata().map_err(failed)?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(KeyError::Readable { path: path.to_owned(), mode });
    }
    let mut key = MacKey([0; KEY_BYTES]);
    let mut rest = [0; 1];
    let whole = file.read_exact(&mut key.0).is_ok() && file.read(&mut rest).map_err(failed)? == 0;
    if !whole {
        return Err(KeyError::Damaged { path: path.to_owned() });
    }
    Ok(Some(key))
}

/// Makes a key file that is there whole or not at all, and never in the place of another.
fn make(folder: &Path, path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let draft = folder.join(format!("{KEY_FILE}.{}", uuid::Uuid::new_v4().simple()));
    let key = MacKey::random();
    let written = write(&draft, &key).and_then(|()| match fs::hard_link(&draft, path) {
        // Another process was first: its key is as good.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    });
    fs::remove_file(&draft)?;
    written?;
    File::open(folder)?.sync_all()
}

fn write(draft: &Path, key: &MacKey) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(draft)?;
    let bytes = Zeroizing::new(key.0);
    file.write_all(&*bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_and_for_its_owner_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data");
        let first = Keys::load_or_make(&data).expect("a new key");
        let second = Keys::load_or_make(&data).expect("the same key");
        let mode = fs::metadata(data.join(KEY_FILE)).expect("the file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(first.mac(Purpose::EventMac, &[b"a"]), second.mac(Purpose::EventMac, &[b"a"]));
        assert_eq!(fs::read_dir(&data).expect("the folder").count(), 1, "no draft is left behind");
    }

    #[test]
    fn a_key_that_others_can_read_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        Keys::load_or_make(folder.path()).expect("a new key");
        let path = folder.path().join(KEY_FILE);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("the file is ours");
        let error = Keys::load_or_make(folder.path()).err().expect("refused");
        assert!(error.to_string().contains("can be read by others (mode 640)"), "{error}");
    }

    #[test]
    fn a_damaged_key_is_refused_and_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        for bytes in [&[1; KEY_BYTES - 1][..], &[1; KEY_BYTES + 1][..], &[]] {
            let path = folder.path().join(KEY_FILE);
            fs::write(&path, bytes).expect("a file");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("the file is ours");
            assert!(matches!(Keys::load_or_make(folder.path()), Err(KeyError::Damaged { .. })));
            assert_eq!(fs::read(&path).expect("the file"), bytes);
        }
    }

    #[test]
    fn a_mac_is_bound_to_its_purpose_and_its_parts() {
        let keys = Keys::random();
        let mac = keys.mac(Purpose::EventMac, &[b"ab", b"c"]);
        assert!(keys.verify(Purpose::EventMac, &[b"ab", b"c"], &mac));
        assert!(keys.verify(Purpose::EventMac, &[b"ab", b"c"], &mac[..16]));
        assert!(!keys.verify(Purpose::EventMac, &[b"ab", b"c"], &mac[..15]), "too short to be believed");
        assert!(!keys.verify(Purpose::EventMac, &[b"ab", b"c"], &[]));
        assert!(!keys.verify(Purpose::EventMac, &[b"a", b"bc"], &mac));
        assert!(!keys.verify(Purpose::VisitorToken, &[b"ab", b"c"], &mac));
        assert!(!Keys::random().verify(Purpose::EventMac, &[b"ab", b"c"], &mac));
    }
}
