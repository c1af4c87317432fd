//! Conversation ids and visitor tokens: made from keys, so that nothing needs to be stored to know them again.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use netreach_core::ConversationId;
use uuid::Uuid;

use super::Live;
use crate::keys::Purpose;

/// Bytes of the MAC in a token: 128 bits beside the 122 random ones of the id.
const TOKEN_MAC_BYTES: usize = 16;

impl Live {
    /// The conversation that a visitor's `start` key stands for: the same key gives the same conversation, and the
    /// conversation's id tells nothing of the key.
    pub fn conversation_of(&self, site: &str, start_key: Uuid) -> ConversationId {
        let mac = self.keys.mac(Purpose::VisitorToken, &[b"start", site.as_bytes(), start_key.as_bytes()]);
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&mac[..16]);
        ConversationId(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }

    /// The token that brings a visitor back to `conversation`.
    pub fn token(&self, site: &str, conversation: ConversationId) -> String {
        let mac = self.keys.mac(Purpose::VisitorToken, &[b"token", site.as_bytes(), conversation.0.as_bytes()]);
        let mut bytes = conversation.0.as_bytes().to_vec();
        bytes.extend_from_slice(&mac[..TOKEN_MAC_BYTES]);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The conversation that `token` brings back to; `None` if it is not one of ours for this site.
    pub fn read_token(&self, site: &str, token: &str) -> Option<ConversationId> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (id, mac) = bytes.split_at_checked(16)?;
        let id = Uuid::from_slice(id).ok()?;
        let exact = mac.len() == TOKEN_MAC_BYTES;
        let ours = self.keys.verify(Purpose::VisitorToken, &[b"token", site.as_bytes(), id.as_bytes()], mac);
        (exact && ours).then_some(ConversationId(id))
    }
}
