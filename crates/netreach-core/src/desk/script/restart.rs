//! Conversations that go on after a restart of the process.

use super::check;

#[test]
fn a_conversation_goes_on_with_those_who_served_it() {
    check(
        "
        0  online ana leeds
        0  online ben norwich
        1  wait v1                  -> Waiting(v1), Paired(v1 ana+ben)
        2  swap ana v1              -> Swapped(v1 ben+ana)
        3  say v1 one
        10 restart
        11 resume v1                -> Resumed(v1 ben?+ana? until 101)
        11 resume v1                -> nothing
        12 back v1                  -> Back(v1)
        # A message that was sent before the restart is still the same message.
        12 say v1 one               -> nothing
        13 online ana leeds         -> Online(ana), Available(ana)
        14 online ben norwich       -> Online(ben), Available(ben), BelowMinimum(v1 3), Presence(v1 ben+ana)
        15 reply ben v1 two         -> Message(v1 ben two)
        ",
    );
}

#[test]
fn those_who_do_not_come_back_are_replaced() {
    check(
        "
        0   online ana leeds
        0   online ben norwich
        1   wait v1
        10  restart
        11  resume v1
        12  back v1
        13  online ana leeds
        14  online cara norwich
        101 tick                    -> BelowMinimum(v1 90), Replaced(v1 ana+cara)
        ",
    );
}

#[test]
fn a_capacity_that_was_taken_meanwhile_is_respected() {
    check(
        "
        0  online ana leeds
        0  online ben norwich
        1  wait v1
        10 restart
        11 online ana leeds
        11 online ben norwich
        # A new visitor came first: both are full, and v1 waits for others.
        12 wait v2                  -> Waiting(v2), Paired(v2 ana+ben)
        13 resume v1                -> Resumed(v1 nobody until 103)
        14 back v1
        15 end visitor v2           -> Ended(v2 visitor), Released(v2), BelowMinimum(v1 2), Replaced(v1 ana+ben)
        ",
    );
}

#[test]
fn one_who_waited_waits_again_even_where_the_desk_is_closed_by_now() {
    check(
        "
        0  rules queue=2
        0  online ana leeds
        0  online ben norwich
        1  wait v9
        2  wait v1
        3  wait v2
        10 restart
        11 resume v2                -> Waiting(v2)
        12 resume v1                -> Waiting(v1)
        13 place v1                 -> 2
        14 online cara leeds
        15 online dora norwich      -> Online(dora), Available(dora), Paired(v2 cara+dora)
        ",
    );
}
