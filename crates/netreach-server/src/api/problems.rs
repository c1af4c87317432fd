//! The errors of the operations, for the OpenAPI description.

use std::collections::BTreeMap;

use netreach_protocol::ErrorCode;
use utoipa::IntoResponses;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};

/// What any operation may answer with.
const ALWAYS: &[ErrorCode] = &[
    ErrorCode::TooManyRequests,
    ErrorCode::TooManyConnections,
    ErrorCode::Timeout,
    ErrorCode::Unavailable,
    ErrorCode::Internal,
];

/// What a body may be refused with.
const BODY: &[ErrorCode] = &[
    ErrorCode::WrongOrigin,
    ErrorCode::UnsupportedMediaType,
    ErrorCode::TooLarge,
    ErrorCode::Malformed,
    ErrorCode::UnknownField,
    ErrorCode::MissingField,
    ErrorCode::InvalidValue,
    ErrorCode::Empty,
    ErrorCode::TooLong,
    ErrorCode::ForbiddenCharacter,
];

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident = [$($list:expr),*];)*) => {$(
        $(#[$doc])*
        pub(super) struct $name;

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<Response>> {
                described(&[ALWAYS, $($list),*])
            }
        }
    )*};
}

problems! {
    /// Of what anybody may read.
    PublicProblems = [&[ErrorCode::NotFound, ErrorCode::Malformed, ErrorCode::UnknownField, ErrorCode::InvalidValue]];
    /// Of reading, for somebody who is signed in.
    ReadProblems = [&[
        ErrorCode::NotSignedIn, ErrorCode::NotAllowed, ErrorCode::NotFound, ErrorCode::Malformed,
        ErrorCode::UnknownField, ErrorCode::MissingField, ErrorCode::InvalidValue, ErrorCode::TooLong
    ]];
    /// Of a change.
    ChangeProblems = [BODY, &[
        ErrorCode::NotSignedIn, ErrorCode::NotAllowed, ErrorCode::NotFound, ErrorCode::Conflict, ErrorCode::LastOne
    ]];
    /// Of a change without a body.
    RemovalProblems = [&[
        ErrorCode::WrongOrigin, ErrorCode::NotSignedIn, ErrorCode::NotAllowed, ErrorCode::NotFound, ErrorCode::LastOne
    ]];
    /// Of a new password for somebody.
    PasswordProblems = [BODY, &[
        ErrorCode::NotSignedIn, ErrorCode::NotAllowed, ErrorCode::NotFound, ErrorCode::WrongPassword,
        ErrorCode::WeakPassword, ErrorCode::Conflict
    ]];
    /// Of signing in.
    SignInProblems = [BODY, &[ErrorCode::WrongPassword]];
}

/// One response for each status, which names the codes that come with it.
fn described(lists: &[&[ErrorCode]]) -> BTreeMap<String, RefOr<Response>> {
    let mut by_status: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for code in lists.iter().copied().flatten() {
        by_status.entry(code.status().to_string()).or_default().push(code.as_str());
    }
    let respond = |codes: Vec<&str>| {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let description = codes.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ");
        RefOr::T(ResponseBuilder::new().description(description).content("application/problem+json", content).build())
    };
    by_status.into_iter().map(|(status, codes)| (status, respond(codes))).collect()
}
