//! Who is chosen: minimum, mix, trainees, capacity and the order of fairness.

use super::check;

#[test]
fn a_pair_answers_and_one_alone_does_not() {
    check(
        "
        0  online ana leeds         -> Online(ana), Available(ana)
        1  state                    -> closed NoPair
        1  wait v1                  -> refused Closed
        2  online ben norwich       -> Online(ben), Available(ben)
        2  state                    -> open
        5  wait v1                  -> Waiting(v1), Paired(v1 ana+ben)
        5  state                    -> busy
        ",
    );
}

#[test]
fn the_minimum_is_as_large_as_the_rule_says() {
    check(
        "
        0  rules minimum=1 open=1
        0  online ana leeds
        0  wait v1                  -> Waiting(v1), Paired(v1 ana)
        1  end ana v1
        2  rules minimum=3
        2  online ben norwich
        2  state                    -> closed NoPair
        3  online cara leeds
        4  wait v2                  -> Waiting(v2), Paired(v2 ana+ben+cara)
        ",
    );
}

#[test]
fn the_desk_opens_only_with_as_many_as_it_requires() {
    check(
        "
        0  rules open=3
        0  online ana leeds
        0  online ben norwich
        1  state                    -> closed NoPair
        1  wait v1                  -> refused Closed
        2  online cara leeds
        2  state                    -> open
        2  wait v1                  -> Waiting(v1), Paired(v1 ana+ben)
        3  busy cara
        # Who waited before it closed is still served, and nobody new may come.
        3  state                    -> closed NoPair
        4  wait v2                  -> refused Closed
        ",
    );
}

#[test]
fn mix_any_lets_two_of_one_project_serve_together() {
    check(
        "
        0  rules mix=any
        0  online ana leeds
        1  online abe leeds
        2  online ben norwich
        5  wait v1                  -> Waiting(v1), Paired(v1 ana+abe)
        ",
    );
}

#[test]
fn mix_prefer_takes_two_projects_if_there_is_a_choice() {
    check(
        "
        0  rules mix=prefer
        0  online ana leeds
        1  online abe leeds
        2  online ben norwich
        5  wait v1                  -> Waiting(v1), Paired(v1 ana+ben)
        6  end ana v1
        7  offline ben
        8  wait v2                  -> Waiting(v2), Paired(v2 abe+ana)
        ",
    );
}

#[test]
fn mix_require_makes_no_pair_of_one_project() {
    check(
        "
        0  rules mix=require
        0  online ana leeds
        1  online abe leeds
        2  state                    -> closed NoPair
        2  wait v1                  -> refused Closed
        3  online ben norwich
        3  wait v1                  -> Waiting(v1), Paired(v1 ana+ben)
        # abe is free and may not replace ben beside ana, for as long as it takes.
        4  out ben v1               -> SteppedOut(v1 ana until 94)
        94 tick                     -> GraceOver(v1 ana held)
        95 online cleo norwich      -> Online(cleo), Available(cleo), BelowMinimum(v1 91), Replaced(v1 ana+cleo)
        ",
    );
}

#[test]
fn a_trainee_comes_on_top_where_trainees_do_not_count() {
    check(
        "
        0  online ana leeds
        0  online tia norwich trainee
        1  wait v1                  -> refused Closed
        2  online ben norwich
        3  wait v1                  -> Waiting(v1), Paired(v1 ana+ben+tia)
        4  swap tia v1              -> refused CannotLead
        5  offline tia              -> Offline(tia)
        6  online tia norwich trainee back
        # The trainee does not keep the pair at its minimum.
        7  out ben v1               -> SteppedOut(v1 ana+tia until 97)
        ",
    );
}

#[test]
fn a_trainee_never_leads_where_an_operator_can() {
    check(
        "
        0  online ana leeds
        0  online ben norwich
        0  online tia leeds trainee
        1  wait v1                  -> Waiting(v1), Paired(v1 ana+ben+tia)
        2  out ana v1               -> SteppedOut(v1 ben+tia until 92)
        3  out ben v1               -> SteppedOut(v1 tia until 92)
        3  reply tia v1 hello       -> Message(v1 tia hello)
        4  online cara leeds
        5  online dora norwich      -> Online(dora), Available(dora), BelowMinimum(v1 3), Replaced(v1 cara+tia+dora)
        ",
    );
}

#[test]
fn a_trainee_counts_where_the_desk_says_so_but_never_makes_a_pair_with_trainees_alone() {
    check(
        "
        0  rules trainees=count
        0  online tia leeds trainee
        0  online tom norwich trainee
        1  wait v1                  -> refused Closed
        2  online ana leeds
        2  wait v1                  -> Waiting(v1), Paired(v1 ana+tom)
        3  swap tom v1              -> Swapped(v1 tom+ana)
        # tia is free and would make a pair of trainees only.
        4  out ana v1               -> SteppedOut(v1 tom until 94)
        5  online ben norwich       -> Online(ben), Available(ben), BelowMinimum(v1 1), Replaced(v1 tom+ben)
        ",
    );
}

#[test]
fn trainees_alone_are_not_full_even_where_two_of_them_are_left() {
    check(
        "
        0  rules trainees=count minimum=3 solo=finish
        0  online ana leeds
        0  online tia leeds trainee
        0  online tom norwich trainee
        1  wait v1                  -> Waiting(v1), Paired(v1 ana+tia+tom)
        2  rules minimum=2          -> Configured
        3  offline ana              -> Offline(ana), Presence(v1 ana?+tia+tom until 93)
        # Nobody who has learned is left to finish it.
        93 tick                     -> GraceOver(v1 tia+ana?+tom held)
        ",
    );
}

#[test]
fn nobody_holds_more_than_their_capacity() {
    check(
        "
        0  online ana leeds cap 2
        0  online ben norwich
        1  wait v1                  -> Waiting(v1), Paired(v1 ana+ben)
        2  wait v2                  -> Waiting(v2)
        3  online cara norwich      -> Online(cara), Available(cara), Paired(v2 ana+cara)
        4  wait v3                  -> Waiting(v3)
        5  end visitor v1           -> Ended(v1 visitor), Released(v1), Paired(v3 ana+ben)
        ",
    );
}

#[test]
fn fairness_language_comes_first() {
    check(
        "
        0  online ana leeds cap 2 langs en,ro
        0  online abe leeds cap 2 langs en,ro
        1  online ben norwich
        2  online cara norwich
        # abe and ana are of one project and speak it both: language goes before the mix.
        5  wait v1 ro               -> Waiting(v1), Paired(v1 abe+ana)
        # They hold one already, and are chosen again.
        6  wait v2 ro               -> Waiting(v2), Paired(v2 abe+ana)
        # With no room left for them, those who do not speak it are better than nobody.
        7  wait v3 ro-md            -> Waiting(v3), Paired(v3 ben+cara)
        ",
    );
}

#[test]
fn fairness_mix_goes_before_fewest_and_fewest_before_longest_idle() {
    check(
        "
        0  rules mix=prefer
        0  online ana leeds cap 3
        1  online ben norwich cap 3
        2  wait v1                  -> Waiting(v1), Paired(v1 ana+ben)
        3  online abe leeds cap 3
        3  online cara leeds cap 3
        # abe and cara hold nothing, but are of one project: one of them with ben is the mixed pair with fewest.
        4  wait v2                  -> Waiting(v2), Paired(v2 ben+abe)
        5  rules mix=any
        # ana 1, abe 1, ben 2, cara 0: the fewest are cara and, idle for longer than abe, ana.
        6  wait v3                  -> Waiting(v3), Paired(v3 ana+cara)
        ",
    );
}

#[test]
fn fairness_the_longest_idle_come_first_and_the_id_decides_what_is_left() {
    check(
        "
        0  rules mix=any
        0  online dora leeds
        1  online cara leeds
        2  online abe leeds
        2  online ben leeds
        5  wait v1                  -> Waiting(v1), Paired(v1 dora+cara)
        6  wait v2                  -> Waiting(v2), Paired(v2 abe+ben)
        # Idle counts from the end of the last conversation.
        7  end visitor v2
        8  end visitor v1
        9  wait v3                  -> Waiting(v3), Paired(v3 abe+ben)
        ",
    );
}

#[test]
fn a_change_of_mind_about_being_available_starts_idleness_anew() {
    check(
        "
        0  rules minimum=1
        0  online ana leeds
        1  online ben norwich
        2  busy ana                 -> Busy(ana)
        3  available ana            -> Available(ana)
        4  wait v1                  -> Waiting(v1), Paired(v1 ben)
        ",
    );
}
