//! The style sheet.

use crate::app::TestApp;

#[actix_web::test]
async fn the_style_sheet_is_kept_for_good_under_its_version() {
    let app = TestApp::new();
    let browser = app.browser();
    let url = browser
        .get("/")
        .await
        .between("rel=\"stylesheet\" href=\"", "\"");
    let style = browser.get(&url).await;
    style.assert_ok().assert_has("prefers-color-scheme: dark");
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
    assert!(style.header("cache-control").contains("immutable"));
    let plain = browser.get("/assets/staffroom.css").await;
    assert_eq!(plain.header("cache-control"), "public, no-cache");
    let again = browser
        .get_with(
            "/assets/staffroom.css",
            &[("if-none-match", plain.header("etag"))],
        )
        .await;
    again.assert_status(304);
    assert!(again.text.is_empty());
    let icon = browser.get("/assets/icon.svg").await;
    assert_eq!(icon.header("content-type"), "image/svg+xml");
    for path in ["/assets/", "/assets/nothing.css", "/assets/..%2FCargo.toml"] {
        browser.get(path).await.assert_status(404);
    }
    assert!(
        style.text.lines().count() < 2_000,
        "the style sheet stays small"
    );
    assert!(!style.text.contains("url("), "nothing is loaded from it");
}
