//! One who drops: grace, then hold, finish or supervised; replacement; the minutes below the rule.

use super::check;

#[test]
fn below_the_minimum_the_grace_runs_then_the_rule_holds() {
    check(
        "
        0   online ana leeds
        0   online ben norwich
        5   wait v1                 -> Waiting(v1), Paired(v1 ana+ben)
        60  offline ben             -> Offline(ben), Presence(v1 ana+ben? until 150)
        61  reply ana v1 one        -> Message(v1 ana one)
        149 reply ana v1 two        -> Message(v1 ana two)
        # The grace ends by the clock, whether or not anybody ticked.
        150 reply ana v1 three      -> refused Held
        150 tick                    -> GraceOver(v1 ana+ben? held)
        151 reply ana v1 three      -> refused Held
        151 say v1 four             -> Message(v1 visitor four)
        151 aside ana v1 five       -> Aside(v1 ana five)
        160 online ben norwich back -> Online(ben), BelowMinimum(v1 100), Presence(v1 ana+ben)
        161 reply ana v1 three      -> Message(v1 ana three)
        ",
    );
}

#[test]
fn who_returns_within_the_grace_goes_on() {
    check(
        "
        0   online ana leeds
        0   online ben norwich
        0   online cara leeds
        5   wait v1                 -> Waiting(v1), Paired(v1 ana+ben)
        60  offline ana             -> Offline(ana), Presence(v1 ana?+ben until 150)
        # The lead is expected back, and cara does not come in their place.
        100 tick                    -> nothing
        149 online ana leeds back   -> Online(ana), BelowMinimum(v1 89), Presence(v1 ana+ben)
        # A second drop has a grace of its own.
        200 offline ana             -> Offline(ana), Presence(v1 ana?+ben until 290)
        ",
    );
}

#[test]
fn solo_finish_lets_the_one_who_is_left_finish_and_take_no_new_one() {
    check(
        "
        0   rules solo=finish
        0   online ana leeds cap 2
        0   online ben norwich
        1   wait v1                 -> Waiting(v1), Paired(v1 ana+ben)
        2   offline ben
        92  tick                    -> GraceOver(v1 ana+ben? finishing)
        93  reply ana v1 one        -> Message(v1 ana one)
        # ana has room, but finishes: with cara there would be a pair, and there is none.
        94  online cara leeds cap 1 -> Online(cara), Available(cara), BelowMinimum(v1 92), Replaced(v1 ana+cara)
        95  out cara v1             -> SteppedOut(v1 ana until 185)
        185 tick                    -> GraceOver(v1 ana finishing)
        186 state                   -> closed NoPair
        186 wait v2                 -> refused Closed
        187 end ana v1              -> Ended(v1 workers), BelowMinimum(v1 92), Released(v1)
        187 wait v2                 -> Waiting(v2), Paired(v2 cara+ana)
        ",
    );
}

#[test]
fn solo_finish_brings_nobody_new_to_a_conversation_alone() {
    check(
        "
        0   rules solo=finish
        0   online ana leeds
        0   online ben norwich
        1   wait v1
        2   offline ana
        2   offline ben             -> Offline(ben)
        92  tick                    -> GraceOver(v1 ana?+ben? held)
        # cara was not among those who are left: alone, she does not serve v1.
        93  online cara leeds       -> Online(cara), Available(cara)
        93  reply cara v1 one       -> refused NotInConversation
        94  online dora norwich     -> Online(dora), Available(dora), BelowMinimum(v1 92), Replaced(v1 cara+dora)
        ",
    );
}

#[test]
fn solo_finish_goes_to_the_one_who_comes_back() {
    check(
        "
        0   rules solo=finish
        0   online ana leeds
        0   online ben norwich
        1   wait v1
        2   offline ana
        2   offline ben
        92  tick                    -> GraceOver(v1 ana?+ben? held)
        93  online ben norwich back -> Online(ben), Presence(v1 ben+ana? finishing)
        93  reply ben v1 one        -> Message(v1 ben one)
        ",
    );
}

#[test]
fn one_who_no_longer_finishes_alone_can_replace_another_at_once() {
    check(
        "
        0   rules solo=finish grace=10 mix=any
        0   online ana leeds cap 2
        0   online ben norwich
        1   wait v1                 -> Waiting(v1), Paired(v1 ana+ben)
        1   busy ana
        1   online cara leeds
        1   online dora norwich
        2   wait v2                 -> Waiting(v2), Paired(v2 cara+dora)
        3   out dora v2             -> SteppedOut(v2 cara until 13)
        3   busy dora
        4   offline ben             -> Offline(ben), Presence(v1 ana+ben? until 14)
        14  tick                    -> GraceOver(v2 cara finishing), GraceOver(v1 ana+ben? finishing)
        # ana has room for v2, which was short first, but finishes v1 alone.
        15  available ana           -> Available(ana)
        # ben mends v1, and that frees ana in the same moment.
        16  online ben norwich back -> Online(ben), BelowMinimum(v1 12), Presence(v1 ana+ben), BelowMinimum(v2 13), Replaced(v2 cara+ana)
        ",
    );
}

#[test]
fn solo_supervised_waits_for_the_supervisor() {
    check(
        "
        0   rules solo=supervised
        0   online sue york supervisor
        0   online ana leeds
        0   online ben norwich
        1   wait v1                 -> Waiting(v1), Paired(v1 ana+ben)
        1   join sue v1             -> refused NotCalled
        2   offline ben             -> Offline(ben), Presence(v1 ana+ben? until 92)
        3   join sue v1             -> refused NotCalled
        92  tick                    -> GraceOver(v1 ana+ben? supervised)
        93  reply ana v1 one        -> refused SupervisorNeeded
        94  join sue v1             -> Joined(v1 ana+ben?+^sue supervised), BelowMinimum(v1 92), Joined(v1 ana+ben?+^sue)
        95  reply ana v1 one        -> Message(v1 ana one)
        95  reply sue v1 two        -> Message(v1 sue two)
        # The supervisor goes: the grace begins again, then one is called again.
        96  out sue v1              -> SteppedOut(v1 ana+ben? until 186)
        186 tick                    -> GraceOver(v1 ana+ben? supervised)
        187 reply ana v1 three      -> refused SupervisorNeeded
        188 join sue v1             -> Joined(v1 ana+ben?+^sue supervised), BelowMinimum(v1 92), Joined(v1 ana+ben?+^sue)
        ",
    );
}

#[test]
fn under_supervised_the_supervisor_alone_may_write() {
    check(
        "
        0   rules solo=supervised minimum=3
        0   online sue york supervisor
        0   online ana leeds
        0   online ben norwich
        0   online cara leeds
        1   wait v1
        2   offline ben
        3   offline cara
        92  tick                    -> GraceOver(v1 ana+ben?+cara? supervised)
        93  join sue v1             -> Joined(v1 ana+ben?+cara?+^sue supervised)
        94  reply ana v1 one        -> Message(v1 ana one)
        95  offline sue             -> Offline(sue), Presence(v1 ana+ben?+cara?+^sue? supervised)
        96  reply ana v1 two        -> refused SupervisorNeeded
        # Back again, nobody needs to be called.
        97  online sue york supervisor back -> Online(sue), Presence(v1 ana+ben?+cara?+^sue supervised)
        98  join sue v1             -> refused NotCalled
        99  reply ana v1 two        -> Message(v1 ana two)
        ",
    );
}

#[test]
fn after_the_grace_a_replacement_takes_the_seat_of_the_one_who_is_gone() {
    check(
        "
        0   online ana leeds
        0   online ben norwich
        1   wait v1                 -> Waiting(v1), Paired(v1 ana+ben)
        2   online abe norwich
        10  offline ana             -> Offline(ana), Presence(v1 ana?+ben until 100)
        # ben knows the conversation and leads it, not the one who comes new.
        100 tick                    -> BelowMinimum(v1 90), Replaced(v1 ben+abe)
        101 online ana leeds back   -> Online(ana)
        102 reply ana v1 one        -> refused NotInConversation
        ",
    );
}

#[test]
fn with_no_grace_the_rule_applies_at_once() {
    check(
        "
        0   rules grace=0
        0   online ana leeds
        0   online ben norwich
        1   wait v1                 -> Waiting(v1), Paired(v1 ana+ben)
        2   offline ben             -> Offline(ben), Presence(v1 ana+ben? held)
        3   reply ana v1 one        -> refused Held
        4   online cara norwich     -> Online(cara), Available(cara), BelowMinimum(v1 2), Replaced(v1 ana+cara)
        5   online dora york
        6   offline cara            -> Offline(cara), Replaced(v1 ana+dora)
        ",
    );
}

#[test]
fn the_lead_goes_to_the_second_when_the_grace_is_over() {
    check(
        "
        0   online ana leeds
        0   online ben norwich
        1   wait v1                 -> Waiting(v1), Paired(v1 ana+ben)
        2   offline ana             -> Offline(ana), Presence(v1 ana?+ben until 92)
        92  tick                    -> GraceOver(v1 ben+ana? held)
        93  online ana leeds back   -> Online(ana), BelowMinimum(v1 91), Presence(v1 ben+ana)
        ",
    );
}

#[test]
fn the_lead_goes_over_at_once_where_the_minimum_is_there_without_it() {
    check(
        "
        0   online sue york supervisor
        0   online ana leeds
        0   online ben norwich
        1   wait v1                 -> Waiting(v1), Paired(v1 ana+ben)
        2   call ben v1
        3   join sue v1             -> Joined(v1 ana+ben+^sue)
        4   offline ana             -> Offline(ana), Presence(v1 ben+ana?+^sue)
        ",
    );
}

#[test]
fn those_who_have_been_short_for_longest_get_the_first_replacement() {
    check(
        "
        0   online ana leeds
        0   online ben norwich
        0   online cara leeds
        0   online dora norwich
        1   wait v1                 -> Waiting(v1), Paired(v1 ana+ben)
        2   wait v2                 -> Waiting(v2), Paired(v2 cara+dora)
        3   offline dora
        4   offline ben
        95  tick                    -> GraceOver(v2 cara+dora? held), GraceOver(v1 ana+ben? held)
        96  online evan york        -> Online(evan), Available(evan), BelowMinimum(v2 93), Replaced(v2 cara+evan)
        ",
    );
}

#[test]
fn minutes_below_the_rule_are_counted_when_it_ends_as_when_it_is_mended() {
    check(
        "
        0   online ana leeds
        0   online ben norwich
        1   wait v1
        10  offline ben
        40  end visitor v1          -> Ended(v1 visitor), BelowMinimum(v1 30), Released(v1)
        ",
    );
}

#[test]
fn rules_change_live() {
    check(
        "
        0   online ana leeds
        0   online ben norwich
        1   wait v1                 -> Waiting(v1), Paired(v1 ana+ben)
        2   rules minimum=3         -> Configured, Rules(v1 ana+ben until 92)
        2   rules minimum=3         -> nothing
        3   rules solo=finish       -> Configured
        92  tick                    -> GraceOver(v1 ana+ben finishing)
        93  rules solo=hold         -> Configured, Rules(v1 ana+ben held)
        94  reply ana v1 one        -> refused Held
        95  rules minimum=2         -> Configured, BelowMinimum(v1 93), Rules(v1 ana+ben)
        96  online cara leeds
        97  rules minimum=3         -> Configured, Replaced(v1 ana+ben+cara)
        ",
    );
}
