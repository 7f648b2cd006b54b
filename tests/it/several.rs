//! Several processes that share one database.

use staffroom_testkit::Backend;

use crate::harness::instance::Instance;

#[tokio::test]
async fn what_needs_others_is_refused_on_sqlite() {
    let instance = Instance::new(Backend::Sqlite);
    for command in [["work"].as_slice(), &["serve", "--no-work"]] {
        let output = instance.output(command, "");
        assert_eq!(output.status.code(), Some(1));
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.contains("share a PostgreSQL"), "{error}");
    }
}
