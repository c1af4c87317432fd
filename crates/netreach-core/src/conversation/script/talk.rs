//! Messages, asides, suggestions, and how a conversation ends.

use crate::desk::script::check;

/// A desk with a pair for `v1`, and then `script`.
fn with_a_pair(script: &str) {
    check(&format!(
        "
        0 online ana leeds
        0 online ben norwich
        1 wait v1                   -> Waiting(v1), Paired(v1 ana+ben)
        {script}"
    ));
}

#[test]
fn both_sides_write_and_a_resend_is_harmless() {
    with_a_pair(
        "
        2 say v1 one                -> Message(v1 visitor one)
        3 say v1 one                -> nothing
        4 reply ana v1 two          -> Message(v1 ana two)
        5 reply ana v1 two          -> nothing
        6 reply ben v1 three        -> Message(v1 ben three)
        ",
    );
}

#[test]
fn a_resend_is_harmless_even_where_the_rule_holds_new_messages() {
    with_a_pair(
        "
        2   reply ana v1 one        -> Message(v1 ana one)
        3   offline ben
        93  tick
        94  reply ana v1 one        -> nothing
        95  reply ana v1 two        -> refused Held
        ",
    );
}

#[test]
fn an_id_is_used_once() {
    with_a_pair(
        "
        2 say v1 one                -> Message(v1 visitor one)
        3 reply ana v1 one          -> refused IdTaken
        4 reply ana v1 two as one   -> refused IdTaken
        5 aside ana v1 one          -> refused IdTaken
        6 suggest ana v1 one        -> refused IdTaken
        7 aside ana v1 three        -> Aside(v1 ana three)
        8 aside ana v1 three        -> nothing
        9 reply ana v1 three        -> refused IdTaken
        9 aside ben v1 three        -> refused IdTaken
        ",
    );
}

#[test]
fn a_suggestion_is_sent_by_the_lead_or_set_aside() {
    with_a_pair(
        "
        2 suggest ben v1 one        -> Suggestion(v1 ben one)
        3 use ana v1 one            -> Message(v1 ana one), Closed(v1 one sent)
        4 use ana v1 one            -> nothing
        5 use ana v1 one other      -> refused NoSuggestion
        6 drop ana v1 one           -> refused NoSuggestion
        7 suggest ben v1 two        -> Suggestion(v1 ben two)
        8 drop ana v1 two           -> Closed(v1 two dropped)
        9 use ana v1 two            -> refused NoSuggestion
        10 suggest ben v1 three     -> Suggestion(v1 ben three)
        # The lead may change it before sending.
        11 use ana v1 three better  -> Message(v1 ana better), Closed(v1 three sent)
        ",
    );
}

#[test]
fn a_suggestion_that_the_rule_holds_stays_open() {
    with_a_pair(
        "
        2   suggest ben v1 one
        3   offline ben
        93  tick
        94  use ana v1 one          -> refused Held
        95  online ben norwich back
        96  use ana v1 one          -> Message(v1 ana one), Closed(v1 one sent)
        ",
    );
}

#[test]
fn a_blank_that_nobody_filled_is_not_sent() {
    with_a_pair(
        "
        2 reply ana v1 call-{{phone}}   -> refused UnfilledBlank
        3 suggest ben v1 call-{{phone}} -> Suggestion(v1 ben call-{{phone}})
        4 use ana v1 call-{{phone}}     -> refused UnfilledBlank
        5 reply ana v1 {{not-a-blank}}  -> Message(v1 ana {{not-a-blank}})
        # A visitor may write what they like.
        6 say v1 {{name}}               -> Message(v1 visitor {{name}})
        ",
    );
}

#[test]
fn only_those_on_the_roster_take_part() {
    with_a_pair(
        "
        2 online cara leeds
        3 reply cara v1 one         -> refused NotInConversation
        3 aside cara v1 one         -> refused NotInConversation
        3 suggest cara v1 one       -> refused NotInConversation
        3 slow cara v1              -> refused NotInConversation
        3 read cara v1 1 1          -> refused NotInConversation
        3 end cara v1               -> refused NotInConversation
        4 slow ben v1               -> SlowDown(v1 ben)
        ",
    );
}

#[test]
fn either_side_ends_it_and_then_nothing_is_taken() {
    with_a_pair(
        "
        2 reply ana v1 one
        3 end visitor v1            -> Ended(v1 visitor), Released(v1)
        4 say v1 two                -> refused Ended
        4 reply ana v1 two          -> refused Ended
        4 aside ana v1 two          -> refused Ended
        4 end ana v1                -> refused Ended
        4 gone v1                   -> nothing
        5 wait v2                   -> Waiting(v2), Paired(v2 ana+ben)
        6 end ben v2                -> Ended(v2 workers), Released(v2)
        7 out ben v2                -> refused NotInConversation
        ",
    );
}

#[test]
fn a_visitor_who_stays_away_for_two_minutes_has_left() {
    with_a_pair(
        "
        10  gone v1                 -> Gone(v1)
        11  gone v1                 -> nothing
        129 tick                    -> nothing
        129 back v1                 -> Back(v1)
        130 tick                    -> nothing
        140 gone v1                 -> Gone(v1)
        259 tick                    -> nothing
        260 tick                    -> Ended(v1 gone), Released(v1)
        ",
    );
}

#[test]
fn silence_ends_a_conversation_only_once_a_pair_was_found() {
    check(
        "
        0    online ana leeds
        0    online ben norwich
        1    wait v9                -> Waiting(v9), Paired(v9 ana+ben)
        1    wait v1                -> Waiting(v1)
        1000 say v9 one             -> Message(v9 visitor one)
        # v1 has waited for more than half an hour in silence.
        2799 tick                   -> nothing
        2800 tick                   -> Ended(v9 idle), Released(v9), Paired(v1 ana+ben)
        4599 tick                   -> nothing
        # An aside is writing too: the two confer.
        4599 aside ana v1 two
        6398 tick                   -> nothing
        6399 tick                   -> Ended(v1 idle), Released(v1)
        ",
    );
}
