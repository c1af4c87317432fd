//! Calling a supervisor, and joining.

use super::check;

#[test]
fn a_supervisor_joins_only_what_called_for_one() {
    check(
        "
        0  online ana leeds
        0  online ben norwich
        1  wait v1
        2  call ana v1              -> refused NoSupervisor
        3  online sue york supervisor
        3  join sue v1              -> refused NotCalled
        4  call sue v1              -> refused NotInConversation
        5  call ben v1              -> Called(v1 ana+ben), SupervisorCalled(v1 ben)
        6  call ana v1              -> refused AlreadyCalled
        # Called is not yet a reader: only who sits down is shown, and reads.
        7  aside sue v1 one         -> refused NotInConversation
        8  join ana v1              -> refused NotCalled
        9  join sue v1              -> Joined(v1 ana+ben+^sue)
        10 aside sue v1 one         -> Aside(v1 sue one)
        11 call ana v1              -> refused AlreadyCalled
        12 out sue v1               -> SteppedOut(v1 ana+ben)
        13 aside sue v1 two         -> refused NotInConversation
        14 join sue v1              -> refused NotCalled
        15 call ana v1              -> Called(v1 ana+ben), SupervisorCalled(v1 ana)
        ",
    );
}

#[test]
fn a_supervisor_who_is_away_is_not_on_call() {
    check(
        "
        0  online ana leeds
        0  online ben norwich
        0  online sue york supervisor
        1  wait v1
        2  away sue                 -> Away(sue)
        3  call ana v1              -> refused NoSupervisor
        4  busy sue
        5  call ana v1
        6  offline sue
        7  join sue v1              -> refused NotOnline
        ",
    );
}

#[test]
fn a_supervisor_is_never_chosen_for_a_pair() {
    check(
        "
        0  online ana leeds
        0  online sue york supervisor
        1  state                    -> closed NoPair
        1  wait v1                  -> refused Closed
        ",
    );
}

#[test]
fn a_supervisor_who_joined_keeps_the_conversation_at_its_minimum() {
    check(
        "
        0   online ana leeds
        0   online ben norwich
        0   online sue york supervisor
        1   wait v1
        2   call ana v1
        3   join sue v1
        4   offline ben             -> Offline(ben)
        94  reply ana v1 one        -> Message(v1 ana one)
        95  offline sue             -> Offline(sue), Presence(v1 ana+ben?+^sue? until 185)
        # Another may be called in the place of one who is gone.
        96  call ana v1             -> refused NoSupervisor
        97  online zoe york supervisor
        97  call ana v1             -> Called(v1 ana+ben?+^sue? until 185), SupervisorCalled(v1 ana)
        # The first is back: the call is answered.
        98  online sue york supervisor back -> Online(sue), BelowMinimum(v1 3), Presence(v1 ana+ben?+^sue)
        98  join zoe v1             -> refused NotCalled
        ",
    );
}
