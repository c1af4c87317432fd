//! The `netreach` executable.

fn main() {}
