//! Groups, moving, deleting and reports on the command line.

use crate::machine::{Machine, assert_says};

#[test]
fn a_group_is_made_changed_listed_and_deleted() {
    let machine = Machine::with_instance();
    let make = [
        "actor",
        "create",
        "Maths.Leeds",
        "--kind",
        "group",
        "--title",
        "Maths in Leeds",
    ];
    let said = machine.run(&make).done();
    assert_says(
        &said,
        &[
            "group @maths.leeds@school.example",
            "https://school.example/@maths.leeds",
        ],
    );
    let taken = machine.run(&make).refused();
    assert_says(&taken, &["maths.leeds", "taken"]);
    let bad = machine
        .run(&["actor", "create", "a..b", "--kind", "organization"])
        .refused();
    assert_says(&bad, &["dots, hyphens"]);
    let reserved = machine
        .run(&["actor", "create", "moderators", "--kind", "group"])
        .refused();
    assert_says(&reserved, &["reserved"]);
    let list = machine.run(&["actor", "list"]).done();
    assert_says(&list, &["@maths.leeds", "Maths in Leeds", "0 followers"]);
    assert!(!list.contains("amira"), "{list}");
    let edit = [
        "actor",
        "edit",
        "maths.leeds",
        "--summary",
        "Hi",
        "--field",
        "Site=https://a.example",
    ];
    machine.run(&edit).done();
    let nothing = machine.run(&["actor", "edit", "maths.leeds"]).misused();
    assert_says(&nothing, &["nothing to change"]);
    machine.run(&["actor", "rotate-keys", "maths.leeds"]).done();
    let asked = machine.run(&["actor", "delete", "maths.leeds"]).misused();
    assert_says(&asked, &["--yes", "cannot be undone"]);
    machine
        .run(&["actor", "delete", "maths.leeds", "--yes"])
        .done();
    assert_says(&machine.run(&["actor", "list"]).done(), &["(deleted)"]);
    let gone = machine
        .run(&["actor", "rotate-keys", "maths.leeds"])
        .refused();
    assert_says(&gone, &["nobody here called", "actor list"]);
}

#[test]
fn who_is_of_which_school_is_said_on_the_command_line() {
    let machine = Machine::with_instance();
    let create = ["actor", "create", "oakfield", "--kind", "organization"];
    machine.run(&create).done();
    let members = ["organisation", "members", "oakfield"];
    // At a school everybody is one of it; also whoever was never listed can be taken out.
    let remove = ["organisation", "remove", "oakfield", "amira"];
    assert_says(&machine.run(&remove).done(), &["no more"]);
    assert_says(
        &machine.run(&members).done(),
        &["Nobody belongs to oakfield"],
    );
    let add = ["organisation", "add", "oakfield", "amira"];
    assert_says(
        &machine.run(&add).done(),
        &["amira belongs to oakfield now."],
    );
    assert_says(&machine.run(&add).done(), &["already"]);
    let listed = machine.run(&members).done();
    assert_eq!(listed.lines().next(), Some("amira"));
    assert_says(&listed, &["Everybody here", "instance.one_organisation"]);
    assert_says(&machine.run(&remove).done(), &["no more"]);
    assert_says(&machine.run(&remove).refused(), &["does not belong"]);
    let nobody = machine
        .run(&["organisation", "add", "oakfield", "zoe"])
        .refused();
    assert_says(&nobody, &["no account \"zoe\" here"]);
    let nothing = machine
        .run(&["organisation", "add", "amira", "amira"])
        .refused();
    assert_says(&nothing, &["no organisation \"amira\"", "actor create"]);
}

#[test]
fn what_cannot_be_moved_is_told() {
    let machine = Machine::with_instance();
    let itself = machine.run(&["actor", "alias", "add", "amira", "@amira@school.example"]);
    assert_says(&itself.refused(), &["this account itself"]);
    let bad = machine
        .run(&["actor", "alias", "add", "amira", "zoe"])
        .refused();
    assert_says(&bad, &["@name@server.example"]);
    assert_eq!(machine.run(&["actor", "alias", "list", "amira"]).done(), "");
    let back = machine.run(&["actor", "move", "amira", "--back"]).refused();
    assert_says(&back, &["has not moved"]);
    machine.create_user("bilal", &[]).done();
    let unknown = machine.run(&["actor", "move", "amira", "@bilal@school.example"]);
    assert_says(&unknown.refused(), &["bilal does not list", "aliases"]);
    machine
        .run(&["actor", "alias", "add", "bilal", "@amira@school.example"])
        .done();
    assert_says(
        &machine.run(&["actor", "alias", "list", "bilal"]).done(),
        &["https://school.example/ap/actors/"],
    );
    machine
        .run(&["actor", "move", "amira", "@bilal@school.example"])
        .done();
    machine.run(&["actor", "move", "amira", "--back"]).done();
    let soon = machine
        .run(&["actor", "move", "amira", "@bilal@school.example"])
        .refused();
    assert_says(&soon, &["less than 7 days", "168 hours"]);
}

#[test]
fn logins_are_closed_opened_and_deleted() {
    let machine = Machine::with_instance();
    let last = machine.run(&["user", "disable", "amira"]).refused();
    assert_says(&last, &["only owner"]);
    machine.create_user("bilal", &[]).done();
    machine.run(&["user", "token", "amira"]).done();
    machine.run(&["user", "disable", "amira"]).done();
    assert_eq!(machine.run(&["user", "tokens", "amira"]).done(), "");
    assert_says(&machine.run(&["user", "list"]).done(), &["(closed)"]);
    machine.run(&["user", "enable", "amira"]).done();
    let login = machine
        .run(&["actor", "delete", "amira", "--yes"])
        .refused();
    assert_says(&login, &["staffroom user delete amira"]);
    machine.run(&["user", "delete", "amira"]).misused();
    machine.run(&["user", "delete", "amira", "--yes"]).done();
    assert!(!machine.run(&["user", "list"]).done().contains("amira"));
    let again = machine.create_user("amira", &[]).refused();
    assert_says(&again, &["taken"]);
}

#[test]
fn where_nothing_was_reported_nothing_is_listed() {
    let machine = Machine::with_instance();
    assert_says(
        &machine.run(&["report", "list", "--all"]).done(),
        &["nothing to deal with"],
    );
    assert_eq!(machine.run(&["report", "list", "--json"]).done(), "");
    assert_says(
        &machine.run(&["report", "show", "7"]).refused(),
        &["no report 7"],
    );
    assert_says(
        &machine.run(&["report", "resolve", "7"]).refused(),
        &["no open report 7"],
    );
    assert_says(
        &machine.run(&["report", "show", "x"]).refused(),
        &["report list"],
    );
}
