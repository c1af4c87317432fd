//! Busy, finishing and away, and two connections of one person.

use super::check;

#[test]
fn busy_keeps_conversations_and_gets_no_new_ones() {
    check(
        "
        0  online ana leeds cap 2
        0  online ben norwich cap 2
        1  wait v1                  -> Waiting(v1), Paired(v1 ana+ben)
        2  busy ana                 -> Busy(ana)
        3  reply ana v1 one         -> Message(v1 ana one)
        4  state                    -> closed NoPair
        5  wait v2                  -> refused Closed
        6  available ana            -> Available(ana)
        6  state                    -> open
        ",
    );
}

#[test]
fn finishing_becomes_away_when_the_last_has_ended() {
    check(
        "
        0  online ana leeds cap 2
        0  online ben norwich cap 2
        1  wait v1
        1  wait v2
        2  finishing ana            -> Finishing(ana)
        3  wait v3                  -> refused Closed
        4  end ana v1               -> Ended(v1 workers), Released(v1)
        5  availability ana         -> Finishing
        6  end ben v2               -> Ended(v2 workers), Released(v2), Away(ana)
        # With nothing left to finish it is the same as away.
        7  finishing ben            -> Finishing(ben), Away(ben)
        ",
    );
}

#[test]
fn stepping_out_of_the_last_conversation_ends_finishing_too() {
    check(
        "
        0  online ana leeds
        0  online ben norwich
        1  wait v1
        2  finishing ben            -> Finishing(ben)
        3  out ben v1               -> SteppedOut(v1 ana until 93), Away(ben)
        ",
    );
}

#[test]
fn one_who_is_away_still_serves_what_they_hold() {
    check(
        "
        0  online ana leeds
        0  online ben norwich
        1  wait v1
        2  away ben                 -> Away(ben)
        3  reply ben v1 one         -> Message(v1 ben one)
        ",
    );
}

#[test]
fn two_connections_of_one_person_are_one_operator() {
    check(
        "
        0  online ana leeds
        0  online ana leeds second  -> Online(ana)
        0  online ana leeds second  -> nothing
        1  state                    -> closed NoPair
        2  wait v1                  -> refused Closed
        3  online ben norwich
        4  wait v1                  -> Waiting(v1), Paired(v1 ana+ben)
        # One screen less changes nothing for the visitor; the last one does.
        5  offline ana              -> Offline(ana)
        6  offline ana              -> nothing
        7  offline ana second       -> Offline(ana), Presence(v1 ana?+ben until 97)
        8  online ana leeds back    -> Online(ana), BelowMinimum(v1 1), Presence(v1 ana+ben)
        ",
    );
}

#[test]
fn another_screen_of_a_worker_is_not_told_to_the_visitor() {
    check(
        "
        0  online ana leeds
        0  online ben norwich
        1  wait v1
        # Opened, and the roster.
        2  shown v1                 -> 2
        3  online ana leeds second  -> Online(ana)
        4  offline ana second       -> Offline(ana)
        4  shown v1                 -> 2
        ",
    );
}

#[test]
fn one_who_is_gone_and_holds_nothing_is_forgotten() {
    check(
        "
        0  online ana leeds
        0  online ben norwich
        1  offline ana              -> Offline(ana)
        2  available ana            -> refused NotOnline
        # Back without a choice, they are away.
        3  online ana leeds back    -> Online(ana)
        3  availability ana         -> Away
        4  state                    -> closed NoPair
        ",
    );
}
