//! What is around every endpoint.

use actix_web::http::{Method, header};
use actix_web::test::TestRequest;

use crate::app::TestApp;

#[actix_web::test]
async fn web_clients_of_other_origins_are_let_in() {
    let app = TestApp::new();
    let preflight = TestRequest::default()
        .method(Method::OPTIONS)
        .uri("/api/v1/statuses")
        .insert_header((header::ORIGIN, "https://phanpy.example"))
        .insert_header((header::ACCESS_CONTROL_REQUEST_METHOD, "POST"))
        .insert_header((
            header::ACCESS_CONTROL_REQUEST_HEADERS,
            "authorization,content-type,idempotency-key",
        ));
    let answer = app.stranger().send(preflight).await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(
        answer.header("access-control-allow-headers"),
        "authorization,content-type,idempotency-key"
    );
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
        assert!(
            answer
                .header("access-control-allow-methods")
                .contains(method)
        );
    }
    for (path, status) in [
        ("/api/v1/timelines/home", 401),
        ("/api/v2/search?q=x", 200),
        ("/api/x", 404),
    ] {
        let answer = app.stranger().get(path).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
        assert!(
            answer
                .header("access-control-expose-headers")
                .contains("Link")
        );
        assert_eq!(answer.header("content-type"), "application/json");
    }
}
