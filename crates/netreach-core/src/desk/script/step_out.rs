//! Stepping out, being removed, and handing over the lead.

use super::check;

#[test]
fn a_replacement_for_one_who_steps_out_comes_at_once() {
    check(
        "
        0  online ana leeds
        0  online ben norwich
        1  wait v1                  -> Waiting(v1), Paired(v1 ana+ben)
        2  online cara norwich
        3  out ben v1               -> SteppedOut(v1 ana until 93), Replaced(v1 ana+cara)
        3  reply ben v1 one         -> refused NotInConversation
        4  out ben v1               -> refused NotInConversation
        ",
    );
}

#[test]
fn the_lead_steps_out_and_the_second_leads() {
    check(
        "
        0  online ana leeds
        0  online ben norwich
        1  wait v1                  -> Waiting(v1), Paired(v1 ana+ben)
        2  online abe leeds
        3  out ana v1               -> SteppedOut(v1 ben until 93), Replaced(v1 ben+abe)
        ",
    );
}

#[test]
fn who_stepped_out_is_never_chosen_again_for_it() {
    check(
        "
        0   online ana leeds
        0   online ben norwich
        1   wait v1                 -> Waiting(v1), Paired(v1 ana+ben)
        2   out ben v1              -> SteppedOut(v1 ana until 92)
        92  tick                    -> GraceOver(v1 ana held)
        93  away ben
        94  available ben           -> Available(ben)
        95  offline ben
        96  online ben norwich      -> Online(ben), Available(ben)
        97  online cara norwich     -> Online(cara), Available(cara), BelowMinimum(v1 95), Replaced(v1 ana+cara)
        # For another conversation they are.
        98  end ana v1
        99  away cara
        99  wait v2                 -> Waiting(v2), Paired(v2 ben+ana)
        ",
    );
}

#[test]
fn a_step_out_while_another_is_gone_is_replaced_at_once_and_the_other_after_the_grace() {
    check(
        "
        0   online ana leeds
        0   online ben norwich
        1   wait v1                 -> Waiting(v1), Paired(v1 ana+ben)
        2   offline ben             -> Offline(ben), Presence(v1 ana+ben? until 92)
        3   online cara leeds
        4   out ana v1              -> SteppedOut(v1 ben? until 92), Replaced(v1 ben?+cara until 92)
        5   reply cara v1 one       -> Message(v1 cara one)
        92  tick                    -> GraceOver(v1 cara+ben? held)
        ",
    );
}

#[test]
fn two_who_step_out_leave_nobody_and_are_both_replaced_together() {
    check(
        "
        0   online ana leeds
        0   online ben norwich
        1   wait v1
        2   out ana v1              -> SteppedOut(v1 ben until 92)
        3   out ben v1              -> SteppedOut(v1 nobody until 92)
        4   online cara leeds       -> Online(cara), Available(cara)
        5   say v1 one              -> Message(v1 visitor one)
        6   online dora norwich     -> Online(dora), Available(dora), BelowMinimum(v1 4), Replaced(v1 cara+dora)
        ",
    );
}

#[test]
fn an_absent_supervisor_keeps_nobody_from_replacing_one_who_steps_out() {
    check(
        "
        0   online sue york supervisor
        0   online ana leeds
        0   online ben norwich
        1   wait v1
        2   call ana v1
        3   join sue v1             -> Joined(v1 ana+ben+^sue)
        4   offline sue             -> Offline(sue)
        5   online cara norwich
        6   out ben v1              -> SteppedOut(v1 ana+^sue? until 96), Replaced(v1 ana+cara+^sue?)
        ",
    );
}

#[test]
fn one_who_is_removed_from_the_desk_leaves_every_seat() {
    check(
        "
        0   online ana leeds cap 2
        0   online ben norwich cap 2
        1   wait v1
        1   wait v2
        2   online cara leeds
        3   remove ana              -> Removed(ana), SteppedOut(v1 ben until 93), SteppedOut(v2 ben until 93), Replaced(v1 ben+cara)
        4   reply ana v1 one        -> refused NotInConversation
        5   available ana           -> refused NotOnline
        6   offline ana             -> nothing
        7   remove ana              -> nothing
        ",
    );
}

#[test]
fn the_lead_is_handed_over_by_either() {
    check(
        "
        0  online ana leeds
        0  online ben norwich
        1  wait v1                  -> Waiting(v1), Paired(v1 ana+ben)
        2  swap ana v1              -> Swapped(v1 ben+ana)
        3  swap ana v1              -> Swapped(v1 ana+ben)
        ",
    );
}

#[test]
fn the_lead_is_not_handed_to_those_who_cannot_take_it() {
    check(
        "
        0  online ana leeds
        0  online ben norwich
        0  online sue york supervisor
        0  online tia leeds trainee
        0  online cara york
        1  wait v1                  -> Waiting(v1), Paired(v1 ana+ben+tia)
        2  swap cara v1             -> refused NotInConversation
        2  swap ana v2              -> refused NotInConversation
        3  swap tia v1              -> refused CannotLead
        4  call ana v1
        4  join sue v1
        5  swap sue v1              -> refused CannotLead
        6  busy cara
        7  offline ben
        8  swap ana v1              -> refused NoSecond
        ",
    );
}
