//! The visitor's address, and the mark that stands for it.

use std::net::IpAddr;

/// Where a connection comes from. It cannot be printed, compared or stored: only the limiter opens it, to make an
/// [`AddressKey`] of its network prefix.
pub struct ClientAddr(IpAddr);

/// The part of an address that limits count by: a home, a phone, or what an IPv6 network gives one household.
pub(super) enum Prefix {
    /// All 32 bits.
    V4([u8; 4]),
    /// The first 64 bits: the rest is chosen by the device, often anew each day.
    V6([u8; 8]),
}

impl ClientAddr {
    /// Takes the address of a peer.
    pub fn new(address: IpAddr) -> Self {
        // An IPv4 peer of a socket that takes both looks like `::ffff:192.0.2.1`.
        Self(address.to_canonical())
    }

    /// Opens it, for the limiter.
    pub(super) fn prefix(&self) -> Prefix {
        match self.0 {
            IpAddr::V4(address) => Prefix::V4(address.octets()),
            IpAddr::V6(address) => {
                let octets = address.octets();
                let mut prefix = [0; 8];
                prefix.copy_from_slice(&octets[..8]);
                Prefix::V6(prefix)
            }
        }
    }

    /// Whether it is one of `networks`, for the limiter's list of trusted proxies.
    pub(super) fn is_in(&self, networks: &[Network]) -> bool {
        networks.iter().any(|network| network.contains(self.0))
    }
}

/// Stands for a network prefix until the limiter's keys rotate. It is an HMAC under keys that live in memory only, so
/// it leads back to no address once they are gone. Handlers get it in the request's extensions and hand it back to
/// [`Limits`](super::limits::Limits).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AddressKey {
    pub(super) current: KeyedPrefix,
    pub(super) previous: KeyedPrefix,
}

/// The first bytes of the HMAC of a prefix.
pub(super) type KeyedPrefix = [u8; 16];

/// A network in the list of trusted proxies: an address, or an address and the length of its prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    /// Reads `10.0.0.0/8`, `::1` or `192.0.2.7`; anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address.parse::<IpAddr>().ok()?, Some(bits.parse::<u8>().ok()?)),
            None => (text.parse::<IpAddr>().ok()?, None),
        };
        let bits_max = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(bits_max);
        (bits <= bits_max).then_some(Self { address, bits })
    }

    /// Whether `address` lies in it.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                let differ = u32::from(network) ^ u32::from(address);
                differ.checked_shr(32 - u32::from(self.bits)).unwrap_or(0) == 0
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                let differ = u128::from(network) ^ u128::from(address);
                differ.checked_shr(128 - u32::from(self.bits)).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

/// The visitor's address as trusted proxies report it: the last entry of `X-Forwarded-For` that is not a proxy of ours.
/// Each of them appends the address it saw, so what stands further left may be invented.
pub(super) fn forwarded(entries: &str, trusted: &[Network]) -> Option<ClientAddr> {
    let mut last = None;
    for entry in entries.rsplit(',') {
        let address = ClientAddr::new(entry.trim().parse().ok()?);
        let is_proxy = address.is_in(trusted);
        last = Some(address);
        if !is_proxy {
            break;
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn network(text: &str) -> Network {
        Network::parse(text).expect("a network")
    }

    #[test]
    fn a_network_holds_the_addresses_of_its_prefix() {
        assert!(network("10.0.0.0/8").contains(ip("10.200.3.4")));
        assert!(!network("10.0.0.0/8").contains(ip("11.0.0.1")));
        assert!(network("192.0.2.7").contains(ip("192.0.2.7")));
        assert!(!network("192.0.2.7").contains(ip("192.0.2.6")));
        assert!(network("0.0.0.0/0").contains(ip("203.0.113.9")));
        assert!(!network("0.0.0.0/0").contains(ip("2001:db8::1")));
        assert!(network("2001:db8::/32").contains(ip("2001:db8:5::1")));
        assert!(network("::/0").contains(ip("2001:db8:5::1")));
        for wrong in ["", "10.0.0.0/33", "::1/129", "example.org", "10.0.0.0/x", "10.0.0"] {
            assert_eq!(Network::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_a_stranger_writes_into_the_header_is_not_believed() {
        let trusted = [network("127.0.0.0/8"), network("10.0.0.0/8")];
        let seen = |entries: &str| forwarded(entries, &trusted).map(|address| address.0);
        assert_eq!(seen("198.51.100.1, 203.0.113.9"), Some(ip("203.0.113.9")));
        assert_eq!(seen("198.51.100.1, 203.0.113.9, 10.0.0.2"), Some(ip("203.0.113.9")));
        assert_eq!(seen("10.0.0.3, 10.0.0.2"), Some(ip("10.0.0.3")), "a visitor from within");
        assert_eq!(seen("203.0.113.9, nonsense"), None);
        assert_eq!(seen(""), None);
    }

    #[test]
    fn an_ipv4_address_in_ipv6_clothes_is_the_same() {
        assert!(matches!(ClientAddr::new(ip("::ffff:192.0.2.1")).prefix(), Prefix::V4([192, 0, 2, 1])));
    }
}
