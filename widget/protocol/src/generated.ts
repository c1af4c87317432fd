// Generated from crates/netreach-protocol by `cargo xtask codegen`. Change the Rust, never this file.

export type ErrorCode = "malformed" | "unknown_frame" | "unknown_field" | "missing_field" | "invalid_value" | "empty" | "too_long" | "forbidden_character" | "too_large" | "unsupported_media_type" | "method_not_allowed" | "wrong_origin" | "unsupported_protocol" | "hello_expected" | "hello_late" | "timeout" | "token_stale" | "not_signed_in" | "wrong_password" | "not_allowed" | "not_found" | "conflict" | "too_many_requests" | "too_many_connections" | "desk_closed" | "queue_full" | "rules_not_accepted" | "nickname_not_allowed" | "already_started" | "not_started" | "not_in_conversation" | "still_waiting" | "ended" | "held" | "supervisor_needed" | "not_lead" | "no_second" | "no_supervisor" | "already_called" | "not_called" | "unfilled_blank" | "id_taken" | "no_suggestion" | "conversation_full" | "history_refused" | "ahead_of_server" | "session_revoked" | "too_many_windows" | "last_one" | "weak_password" | "unavailable" | "internal";

export type Problem = { 
/**
 * Always `about:blank`: `code` tells what it is.
 */
type: string, 
/**
 * The HTTP status in words.
 */
title: string, 
/**
 * The HTTP status.
 */
status: number, 
/**
 * Which error.
 */
code: ErrorCode, 
/**
 * What to do about it, in a sentence.
 */
detail: string, 
/**
 * The field at fault, where there is one.
 */
field?: string, 
/**
 * To find this request in the server's log.
 */
request_id: string, };

export type Position = { 
/**
 * Which conversation.
 */
conversation: string, 
/**
 * Which life of it: a conversation rebuilt after a restart has another one.
 */
incarnation: string, 
/**
 * The highest `seq` that the client holds; 0 for none.
 */
seq: number, };

export type DeskState = { 
/**
 * What a visitor who comes now may expect.
 */
state: OpenState, 
/**
 * The words of a dated exception, such as "Bank holiday".
 */
note: string | null, 
/**
 * When it opens next, in milliseconds since 1970 UTC; none if no opening is planned.
 */
next_opening: number | null, 
/**
 * When this value may next change by the clock alone, in milliseconds since 1970 UTC.
 */
changes_at: number | null, };

export type OpenState = "open" | "busy" | "outside_hours" | "opens_soon" | "exception" | "no_pair" | "queue_full" | "no_hours";

export type Availability = "available" | "busy" | "finishing" | "away";

export type Seat = "lead" | "second" | "supervisor";

export type Seated = { 
/**
 * The worker's number in this conversation; messages name their author by it.
 */
worker: number, 
/**
 * The screen name.
 */
name: string, 
/**
 * The organisation.
 */
organisation: string, 
/**
 * The part they take.
 */
seat: Seat, 
/**
 * Whether their connection is there now.
 */
here: boolean, 
/**
 * Who it is. Only in what workers see.
 */
person?: string, 
/**
 * Whether they are learning. Only in what workers see.
 */
trainee?: boolean, };

export type Standing = { 
/**
 * Which of them.
 */
kind: StandingKind, 
/**
 * With `grace`: when the desk's rule applies, in milliseconds since 1970 UTC.
 */
until: number | null, };

export type StandingKind = "waiting" | "full" | "grace" | "held" | "finishing" | "supervised";

export type Author = "visitor" | { "worker": number };

export type EndedBy = "visitor" | "workers" | "idle" | "visitor_gone";

export type LogPolicy = "off";

export type EventBody = { "kind": "opened", 
/**
 * The visitor's name in it.
 */
nickname: string, 
/**
 * The visitor's language.
 */
language: string, 
/**
 * What is kept of it.
 */
policy: LogPolicy, 
/**
 * The desk's name.
 */
desk: string, 
/**
 * The project whose site the visitor came from.
 */
project: string, } | { "kind": "roster", 
/**
 * Everybody who can read this conversation, besides the visitor.
 */
workers: Array<Seated>, 
/**
 * How it stands.
 */
standing: Standing, } | { "kind": "message", 
/**
 * Made by the client that wrote it.
 */
id: string, 
/**
 * Who wrote it.
 */
author: Author, 
/**
 * The text.
 */
text: string, } | { "kind": "marks", 
/**
 * Whose reading this is.
 */
of: Author, 
/**
 * Visitor's `seq` up to which messages have reached that side's screen memory.
 */
delivered: number, 
/**
 * Visitor's `seq` up to which they have been on that side's screen.
 */
seen: number, } | { "kind": "ended", 
/**
 * Why.
 */
by: EndedBy, } | { "kind": "aside", 
/**
 * Made by the client that wrote it.
 */
id: string, 
/**
 * The worker's number in the roster.
 */
worker: number, 
/**
 * The text.
 */
text: string, } | { "kind": "suggestion", 
/**
 * Made by the client that wrote it.
 */
id: string, 
/**
 * The worker's number in the roster.
 */
worker: number, 
/**
 * The text.
 */
text: string, } | { "kind": "suggestion_closed", 
/**
 * Which suggestion.
 */
id: string, 
/**
 * The message it became; none if it was set aside.
 */
sent_as: string | null, } | { "kind": "slow_down", 
/**
 * The worker's number in the roster.
 */
worker: number, } | { "kind": "supervisor_called", 
/**
 * The worker's number in the roster.
 */
worker: number, } | { "kind": "visitor_here", 
/**
 * Whether it is there now.
 */
here: boolean, };

export type Event = { 
/**
 * The place in what this audience sees.
 */
seq: number, 
/**
 * The visitor's `seq` of the same event. Only in what workers see.
 */
public?: number, 
/**
 * When it happened, in milliseconds since 1970 UTC.
 */
at: number, 
/**
 * What happened.
 */
body: EventBody, 
/**
 * Proves that the server said this; sent back unchanged in a `history` frame after a restart.
 */
mac: string, };

export type VisitorHello = { 
/**
 * The site's public key.
 */
site: string, 
/**
 * The token of a conversation that goes on; none for a new visitor.
 */
token: string | null, 
/**
 * What the client holds of it.
 */
have: Position | null, 
/**
 * The language of the panel.
 */
language: string, };

export type VisitorCommand = { "do": "start", 
/**
 * Random, made by the client and kept to itself: asking again with it finds the same conversation.
 */
key: string, 
/**
 * The name to be called by; none for the one that the server offers.
 */
nickname: string | null, 
/**
 * That the ground rules and the confidentiality statement were accepted. Must be `true`.
 */
rules_accepted: boolean, } | { "do": "message", 
/**
 * Random, made by the client: sending it again is harmless.
 */
id: string, 
/**
 * The text.
 */
text: string, } | { "do": "end", };

export type VisitorFrame = { "type": "hello" } & VisitorHello | { "type": "do", 
/**
 * The client's own count, for the answer.
 */
ref: number, 
/**
 * What is wanted.
 */
command: VisitorCommand, } | { "type": "typing", 
/**
 * Whether they are.
 */
on: boolean, } | { "type": "read", 
/**
 * Highest `seq` received.
 */
delivered: number, 
/**
 * Highest `seq` that has been on screen.
 */
seen: number, } | { "type": "history", 
/**
 * Which conversation.
 */
conversation: string, 
/**
 * The life of it that the events are from.
 */
incarnation: string, 
/**
 * The events as they were received, in order.
 */
events: Array<Event>, 
/**
 * Whether this is the last part.
 */
last: boolean, } | { "type": "ping", };

export type VisitorServerFrame = { "type": "welcome", 
/**
 * The protocol version.
 */
protocol: number, 
/**
 * The server's clock, in milliseconds since 1970 UTC.
 */
now: number, 
/**
 * How often to send `ping`.
 */
heartbeat_ms: number, 
/**
 * A name offered to the visitor: two friendly words.
 */
nickname: string, 
/**
 * Open or closed.
 */
desk: DeskState, } | { "type": "desk", 
/**
 * The new value.
 */
desk: DeskState, } | { "type": "conversation", 
/**
 * Which conversation.
 */
conversation: string, 
/**
 * Which life of it.
 */
incarnation: string, 
/**
 * The token to come back with.
 */
token: string, 
/**
 * Whether the client must forget the events it holds: those that follow are all there are.
 */
start_over: boolean, } | { "type": "events", 
/**
 * Which conversation.
 */
conversation: string, 
/**
 * At most [`crate::limits::EVENTS_PER_FRAME_MAX`].
 */
events: Array<Event>, } | { "type": "caught_up", 
/**
 * Which conversation.
 */
conversation: string, 
/**
 * The highest `seq` there is.
 */
seq: number, } | { "type": "place", 
/**
 * 1 is next.
 */
place: number, } | { "type": "typing", 
/**
 * The worker's number in the roster.
 */
worker: number, 
/**
 * Whether they are.
 */
on: boolean, } | { "type": "need_history", 
/**
 * Which conversation.
 */
conversation: string, } | { "type": "gone", 
/**
 * Which conversation, if the token named one.
 */
conversation: string | null, } | { "type": "done", 
/**
 * The client's own count.
 */
ref: number, } | { "type": "refused", 
/**
 * The client's own count.
 */
ref: number | null, 
/**
 * Why.
 */
code: ErrorCode, 
/**
 * The field at fault, where there is one.
 */
field: string | null, } | { "type": "pong" } | { "type": "going_away", 
/**
 * When to try again.
 */
retry_after_ms: number, };

export type StaffHello = { 
/**
 * What the worker last chose; none at sign-in. Restated so that a restart does not change it.
 */
availability: Availability | null, 
/**
 * What the client holds of each conversation it has open.
 */
have: Array<Position>, };

export type TypingIn = "message" | "aside" | "suggestion";

export type StaffCommand = { "do": "availability", 
/**
 * The choice.
 */
availability: Availability, } | { "do": "message", 
/**
 * Which conversation.
 */
conversation: string, 
/**
 * Random, made by the client.
 */
id: string, 
/**
 * The text.
 */
text: string, 
/**
 * The suggestion that it came from.
 */
suggestion: string | null, } | { "do": "aside", 
/**
 * Which conversation.
 */
conversation: string, 
/**
 * Random, made by the client.
 */
id: string, 
/**
 * The text.
 */
text: string, } | { "do": "suggest", 
/**
 * Which conversation.
 */
conversation: string, 
/**
 * Random, made by the client.
 */
id: string, 
/**
 * The text.
 */
text: string, } | { "do": "drop_suggestion", 
/**
 * Which conversation.
 */
conversation: string, 
/**
 * Which suggestion.
 */
id: string, } | { "do": "slow_down", 
/**
 * Which conversation.
 */
conversation: string, } | { "do": "swap_lead", 
/**
 * Which conversation.
 */
conversation: string, } | { "do": "step_out", 
/**
 * Which conversation.
 */
conversation: string, } | { "do": "call_supervisor", 
/**
 * Which conversation.
 */
conversation: string, } | { "do": "join", 
/**
 * Which conversation.
 */
conversation: string, } | { "do": "end", 
/**
 * Which conversation.
 */
conversation: string, };

export type StaffFrame = { "type": "hello" } & StaffHello | { "type": "do", 
/**
 * The client's own count, for the answer.
 */
ref: number, 
/**
 * What is wanted.
 */
command: StaffCommand, } | { "type": "typing", 
/**
 * Which conversation.
 */
conversation: string, 
/**
 * What they write.
 */
in: TypingIn, 
/**
 * Whether they are.
 */
on: boolean, } | { "type": "read", 
/**
 * Which conversation.
 */
conversation: string, 
/**
 * Highest received.
 */
delivered: number, 
/**
 * Highest that has been on screen.
 */
seen: number, } | { "type": "history", 
/**
 * Which conversation.
 */
conversation: string, 
/**
 * The life of it that the events are from.
 */
incarnation: string, 
/**
 * The events as they were received, in order.
 */
events: Array<Event>, 
/**
 * Whether this is the last part.
 */
last: boolean, } | { "type": "ping", };

export type StaffServerFrame = { "type": "welcome", 
/**
 * The protocol version.
 */
protocol: number, 
/**
 * The server's clock, in milliseconds since 1970 UTC.
 */
now: number, 
/**
 * How often to send `ping`.
 */
heartbeat_ms: number, 
/**
 * Who is signed in.
 */
person: string, 
/**
 * What the worker's time is like, as the server holds it.
 */
availability: Availability, } | { "type": "desk", 
/**
 * The desk.
 */
desk: DeskView, } | { "type": "conversation", 
/**
 * Which conversation.
 */
conversation: string, 
/**
 * Which desk it is on.
 */
desk: string, 
/**
 * Which life of it.
 */
incarnation: string, 
/**
 * Whether the client must forget the events it holds: those that follow are all there are.
 */
start_over: boolean, 
/**
 * Whether it was just given to this worker: ring.
 */
new: boolean, } | { "type": "events", 
/**
 * Which conversation.
 */
conversation: string, 
/**
 * At most [`crate::limits::EVENTS_PER_FRAME_MAX`].
 */
events: Array<Event>, } | { "type": "caught_up", 
/**
 * Which conversation.
 */
conversation: string, 
/**
 * The highest `seq` there is.
 */
seq: number, } | { "type": "typing", 
/**
 * Which conversation.
 */
conversation: string, 
/**
 * The worker's number in the roster; none for the visitor.
 */
worker: number | null, 
/**
 * What they write.
 */
in: TypingIn, 
/**
 * Whether they are.
 */
on: boolean, } | { "type": "need_history", 
/**
 * Which conversation.
 */
conversation: string, } | { "type": "closed", 
/**
 * Which conversation.
 */
conversation: string, } | { "type": "done", 
/**
 * The client's own count.
 */
ref: number, } | { "type": "refused", 
/**
 * The client's own count.
 */
ref: number | null, 
/**
 * Why.
 */
code: ErrorCode, 
/**
 * The field at fault, where there is one.
 */
field: string | null, } | { "type": "settings_changed" } | { "type": "pong" } | { "type": "going_away", 
/**
 * When to try again.
 */
retry_after_ms: number, };

export type DeskView = { 
/**
 * Which desk.
 */
desk: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Open or closed.
 */
state: DeskState, 
/**
 * Who waits, first in line first.
 */
queue: Array<QueueEntry>, 
/**
 * Who is online, longest online first.
 */
people: Array<PersonView>, 
/**
 * Conversations that run, oldest first. No content, no visitor names.
 */
conversations: Array<ConversationSummary>, 
/**
 * The rules in words' reach.
 */
pairing: PairingView, };

export type QueueEntry = { 
/**
 * Which conversation it will be.
 */
conversation: string, 
/**
 * Since when, in milliseconds since 1970 UTC.
 */
since: number, 
/**
 * The visitor's language.
 */
language: string, 
/**
 * The project whose site they came from.
 */
project: string, 
/**
 * Whether their connection is there now.
 */
here: boolean, };

export type PersonView = { 
/**
 * Who it is.
 */
person: string, 
/**
 * The screen name.
 */
name: string, 
/**
 * The organisation.
 */
organisation: string, 
/**
 * What their time is like.
 */
availability: Availability, 
/**
 * Whether they are a supervisor on this desk.
 */
supervisor: boolean, 
/**
 * Whether they are learning.
 */
trainee: boolean, 
/**
 * Conversations they hold on this desk.
 */
holding: number, 
/**
 * Conversations they may hold.
 */
capacity: number, 
/**
 * The languages they speak.
 */
languages: Array<string>, };

export type ConversationSummary = { 
/**
 * Which conversation.
 */
conversation: string, 
/**
 * Who serves it.
 */
workers: Array<[string, Seat]>, 
/**
 * How it stands under the rules.
 */
standing: Standing, 
/**
 * Since when a supervisor is called and has not come, in milliseconds since 1970 UTC.
 */
supervisor_called: number | null, };

export type PairingView = { 
/**
 * Workers that a conversation needs.
 */
minimum: number, 
/**
 * Available workers that must be here before the desk opens.
 */
open_requires: number, 
/**
 * `any`, `prefer` or `require`.
 */
mix: string, 
/**
 * `hold`, `finish` or `supervised`.
 */
solo: string, 
/**
 * The grace in milliseconds.
 */
grace_ms: number, };

export type Role = "coordinator" | "operator" | "trainee" | "supervisor";

export type SignInRequest = { 
/**
 * The sign-in name, in any case.
 */
sign_in: string, 
/**
 * The password.
 */
password: string, };

export type Me = { 
/**
 * Who it is.
 */
person: string, 
/**
 * The sign-in name.
 */
sign_in: string, 
/**
 * The name that visitors and colleagues see.
 */
screen_name: string, 
/**
 * The languages they speak, best first.
 */
languages: Array<string>, 
/**
 * Conversations they may hold at once.
 */
capacity: number, 
/**
 * The organisations that share this service.
 */
consortium: MyConsortium, 
/**
 * What they may do, by project.
 */
memberships: Array<MyMembership>, 
/**
 * The desks that they staff or look after.
 */
desks: Array<MyDesk>, 
/**
 * Whether they are a coordinator of any project.
 */
coordinator: boolean, };

export type MyConsortium = { 
/**
 * Which one.
 */
id: string, 
/**
 * What it calls itself.
 */
name: string, };

export type MyMembership = { 
/**
 * Which project.
 */
project: string, 
/**
 * Its name.
 */
project_name: string, 
/**
 * The part they take in it.
 */
role: Role, };

export type MyDesk = { 
/**
 * Which desk.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * The part they take on it: `operator`, `trainee` or `supervisor`; `coordinator` for somebody who looks after it
 * and answers nobody.
 */
role: Role, };

export type MeChange = { 
/**
 * Another name, of at most [`crate::limits::NAME_CHARS_MAX`].
 */
screen_name?: string, 
/**
 * Other languages, at least one, best first.
 */
languages?: Array<string>, };

export type PasswordChange = { 
/**
 * The password as it is now.
 */
current: string, 
/**
 * The new one, of at least [`crate::limits::PASSWORD_CHARS_MIN`].
 */
new: string, };

export type SignInSession = { 
/**
 * Which one.
 */
id: string, 
/**
 * What it runs on, in a few words, such as "Firefox on Linux".
 */
device: string, 
/**
 * When it was signed in.
 */
created_at: number, 
/**
 * When it was last seen, to within a few minutes.
 */
last_seen_at: number, 
/**
 * Whether it is the one that asks.
 */
current: boolean, };

export type Project = { 
/**
 * Which one.
 */
id: string, 
/**
 * The organisation's name, as visitors see it.
 */
name: string, 
/**
 * The town or region it works in.
 */
town: string, 
/**
 * What fills the blanks of canned answers, such as `phone`, by name.
 */
variables: { [key in string]: string }, 
/**
 * Whether the reader coordinates it.
 */
coordinator: boolean, };

export type ProjectChange = { 
/**
 * Another name.
 */
name?: string, 
/**
 * Another town.
 */
town?: string, 
/**
 * All variables there shall be: names of lower-case letters, digits and `_`.
 */
variables?: { [key in string]: string }, };

export type Membership = { 
/**
 * Which project.
 */
project: string, 
/**
 * The part they take in it.
 */
role: Role, };

export type Person = { 
/**
 * Who it is.
 */
id: string, 
/**
 * The sign-in name.
 */
sign_in: string, 
/**
 * The name that visitors and colleagues see.
 */
screen_name: string, 
/**
 * The languages they speak, best first.
 */
languages: Array<string>, 
/**
 * Conversations they may hold at once.
 */
capacity: number, 
/**
 * Whether they are kept out.
 */
disabled: boolean, 
/**
 * Their roles in the projects that the reader coordinates; those in other projects are not shown.
 */
memberships: Array<Membership>, 
/**
 * Whether the reader may give them another password and keep them out: only where every project they belong to is
 * one that the reader coordinates.
 */
in_your_hands: boolean, };

export type PeoplePage = { 
/**
 * At most [`crate::limits::PEOPLE_PAGE_MAX`].
 */
people: Array<Person>, 
/**
 * Whether there are more: ask again with `after` set to the `id` of the last.
 */
more: boolean, };

export type NewPerson = { 
/**
 * The sign-in name: ASCII letters, digits and `. _ - + @`, at most [`crate::limits::SIGN_IN_CHARS_MAX`].
 */
sign_in: string, 
/**
 * The name that visitors and colleagues see. Never a real name.
 */
screen_name: string, 
/**
 * The first password, to be told to them and changed by them.
 */
password: string, 
/**
 * The languages they speak, at least one, best first.
 */
languages: Array<string>, 
/**
 * Conversations they may hold at once, at most [`crate::limits::CAPACITY_MAX`].
 */
capacity: number, 
/**
 * At least one role, in projects that the writer coordinates.
 */
memberships: Array<Membership>, };

export type PersonChange = { 
/**
 * Another name.
 */
screen_name?: string, 
/**
 * Other languages.
 */
languages?: Array<string>, 
/**
 * Another capacity.
 */
capacity?: number, 
/**
 * Keeps them out, or lets them in again.
 */
disabled?: boolean, 
/**
 * All roles they shall have in the projects that the writer coordinates; those in other projects stay.
 */
memberships?: Array<Membership>, };

export type NewPassword = { 
/**
 * The new password.
 */
new: string, };

export type Desk = { 
/**
 * Which one.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * The languages it answers in, the first being its own.
 */
languages: Array<string>, 
/**
 * Visitors who may wait at once.
 */
queue_max: number, 
/**
 * Silence after which a conversation ends, in milliseconds.
 */
idle_end_ms: number, 
/**
 * Whether a visitor's tab may keep the token of the conversation, so that a reload goes on with it.
 */
token_stored: boolean, 
/**
 * The projects that staff it.
 */
projects: Array<StaffingProject>, 
/**
 * Whether the reader may change it.
 */
coordinator: boolean, };

export type StaffingProject = { 
/**
 * Which one.
 */
id: string, 
/**
 * Its name.
 */
name: string, };

export type DeskChange = { 
/**
 * Another name.
 */
name?: string, 
/**
 * Other languages, at least one.
 */
languages?: Array<string>, 
/**
 * Another limit of the line, at most [`crate::limits::QUEUE_MAX`].
 */
queue_max?: number, 
/**
 * Another silence, from [`crate::limits::IDLE_END_MIN_MS`] to [`crate::limits::IDLE_END_MAX_MS`].
 */
idle_end_ms?: number, 
/**
 * Whether a visitor's tab may keep the token.
 */
token_stored?: boolean, 
/**
 * All projects that shall staff it. Only those that the writer coordinates can be added or taken away.
 */
projects?: Array<string>, };

export type Hours = { 
/**
 * An IANA time zone such as `Europe/London`.
 */
time_zone: string, 
/**
 * What is open every week, at most [`crate::limits::SPANS_A_DAY_MAX`] spans a day.
 */
weekly: Array<WeeklyHours>, 
/**
 * Other hours on single dates, at most [`crate::limits::EXCEPTIONS_MAX`].
 */
exceptions: Array<HoursException>, };

export type WeeklyHours = { 
/**
 * 1 is Monday, 7 is Sunday.
 */
weekday: number, 
/**
 * `HH:MM`.
 */
opens: string, 
/**
 * `HH:MM`, up to `24:00`; earlier than `opens` means on the next day, the same means 24 hours.
 */
closes: string, };

export type HoursException = { 
/**
 * `YYYY-MM-DD`.
 */
date: string, 
/**
 * Why, for everybody to read; may be empty.
 */
note: string, 
/**
 * What is open; nothing means closed all day.
 */
spans: Array<OpenSpan>, };

export type OpenSpan = { 
/**
 * `HH:MM`.
 */
opens: string, 
/**
 * `HH:MM`, up to `24:00`; earlier than `opens` means on the next day, the same means 24 hours.
 */
closes: string, };

export type Pairing = { 
/**
 * Workers that a conversation needs, from 1 to [`crate::limits::MINIMUM_MAX`].
 */
minimum: number, 
/**
 * Available workers that must be here before the desk opens, from `minimum` to
 * [`crate::limits::OPEN_REQUIRES_MAX`].
 */
open_requires: number, 
/**
 * Whether they come from different projects.
 */
mix: PairingMix, 
/**
 * Whether trainees count.
 */
trainees_count: boolean, 
/**
 * How long a conversation may stay below `minimum`, at most [`crate::limits::GRACE_MAX_MS`].
 */
grace_ms: number, 
/**
 * What applies after that.
 */
solo: PairingSolo, };

export type PairingMix = "any" | "prefer" | "require";

export type PairingSolo = "hold" | "finish" | "supervised";

export type DeskTextKind = "ground_rules" | "confidentiality" | "waiting" | "closed_outside_hours" | "closed_opens_soon" | "closed_no_pair" | "closed_queue_full" | "closed_exception" | "pair_broke_up" | "other_channels";

export type DeskText = { 
/**
 * The language.
 */
language: string, 
/**
 * Which text.
 */
kind: DeskTextKind, 
/**
 * The text.
 */
text: string, };

export type DeskTexts = { 
/**
 * What coordinators wrote.
 */
texts: Array<DeskText>, 
/**
 * What is said where they wrote nothing, in each language that comes with the service.
 */
defaults: Array<DeskText>, };

export type DeskTextsChange = { 
/**
 * Each language and kind at most once.
 */
texts: Array<DeskText>, };

export type DayCount = { 
/**
 * `YYYY-MM-DD`, in UTC.
 */
day: string, 
/**
 * What was counted: `requests`, `conversations`, `missed`, or `below_rule_ms` (milliseconds below the pairing rule).
 */
name: string, 
/**
 * How many.
 */
value: number, };

export type Side = "right" | "left";

export type Theme = "auto" | "light" | "dark";

export type Site = { 
/**
 * Which one.
 */
id: string, 
/**
 * Its public key.
 */
key: string, 
/**
 * What its coordinators call it.
 */
name: string, 
/**
 * The project it belongs to.
 */
project: string, 
/**
 * The desk it opens on.
 */
desk: string, 
/**
 * The exact origins that may show the widget, such as `https://www.example.org`.
 */
origins: Array<string>, 
/**
 * The side of the launcher.
 */
position: Side, 
/**
 * The colour of the launcher, `#rrggbb`.
 */
accent: string, 
/**
 * The colours of the widget.
 */
theme: Theme, 
/**
 * Where "leave now" goes; none for the place that comes with the service.
 */
exit_url: string | null, 
/**
 * What to paste into the website.
 */
snippet: string, 
/**
 * The address of the plain chat page.
 */
page_address: string, };

export type NewSite = { 
/**
 * What its coordinators call it.
 */
name: string, 
/**
 * A project that the writer coordinates.
 */
project: string, 
/**
 * A desk that one of the writer's projects staffs.
 */
desk: string, 
/**
 * Scheme, host and port each; at most [`crate::limits::ORIGINS_MAX`]. None for a plain page only.
 */
origins: Array<string>, 
/**
 * The side of the launcher; right if left out.
 */
position?: Side, 
/**
 * The colour of the launcher, `#rrggbb`; the service's own if left out.
 */
accent?: string, 
/**
 * The colours of the widget; the device's if left out.
 */
theme?: Theme, 
/**
 * Where "leave now" goes: an `https` address.
 */
exit_url?: string, };

export type SiteChange = { 
/**
 * Another name.
 */
name?: string, 
/**
 * Another desk.
 */
desk?: string, 
/**
 * All origins there shall be.
 */
origins?: Array<string>, 
/**
 * Another side.
 */
position?: Side, 
/**
 * Another colour.
 */
accent?: string, 
/**
 * Other colours.
 */
theme?: Theme, 
/**
 * Another place to go to; `null` for the one that comes with the service.
 */
exit_url?: string | null, };

export type CannedLevel = "consortium" | "desk" | "project" | "own";

export type CannedText = { 
/**
 * The language.
 */
language: string, 
/**
 * The text, with blanks such as `{{phone}}`.
 */
text: string, };

export type CannedAnswer = { 
/**
 * Which one.
 */
id: string, 
/**
 * Who shares it.
 */
level: CannedLevel, 
/**
 * With level `desk`: which.
 */
desk: string | null, 
/**
 * With level `project`: which.
 */
project: string | null, 
/**
 * What is typed after `/`.
 */
shortcut: string, 
/**
 * What it is about.
 */
title: string, 
/**
 * Words to find it by.
 */
tags: Array<string>, 
/**
 * The text in each language.
 */
texts: Array<CannedText>, 
/**
 * When it was last changed.
 */
updated_at: number, 
/**
 * Whether the reader may change it.
 */
yours_to_change: boolean, };

export type CannedPage = { 
/**
 * At most [`crate::limits::CANNED_PAGE_MAX`].
 */
answers: Array<CannedAnswer>, 
/**
 * Whether there are more: ask again with `after` set to the `id` of the last.
 */
more: boolean, };

export type NewCannedAnswer = { 
/**
 * Who shares it. Everybody may add their own; the others are for coordinators.
 */
level: CannedLevel, 
/**
 * With level `desk`: which.
 */
desk?: string, 
/**
 * With level `project`: which.
 */
project?: string, 
/**
 * Lower-case letters, digits and hyphens, with or without the `/`.
 */
shortcut: string, 
/**
 * What it is about.
 */
title: string, 
/**
 * Words to find it by.
 */
tags: Array<string>, 
/**
 * At least one, each language once.
 */
texts: Array<CannedText>, };

export type CannedAnswerChange = { 
/**
 * Another shortcut.
 */
shortcut?: string, 
/**
 * Another title.
 */
title?: string, 
/**
 * Other tags.
 */
tags?: Array<string>, 
/**
 * All texts there shall be.
 */
texts?: Array<CannedText>, };

export type ProjectVariables = { 
/**
 * Which project.
 */
project: string, 
/**
 * Its name, as the conversation's `opened` event and the queue say it.
 */
name: string, 
/**
 * Values by name; `town` is always among them.
 */
variables: { [key in string]: string }, };

export type DeskCanned = { 
/**
 * The answers, own ones first, then project, desk and consortium. Where two have one shortcut, the first counts.
 */
answers: Array<CannedAnswer>, 
/**
 * What fills the blanks for the reader's own project on this desk.
 */
variables: { [key in string]: string }, 
/**
 * What fills them for visitors of each project that staffs the desk or whose site opens on it.
 */
projects: Array<ProjectVariables>, };

export type SitePublic = { 
/**
 * The site's key.
 */
site: string, 
/**
 * The project's name.
 */
project: string, 
/**
 * The town or region it works in.
 */
town: string, 
/**
 * The desk's name.
 */
desk: string, 
/**
 * The languages that the desk answers in, the first being its own.
 */
languages: Array<string>, 
/**
 * Open or closed.
 */
state: DeskState, 
/**
 * The side of the launcher.
 */
position: Side, 
/**
 * The colour of the launcher, `#rrggbb`.
 */
accent: string, 
/**
 * The colours of the widget.
 */
theme: Theme, 
/**
 * Where "leave now" goes; none for the place that comes with the widget.
 */
exit_url: string | null, 
/**
 * Whether the tab may keep the token of the conversation.
 */
token_stored: boolean, 
/**
 * What is kept of conversations.
 */
policy: LogPolicy, };

export type SiteTexts = { 
/**
 * The language that was asked for.
 */
language: string, 
/**
 * What holds for both sides in the chat.
 */
ground_rules: string, 
/**
 * What stays between us, and its limits.
 */
confidentiality: string, 
/**
 * Something to read while waiting.
 */
waiting: string, 
/**
 * The desk is between its hours.
 */
closed_outside_hours: string, 
/**
 * The desk opens within half an hour.
 */
closed_opens_soon: string, 
/**
 * The hours say open, and no pair is here.
 */
closed_no_pair: string, 
/**
 * The line is full.
 */
closed_queue_full: string, 
/**
 * A dated exception closes the desk.
 */
closed_exception: string, 
/**
 * The pair broke up.
 */
pair_broke_up: string, 
/**
 * Other ways to get help; may be empty.
 */
other_channels: string, 
/**
 * The names of the organisations that answer.
 */
organisations: Array<string>, };

export const ERROR_CODES: readonly ErrorCode[] = [
  "malformed",
  "unknown_frame",
  "unknown_field",
  "missing_field",
  "invalid_value",
  "empty",
  "too_long",
  "forbidden_character",
  "too_large",
  "unsupported_media_type",
  "method_not_allowed",
  "wrong_origin",
  "unsupported_protocol",
  "hello_expected",
  "hello_late",
  "timeout",
  "token_stale",
  "not_signed_in",
  "wrong_password",
  "not_allowed",
  "not_found",
  "conflict",
  "too_many_requests",
  "too_many_connections",
  "desk_closed",
  "queue_full",
  "rules_not_accepted",
  "nickname_not_allowed",
  "already_started",
  "not_started",
  "not_in_conversation",
  "still_waiting",
  "ended",
  "held",
  "supervisor_needed",
  "not_lead",
  "no_second",
  "no_supervisor",
  "already_called",
  "not_called",
  "unfilled_blank",
  "id_taken",
  "no_suggestion",
  "conversation_full",
  "history_refused",
  "ahead_of_server",
  "session_revoked",
  "too_many_windows",
  "last_one",
  "weak_password",
  "unavailable",
  "internal",
];

export const SUBPROTOCOL = "netreach.v1";
export const FRAME_BYTES_MAX = 32768;
export const MESSAGE_CHARS_MAX = 4000;
export const NAME_CHARS_MAX = 40;
export const HELLO_WITHIN_MS = 5000;
export const HEARTBEAT_MS = 15000;
export const PEER_SILENCE_MAX_MS = 45000;
export const VISITOR_AWAY_MAX_MS = 120000;
export const CONVERSATION_MESSAGES_MAX = 2000;
export const HISTORY_EVENTS_MAX = 16000;
export const OUTBOX_MESSAGES_MAX = 50;
export const VISITOR_COMMANDS_BURST = 40;
export const VISITOR_COMMANDS_PER_SECOND = 5;
export const STAFF_COMMANDS_BURST = 200;
export const STAFF_COMMANDS_PER_SECOND = 30;
export const EVENTS_PER_FRAME_MAX = 100;
export const TYPING_MS = 6000;
export const STRANGER_BODY_BYTES_MAX = 4096;
export const SIGN_IN_CHARS_MAX = 120;
export const PASSWORD_CHARS_MIN = 12;
export const PASSWORD_CHARS_MAX = 200;
export const LANGUAGES_MAX = 24;
export const MEMBERSHIPS_MAX = 40;
export const CAPACITY_MAX = 10;
export const PEOPLE_PAGE_MAX = 200;
export const VARIABLES_MAX = 50;
export const VARIABLE_NAME_CHARS_MAX = 40;
export const VARIABLE_VALUE_CHARS_MAX = 400;
export const QUEUE_MAX = 200;
export const IDLE_END_MIN_MS = 300000;
export const IDLE_END_MAX_MS = 14400000;
export const SPANS_A_DAY_MAX = 6;
export const EXCEPTIONS_MAX = 400;
export const NOTE_CHARS_MAX = 200;
export const MINIMUM_MAX = 4;
export const OPEN_REQUIRES_MAX = 20;
export const GRACE_MAX_MS = 600000;
export const DESK_TEXT_CHARS_MAX = 6000;
export const COUNT_DAYS_MAX = 400;
export const ORIGINS_MAX = 20;
export const ADDRESS_CHARS_MAX = 300;
export const SHORTCUT_CHARS_MAX = 32;
export const TITLE_CHARS_MAX = 120;
export const TAGS_MAX = 20;
export const TAG_CHARS_MAX = 40;
export const CANNED_PAGE_MAX = 200;
