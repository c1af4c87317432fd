//! Who waits: in order, bounded, honest about open and closed.

use super::check;

#[test]
fn visitors_are_served_in_the_order_in_which_they_came() {
    check(
        "
        0  online ana leeds
        0  online ben norwich
        1  wait v9
        2  wait v2                  -> Waiting(v2)
        3  wait v1                  -> Waiting(v1)
        4  wait v1                  -> nothing
        4  place v1                 -> 2
        5  end ana v9               -> Ended(v9 workers), Released(v9), Paired(v2 ana+ben)
        5  place v1                 -> 1
        6  wait v2                  -> nothing
        7  end ana v2               -> Ended(v2 workers), Released(v2), Paired(v1 ana+ben)
        ",
    );
}

#[test]
fn one_who_is_gone_is_passed_over_and_keeps_the_place() {
    check(
        "
        0  online ana leeds
        0  online ben norwich
        1  wait v9
        2  wait v1
        3  wait v2
        4  wait v3
        5  gone v1                  -> Gone(v1), PlaceKept(v1)
        6  end ana v9               -> Ended(v9 workers), Released(v9), Paired(v2 ana+ben)
        7  back v1                  -> Back(v1), InLine(v1)
        7  place v1                 -> 1
        8  end ana v2               -> Ended(v2 workers), Released(v2), Paired(v1 ana+ben)
        ",
    );
}

#[test]
fn one_who_stays_away_leaves_the_line() {
    check(
        "
        0   online ana leeds
        0   online ben norwich
        1   wait v9
        2   wait v1
        3   wait v2
        4   gone v1
        123 tick                    -> nothing
        124 tick                    -> Ended(v1 gone), LeftQueue(v1)
        124 place v2                -> 1
        ",
    );
}

#[test]
fn a_waiting_visitor_can_leave_and_cannot_write_yet() {
    check(
        "
        0  online ana leeds
        0  online ben norwich
        1  wait v9
        2  wait v1
        3  say v1 one               -> refused StillWaiting
        4  end ana v1               -> refused NotInConversation
        5  end visitor v1           -> Ended(v1 visitor), LeftQueue(v1)
        ",
    );
}

#[test]
fn the_line_takes_no_more_than_it_may() {
    check(
        "
        0  rules queue=1
        0  online ana leeds
        0  online ben norwich
        1  wait v9
        2  state                    -> busy
        2  wait v1                  -> Waiting(v1)
        3  state                    -> closed QueueFull
        3  wait v2                  -> refused QueueFull
        4  end visitor v1
        4  wait v2                  -> Waiting(v2)
        ",
    );
}

#[test]
fn a_closed_desk_takes_nobody() {
    check(
        "
        0  state                    -> closed NoPair
        0  wait v1                  -> refused Closed
        1  online ana leeds
        1  online ben norwich
        2  state closed             -> closed NoHours
        2  wait v1 en closed        -> refused Closed
        3  wait v1
        # Who is served is not asked to leave when the hours end.
        4  wait v1 en closed        -> nothing
        5  reply ana v1 one         -> Message(v1 ana one)
        ",
    );
}

#[test]
fn who_waits_keeps_waiting_when_the_pair_breaks_up_and_is_served_by_the_next() {
    check(
        "
        0  online ana leeds
        0  online ben norwich
        1  wait v9
        2  wait v1
        3  finishing ana
        4  end ana v9               -> Ended(v9 workers), Released(v9), Away(ana)
        5  state                    -> closed NoPair
        5  place v1                 -> 1
        6  online cara leeds        -> Online(cara), Available(cara), Paired(v1 ben+cara)
        ",
    );
}

#[test]
fn a_lower_limit_drops_nobody_from_the_line() {
    check(
        "
        0  online ana leeds
        0  online ben norwich
        1  wait v9
        2  wait v1
        3  wait v2
        4  rules queue=1            -> Configured
        4  place v2                 -> 2
        5  end visitor v9           -> Ended(v9 visitor), Released(v9), Paired(v1 ana+ben)
        6  wait v3                  -> refused QueueFull
        ",
    );
}
