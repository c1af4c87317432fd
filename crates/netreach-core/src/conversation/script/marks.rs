//! Marks: how far each side has read, by the numbers that the visitor is given too.

use crate::desk::script::check;

#[test]
fn marks_grow_and_are_never_ahead_of_what_was_sent() {
    check(
        "
        0 online ana leeds
        0 online ben norwich
        # Opened and the roster are the first two.
        1 wait v1
        2 say v1 one
        3 read ana v1 3 0           -> Marks(v1 ana 3 0)
        4 read ana v1 3 3           -> Marks(v1 ana 3 3)
        4 read ana v1 2 1           -> nothing
        5 read ana v1 6 1           -> refused Ahead
        5 read ana v1 3 4           -> refused Ahead
        # Marks of marks would grow for ever: they end with the last message.
        6 read visitor v1 5 2       -> Marks(v1 visitor 3 2)
        7 read visitor v1 6 6       -> Marks(v1 visitor 3 3)
        8 read visitor v1 7 7       -> nothing
        ",
    );
}

#[test]
fn what_staff_say_among_themselves_takes_no_number() {
    check(
        "
        0 online ana leeds
        0 online ben norwich
        0 online sue york supervisor
        1 wait v1
        1 shown v1                  -> 2
        2 aside ana v1 one
        2 suggest ben v1 two
        2 drop ben v1 two
        2 slow ben v1
        2 call ana v1               -> Called(v1 ana+ben), SupervisorCalled(v1 ana)
        3 gone v1
        3 back v1
        3 online ana leeds second
        4 shown v1                  -> 2
        4 read visitor v1 3 0       -> refused Ahead
        ",
    );
}
