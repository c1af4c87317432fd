//! Every limit of the wire, with its reason. TypeScript reads the same numbers.

macro_rules! limits {
    ($($(#[$doc:meta])* $name:ident: $ty:ty = $value:expr;)*) => {
        $($(#[$doc])* pub const $name: $ty = $value;)*

        /// Every limit by name, for the TypeScript file and the protocol page.
        pub const ALL: &[(&str, u64)] = &[$((stringify!($name), $value as u64)),*];
    };
}

limits! {
    /// Largest frame taken from a client, in bytes: the longest text in four-byte characters, with room to spare.
    FRAME_BYTES_MAX: usize = 32 * 1024;
    /// Longest text of a message, aside or suggestion, in Unicode scalar values.
    MESSAGE_CHARS_MAX: usize = 4_000;
    /// Longest nickname or screen name, in Unicode scalar values.
    NAME_CHARS_MAX: usize = 40;
    /// Time from the upgrade to the `hello` frame, in milliseconds.
    HELLO_WITHIN_MS: u64 = 5_000;
    /// Time between a client's `ping` frames, in milliseconds: proxies cut idle sockets at 60 s.
    HEARTBEAT_MS: u64 = 15_000;
    /// Silence after which a client is taken for gone, in milliseconds: three missed heartbeats.
    PEER_SILENCE_MAX_MS: u64 = 45_000;
    /// How long a visitor's place is kept after a disconnect, in milliseconds: phones drop background tabs.
    VISITOR_AWAY_MAX_MS: u64 = 120_000;
    /// Messages, asides and suggestions in one conversation; beyond it more are refused with `conversation_full`.
    CONVERSATION_MESSAGES_MAX: usize = 2_000;
    /// Events that a client may send back of one conversation after a restart.
    HISTORY_EVENTS_MAX: usize = 16_000;
    /// Messages that may wait in a client's outbox for the connection to come back.
    OUTBOX_MESSAGES_MAX: usize = 50;
    /// Commands that a visitor may send in a burst; they refill at [`VISITOR_COMMANDS_PER_SECOND`].
    VISITOR_COMMANDS_BURST: u32 = 40;
    /// Commands a second that a visitor may go on sending.
    VISITOR_COMMANDS_PER_SECOND: u32 = 5;
    /// Commands that a worker may send in a burst; they refill at [`STAFF_COMMANDS_PER_SECOND`].
    STAFF_COMMANDS_BURST: u32 = 200;
    /// Commands a second that a worker may go on sending.
    STAFF_COMMANDS_PER_SECOND: u32 = 30;
    /// Events in one `history` frame or one `events` frame.
    EVENTS_PER_FRAME_MAX: usize = 100;
    /// How long a typing signal holds, in milliseconds; a client that still types sends it again.
    TYPING_MS: u64 = 6_000;
    /// Largest body of an API request from somebody who has not signed in, in bytes.
    STRANGER_BODY_BYTES_MAX: usize = 4 * 1024;
    /// Longest sign-in name, in characters: room for an e-mail address.
    SIGN_IN_CHARS_MAX: usize = 120;
    /// Shortest password, in Unicode scalar values: guessing is slowed down, so length does the rest.
    PASSWORD_CHARS_MIN: usize = 12;
    /// Longest password, in Unicode scalar values: room for a sentence, too little to keep the server hashing.
    PASSWORD_CHARS_MAX: usize = 200;
    /// Most languages of a person, desk or canned answer.
    LANGUAGES_MAX: usize = 24;
    /// Most roles of one person over all projects.
    MEMBERSHIPS_MAX: usize = 40;
    /// Most conversations that a coordinator may let one person hold at once: more cannot be read, let alone answered.
    CAPACITY_MAX: u8 = 10;
    /// People on one page of the list.
    PEOPLE_PAGE_MAX: usize = 200;
    /// Most variables of a project.
    VARIABLES_MAX: usize = 50;
    /// Longest name of a variable, in characters.
    VARIABLE_NAME_CHARS_MAX: usize = 40;
    /// Longest value of a variable, in Unicode scalar values.
    VARIABLE_VALUE_CHARS_MAX: usize = 400;
    /// Most visitors who can be let wait on one desk.
    QUEUE_MAX: u32 = 200;
    /// Shortest silence after which a conversation may be set to end, in milliseconds.
    IDLE_END_MIN_MS: u64 = 5 * 60 * 1000;
    /// Longest silence after which a conversation ends, in milliseconds.
    IDLE_END_MAX_MS: u64 = 4 * 60 * 60 * 1000;
    /// Most spans that may begin on one weekday or excepted date.
    SPANS_A_DAY_MAX: usize = 6;
    /// Most dated exceptions of a desk's hours.
    EXCEPTIONS_MAX: usize = 400;
    /// Longest note of a dated exception, in Unicode scalar values.
    NOTE_CHARS_MAX: usize = 200;
    /// Most workers that a pairing rule may ask for in one conversation.
    MINIMUM_MAX: u8 = 4;
    /// Most available workers that may have to be here before a desk opens.
    OPEN_REQUIRES_MAX: u8 = 20;
    /// Longest grace, in milliseconds.
    GRACE_MAX_MS: u64 = 600_000;
    /// Longest text of a desk, in Unicode scalar values.
    DESK_TEXT_CHARS_MAX: usize = 6_000;
    /// Most days that counts can be asked for at once: a year and a month.
    COUNT_DAYS_MAX: usize = 400;
    /// Most origins of a site.
    ORIGINS_MAX: usize = 20;
    /// Longest origin or address of a site, in characters.
    ADDRESS_CHARS_MAX: usize = 300;
    /// Longest shortcut of a canned answer, in characters.
    SHORTCUT_CHARS_MAX: usize = 32;
    /// Longest title of a canned answer, in Unicode scalar values.
    TITLE_CHARS_MAX: usize = 120;
    /// Most tags of a canned answer.
    TAGS_MAX: usize = 20;
    /// Longest tag, in Unicode scalar values.
    TAG_CHARS_MAX: usize = 40;
    /// Canned answers on one page of the list.
    CANNED_PAGE_MAX: usize = 200;
}
