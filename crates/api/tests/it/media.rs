//! Files: uploads, and how they are sent.

use std::io::Cursor;

use actix_web::http::header;
use actix_web::test::TestRequest;
use image::{DynamicImage, ImageFormat, RgbImage, RgbaImage};
use serde_json::{Value, json};
use staffroom_domain::job::{ClaimedJob, JobPayload};
use staffroom_service::media::{ProcessUploadHandler, prune_uploads, totals};
use staffroom_service::ports::JobHandler;
use staffroom_service::statuses;

use crate::app::{Answer, Client, Json, TestApp, db};

/// A part of a form.
#[derive(Clone)]
enum Part<'a> {
    Text(&'a str, &'a str),
    File(&'a str, &'a str, &'a [u8]),
}

fn form(method: TestRequest, path: &str, parts: &[Part<'_>]) -> TestRequest {
    let mut body = Vec::new();
    for part in parts {
        body.extend_from_slice(b"--limit\r\n");
        match part {
            Part::Text(name, value) => body.extend_from_slice(
                format!("Content-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .as_bytes(),
            ),
            Part::File(name, file, bytes) => {
                let head = format!(
                    "Content-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\
                     Content-Type: application/octet-stream\r\n\r\n"
                );
                body.extend_from_slice(head.as_bytes());
                body.extend_from_slice(bytes);
                body.extend_from_slice(b"\r\n");
            }
        }
    }
    body.extend_from_slice(b"--limit--\r\n");
    method
        .uri(path)
        .insert_header((header::CONTENT_TYPE, "multipart/form-data; boundary=limit"))
        .set_payload(body)
}

fn encoded(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let image = RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([
            u8::try_from(x % 256).unwrap(),
            u8::try_from(y % 256).unwrap(),
            90,
        ])
    });
    encoded(image, ImageFormat::Png)
}

/// A JPEG of 40 × 20 that says that it has to be turned by a quarter, and where it was made.
fn jpeg_from_a_camera() -> Vec<u8> {
    let plain = encoded(RgbImage::new(40, 20), ImageFormat::Jpeg);
    let exif =
        b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0SECRET PLACE";
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], &[0xff, 0xe1], &length, exif, &plain[2..]].concat()
}

async fn upload(client: &Client<'_>, bytes: &[u8]) -> Value {
    let parts = [Part::File("file", "a.png", bytes)];
    client
        .send(form(TestRequest::post(), "/api/v2/media", &parts))
        .await
        .ok()
}

fn path(address: &Value) -> String {
    let address = address.as_str().expect("an address");
    address
        .strip_prefix("https://school.example")
        .expect("it is ours")
        .to_owned()
}

async fn fetch(client: &Client<'_>, address: &Value) -> Answer {
    client.get(&path(address)).await
}

#[actix_web::test]
async fn a_picture_is_uploaded_described_posted_and_gone_from_the_list() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let parts = [
        Part::Text("description", "Chalk"),
        Part::Text("focus", "0.5,-2"),
        Part::File("file", "chalk.png", &png(800, 400)),
    ];
    let made = amira
        .send(form(TestRequest::post(), "/api/v1/media", &parts))
        .await
        .ok();
    insta::assert_json_snapshot!("media_attachment", made, {
        ".id" => "[id]", ".url" => "[url]", ".preview_url" => "[preview]",
    });
    let id = made.id();
    let at = format!("/api/v1/media/{id}");
    assert_eq!(amira.get(&at).await.ok(), made, "clients ask again");
    let changed = amira
        .put(&at, json!({"description": "White chalk", "focus": "0,0"}))
        .await
        .ok();
    assert_eq!(changed["description"], "White chalk");
    assert_eq!(changed["meta"]["focus"], json!({"x": 0.0, "y": 0.0}));

    let second = upload(&amira, &png(10, 10)).await.id();
    let body = json!({"status": "", "media_ids": [second, id]});
    let status = amira.post("/api/v1/statuses", body.clone()).await.ok();
    let shown = status["media_attachments"].clone();
    assert_eq!(shown.ids(), [second.clone(), id.clone()], "in their order");
    assert_eq!(shown[1]["description"], "White chalk");
    for left in [amira.get(&at).await, amira.put(&at, json!({})).await] {
        left.error(404);
    }
    assert!(amira.delete(&at).await.error(422).contains("used"));
    let again = amira.post("/api/v1/statuses", body).await;
    assert!(again.error(422).contains("already attached"));

    // A day later, what is shown is still there.
    app.advance(std::time::Duration::from_hours(48));
    assert_eq!(prune_uploads(&app.ctx).await.unwrap().files, 0);
    let edit = json!({"status": "x", "media_ids": [id], "media_attributes": [
        {"id": id, "description": "The last piece"}]});
    let path = format!("/api/v1/statuses/{}", status.id());
    let edited = amira.put(&path, edit).await.ok();
    assert_eq!(edited["media_attachments"].ids(), std::slice::from_ref(&id));
    assert_eq!(
        edited["media_attachments"][0]["description"],
        "The last piece"
    );
    assert_eq!(prune_uploads(&app.ctx).await.unwrap().files, 1);
    assert_eq!(fetch(&amira, &shown[0]["url"]).await.status, 404);
    assert_eq!(fetch(&amira, &shown[1]["url"]).await.status, 200);
    amira.delete(&path).await.ok();
    assert_eq!(prune_uploads(&app.ctx).await.unwrap().files, 0);
    app.advance(std::time::Duration::from_hours(25));
    assert_eq!(prune_uploads(&app.ctx).await.unwrap().files, 1);
    assert_eq!(fetch(&amira, &shown[1]["url"]).await.status, 404);
}

#[actix_web::test]
async fn files_of_a_deleted_post_can_be_attached_again_unless_they_go_too() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let id = upload(&amira, &png(10, 10)).await.id();
    let body = json!({"status": "", "media_ids": [id]});
    let first = amira.post("/api/v1/statuses", body.clone()).await.ok();
    let gone = amira
        .delete(&format!("/api/v1/statuses/{}", first.id()))
        .await
        .ok();
    let files = gone["media_attachments"].clone();
    assert_eq!(files.ids(), std::slice::from_ref(&id));
    assert_eq!(prune_uploads(&app.ctx).await.unwrap().files, 0);
    ben.post("/api/v1/statuses", body.clone()).await.error(422);

    let again = amira.post("/api/v1/statuses", body.clone()).await.ok();
    let path = format!("/api/v1/statuses/{}?delete_media=true", again.id());
    amira.delete(&path).await.ok();
    amira.post("/api/v1/statuses", body).await.error(422);
    assert_eq!(prune_uploads(&app.ctx).await.unwrap().files, 1);
    assert_eq!(fetch(&amira, &files[0]["url"]).await.status, 404);
}

#[actix_web::test]
async fn pictures_are_written_anew_upright_and_say_nothing_of_their_camera() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let given = jpeg_from_a_camera();
    let made = upload(&amira, &given).await;
    assert_eq!(made["meta"]["original"]["size"], "20x40", "{made}");
    let sent = fetch(&amira, &made["url"]).await;
    assert_eq!(sent.header("content-type"), "image/jpeg");
    assert!(!sent.text.contains("SECRET") && !sent.text.contains("Exif"));
    assert!(!sent.bytes.is_empty());

    // A page behind a picture, and one that calls itself a picture.
    let both = [&png(8, 8)[..], b"<script>alert(1)</script>"].concat();
    let made = upload(&amira, &both).await;
    assert!(!fetch(&amira, &made["url"]).await.text.contains("script"));
    let large = upload(&amira, &png(6_000, 2_000)).await;
    let size = &large["meta"]["original"];
    let pixels = size["width"].as_f64().unwrap() * size["height"].as_f64().unwrap();
    assert!(pixels < 8_300_000.0, "{size}");
    let clear = encoded(RgbaImage::new(9, 9), ImageFormat::WebP);
    let url = path(&upload(&amira, &clear).await["url"]);
    let (_, kind) = url.rsplit_once('.').unwrap();
    assert_eq!(kind, "png", "{url}: what shows through stays so");
}

/// Catalogue 50.
#[actix_web::test]
async fn lies_bombs_and_strangers_are_refused() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let reader = app.teacher_with("rita", "read").await;
    let small = png(4, 4);
    let send = async |client: &Client<'_>, bytes: &[u8]| {
        let parts = [Part::File("file", "a.png", bytes)];
        client
            .send(form(TestRequest::post(), "/api/v2/media", &parts))
            .await
    };
    // 60,000 × 60,000 pixels, announced in the head.
    let mut bomb = small.clone();
    bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    for lie in [
        &bomb[..],
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        b"<html>",
        &small[..small.len() / 2],
        b"GIF89a",
        b"\0\0\0\x18ftypisom nothing more",
        b"OggS",
    ] {
        let answer = send(&amira, lie).await;
        assert!(
            answer.error(422).starts_with("Validation failed"),
            "{lie:?}"
        );
    }
    let none = form(
        TestRequest::post(),
        "/api/v2/media",
        &[Part::Text("description", "Nothing")],
    );
    amira.send(none).await.error(422);
    send(&app.stranger(), &small).await.error(401);
    send(&reader, &small).await.error(403);
    let cut = TestRequest::post()
        .uri("/api/v2/media")
        .insert_header((header::CONTENT_TYPE, "multipart/form-data; boundary=limit"))
        .set_payload(
            "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx",
        );
    amira.send(cut).await.error(400);

    // Whatever the parts are, they do not fill the memory, nor the disk.
    let fields = vec![Part::Text("a", ""); 1_001];
    let name = "n".repeat(2_000);
    let names = vec![Part::Text(&name, ""); 600];
    let file_name = "f".repeat(20_000);
    let mut file_names = vec![Part::Text(&name, ""); 500];
    file_names.extend(vec![Part::File("file", &file_name, &small); 4]);
    let empty = vec![Part::File("file", "", b""); 5];
    for parts in [fields, names, file_names, empty] {
        let many = form(TestRequest::post(), "/api/v2/media", &parts);
        amira.send(many).await.error(413);
    }

    let id = upload(&amira, &small).await.id();
    let at = format!("/api/v1/media/{id}");
    ben.get(&at).await.error(404);
    ben.put(&at, json!({"description": "mine"}))
        .await
        .error(404);
    ben.delete(&at).await.error(404);
    reader.get(&at).await.error(403);
    let stolen = json!({"status": "mine", "media_ids": [id]});
    ben.post("/api/v1/statuses", stolen).await.error(422);
    let many: Vec<String> = vec![id.clone(); 5];
    let body = json!({"status": "x", "media_ids": many});
    amira.post("/api/v1/statuses", body).await.error(422);
    let body = json!({"status": "x", "media_ids": ["nonsense"]});
    amira.post("/api/v1/statuses", body).await.error(422);
    amira
        .put(&at, json!({"description": "x".repeat(1_501)}))
        .await
        .error(422);
    amira.put(&at, json!({"focus": "left"})).await.error(422);
    amira.delete(&at).await.ok();
    amira.get(&at).await.error(404);
}

#[actix_web::test]
async fn large_pictures_are_looked_at_later_and_unused_ones_go_after_a_day() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    // Noise cannot be made smaller.
    let mut state = 1_u32;
    let noise = RgbImage::from_fn(1_400, 1_200, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [_, a, b, c] = state.to_le_bytes();
        image::Rgb([a, b, c])
    });
    let bytes = encoded(noise, ImageFormat::Png);
    assert!(bytes.len() > 4 * 1024 * 1024);
    let parts = [Part::File("file", "a.png", &bytes)];
    let later = amira
        .send(form(TestRequest::post(), "/api/v2/media", &parts))
        .await;
    assert_eq!(later.status, 202, "{}", later.text);
    let waiting: Value = serde_json::from_str(&later.text).unwrap();
    assert_eq!(waiting["url"], Value::Null);
    let at = format!("/api/v1/media/{}", waiting.id());
    assert_eq!(amira.get(&at).await.status, 206);
    let early = json!({"status": "x", "media_ids": [waiting.id()]});
    let early = amira.post("/api/v1/statuses", early).await;
    assert!(early.error(422).contains("not finished"));
    amira.put(&at, json!({"description": "Noise"})).await;

    let job = ClaimedJob {
        id: 1.into(),
        payload: JobPayload::ProcessUpload {
            upload: waiting.id().parse().unwrap(),
        },
        attempt: 1,
        max_attempts: 1,
        dedup_key: None,
        lease_token: 0,
    };
    let handler = ProcessUploadHandler(app.ctx.clone());
    handler.run(&job).await.unwrap();
    handler
        .run(&job)
        .await
        .expect("again: nothing is left to do");
    let ready = amira.get(&at).await.ok();
    assert_eq!(ready["description"], "Noise");
    assert_eq!(fetch(&amira, &ready["url"]).await.status, 200);
    assert_eq!(
        totals(&app.ctx).await.unwrap().uploads,
        1,
        "what came is gone"
    );

    app.advance(std::time::Duration::from_hours(25));
    let gone = prune_uploads(&app.ctx).await.unwrap();
    assert_eq!(gone.files, 1);
    amira.get(&at).await.error(404);
    assert_eq!(fetch(&amira, &ready["url"]).await.status, 404);
}

#[actix_web::test]
async fn files_are_sent_so_that_nothing_in_them_runs_and_in_parts() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let url = path(&upload(&amira, &png(30, 30)).await["url"]);
    let whole = app.stranger().get(&url).await;
    assert_eq!(whole.status, 200);
    for (name, value) in [
        ("content-type", "image/png"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'; sandbox"),
        ("cache-control", "public, max-age=31536000, immutable"),
        ("access-control-allow-origin", "*"),
        ("accept-ranges", "bytes"),
    ] {
        assert_eq!(whole.header(name), value, "{name}");
    }
    let part = |range: &'static str| {
        let request = TestRequest::get().uri(&url);
        amira.send(request.insert_header((header::RANGE, range)))
    };
    let middle = part("bytes=1-3").await;
    assert_eq!((middle.status, &middle.bytes[..]), (206, &b"PNG"[..]));
    let size = whole.bytes.len();
    assert_eq!(middle.header("content-range"), format!("bytes 1-3/{size}"));
    assert_eq!(part("bytes=-4").await.bytes, whole.bytes[size - 4..]);
    let beyond = part("bytes=999999-").await;
    assert_eq!(beyond.status, 416);
    assert_eq!(beyond.header("content-range"), format!("bytes */{size}"));
    let head = amira
        .send(
            TestRequest::default()
                .method(actix_web::http::Method::HEAD)
                .uri(&url),
        )
        .await;
    assert_eq!(head.status, 200);
    for other in [
        "/media/../secret.key",
        "/media/..%2fsecret.key",
        "/media/aa/none.png",
        "/media/a.svg",
        "/media/",
        "/proxy/avatar/1/x",
        "/proxy/avatar/1/x/still",
        "/proxy/nothing/1/x",
        "/proxy/https://a.example/1/x",
    ] {
        assert_eq!(amira.get(other).await.status, 404, "{other}");
    }
}

#[actix_web::test]
async fn a_profile_has_pictures_of_its_own_and_ours_where_it_has_none() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let at = "/api/v1/accounts/update_credentials";
    let set = async |parts: &[Part<'_>]| amira.send(form(TestRequest::patch(), at, parts)).await;
    let before = amira.get("/api/v1/accounts/verify_credentials").await.ok();
    assert_eq!(before["avatar"], "https://school.example/assets/avatar.svg");
    let events = async || app.ctx.db.read(db::outbox::count).await.unwrap();
    let events_before = events().await;
    let changed = set(&[
        Part::Text("display_name", "Amira"),
        Part::File("avatar", "me.png", &png(1_000, 500)),
        Part::File("header", "sky.png", &png(30, 30)),
    ])
    .await
    .ok();
    assert_eq!(changed["display_name"], "Amira");
    assert_eq!(events().await, events_before + 1, "others are told");
    for (name, size) in [("avatar", (400, 400)), ("header", (1_500, 500))] {
        let sent = fetch(&amira, &changed[name]).await;
        let image = image::load_from_memory(&sent.bytes).unwrap();
        assert_eq!((image.width(), image.height()), size, "{name}");
        assert_eq!(changed[name], changed[format!("{name}_static")]);
    }
    assert!(
        set(&[Part::File("avatar", "a.png", b"<svg>")])
            .await
            .error(422)
            .contains("File")
    );
    let text = amira
        .send(
            TestRequest::patch()
                .uri(at)
                .set_json(json!({"avatar": "data:x"})),
        )
        .await;
    text.error(422);
    // The one before goes, and an empty one is none.
    let empty = set(&[Part::Text("avatar", "")]).await.ok();
    assert_eq!(empty["avatar"], before["avatar"]);
    assert_eq!(empty["header"], changed["header"]);
    assert_eq!(prune_uploads(&app.ctx).await.unwrap().files, 1);
    app.advance(std::time::Duration::from_hours(48));
    assert_eq!(prune_uploads(&app.ctx).await.unwrap().files, 0);
    assert_eq!(fetch(&amira, &changed["header"]).await.status, 200);
    assert_eq!(events().await, events_before + 2);
}

#[actix_web::test]
async fn a_moving_gif_stays_one_and_has_a_still() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let mut gif = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut gif);
    for shade in [0_u8, 200] {
        let frame = RgbaImage::from_pixel(20, 10, image::Rgba([shade, 0, 0, 255]));
        encoder.encode_frame(image::Frame::new(frame)).unwrap();
    }
    drop(encoder);
    let made = upload(&amira, &gif).await;
    assert_eq!(made["type"], "image");
    assert_eq!(
        fetch(&amira, &made["url"]).await.header("content-type"),
        "image/gif"
    );
    assert_eq!(
        fetch(&amira, &made["preview_url"])
            .await
            .header("content-type"),
        "image/png"
    );
    let at = "/api/v1/accounts/update_credentials";
    let parts = [Part::File("avatar", "a.gif", &gif)];
    let account = amira
        .send(form(TestRequest::patch(), at, &parts))
        .await
        .ok();
    let still = fetch(&amira, &account["avatar_static"]).await;
    assert_eq!(
        (still.status, still.header("content-type")),
        (200, "image/png")
    );
}

#[actix_web::test]
async fn sound_is_looked_at_and_kept() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    // One second of silence: 8,000 samples of one byte.
    let samples = vec![128_u8; 8_000];
    let mut wav = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\x40\x1f\0\0".to_vec();
    wav.extend_from_slice(&samples);
    let length = u32::try_from(wav.len() - 8).unwrap().to_le_bytes();
    wav[4..8].copy_from_slice(&length);
    let made = upload(&amira, &wav).await;
    assert_eq!(made["type"], "audio");
    assert_eq!(made["meta"]["original"]["duration"], 1.0, "{made}");
    assert_eq!(made["preview_url"], Value::Null);
    assert_eq!(fetch(&amira, &made["url"]).await.bytes, wav);
    // It has a picture where somebody chooses one; another takes its place, and the one before goes.
    let at = format!("/api/v1/media/{}", made.id());
    let choose = async |bytes: &[u8]| {
        let parts = [Part::File("thumbnail", "a.png", bytes)];
        amira.send(form(TestRequest::put(), &at, &parts)).await
    };
    let first = choose(&png(30, 20)).await.ok();
    assert_eq!(fetch(&amira, &first["preview_url"]).await.status, 200);
    choose(b"<svg>").await.error(422);
    assert_eq!(fetch(&amira, &first["preview_url"]).await.status, 200);
    let second = choose(&png(20, 30)).await.ok();
    assert_eq!(second["meta"]["small"]["size"], "20x30", "{second}");
    assert_eq!(fetch(&amira, &second["preview_url"]).await.status, 200);
    assert_eq!(fetch(&amira, &first["preview_url"]).await.status, 404);
    assert_eq!(totals(&app.ctx).await.unwrap().uploads, 1);

    let picture = upload(&amira, &png(2, 2)).await.id();
    let mixed = json!({"status": "x", "media_ids": [picture, made.id()]});
    amira.post("/api/v1/statuses", mixed).await.error(422);
}

#[actix_web::test]
async fn files_wait_with_their_post_for_nobody_else() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let (one, two) = (
        upload(&amira, &png(20, 10)).await,
        upload(&amira, &png(10, 10)).await,
    );
    let body = json!({
        "status": "", "media_ids": [two.id(), one.id()], "scheduled_at": "2026-09-04T08:30:00Z",
    });
    let stolen = ben.post("/api/v1/statuses", body.clone()).await;
    assert!(stolen.error(422).contains("not found"));
    let kept = amira.post("/api/v1/statuses", body.clone()).await.ok();
    assert_eq!(kept["params"]["media_ids"], body["media_ids"]);
    assert_eq!(kept["media_attachments"], json!([two, one]));
    let path = format!("/api/v1/scheduled_statuses/{}", kept.id());
    assert_eq!(amira.get(&path).await.ok(), kept);
    let list = amira.get("/api/v1/scheduled_statuses").await.ok();
    assert_eq!(list, json!([kept]));

    // They are taken: no other post shows them, and nothing of them can be changed.
    let at = format!("/api/v1/media/{}", one.id());
    amira.get(&at).await.error(404);
    amira.put(&at, json!({"description": "x"})).await.error(404);
    amira.delete(&at).await.error(422);
    let now = json!({"status": "now", "media_ids": [one.id()]});
    let used = amira.post("/api/v1/statuses", now.clone()).await;
    assert!(used.error(422).contains("already attached"));
    amira
        .post("/api/v1/statuses", body.clone())
        .await
        .error(422);
    app.advance(std::time::Duration::from_hours(48));
    assert_eq!(prune_uploads(&app.ctx).await.unwrap().files, 0);

    // What is given up sets them free, for a day.
    amira.delete(&path).await.ok();
    assert_eq!(amira.get(&at).await.ok(), one);
    let kept = amira.post("/api/v1/statuses", body).await.ok().id();
    app.advance(std::time::Duration::from_hours(25));
    statuses::publish_scheduled(&app.ctx, kept.parse().unwrap())
        .await
        .unwrap();
    let own = format!("/api/v1/accounts/{}/statuses", amira.id);
    let posted = amira.get(&own).await.ok();
    let shown = posted[0]["media_attachments"].ids();
    assert_eq!(shown, [two.id(), one.id()]);
    amira.post("/api/v1/statuses", now).await.error(422);
    app.advance(std::time::Duration::from_hours(48));
    assert_eq!(prune_uploads(&app.ctx).await.unwrap().files, 0);
}

#[actix_web::test]
async fn files_of_a_post_that_is_given_up_are_free_again() {
    let app = TestApp::new();
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let first = ben.publish("?").await;
    let file = upload(&amira, &png(20, 10)).await.id();
    let body = json!({
        "status": "!", "in_reply_to_id": first, "media_ids": [file], "scheduled_at": "2026-09-01T08:30:00Z",
    });
    let kept = amira.post("/api/v1/statuses", body).await.ok().id();
    ben.delete(&format!("/api/v1/statuses/{first}")).await.ok();
    app.advance(std::time::Duration::from_mins(26));
    statuses::publish_scheduled(&app.ctx, kept.parse().unwrap())
        .await
        .unwrap();
    let own = format!("/api/v1/accounts/{}/statuses", amira.id);
    assert!(amira.get(&own).await.ok().ids().is_empty());
    amira.get(&format!("/api/v1/media/{file}")).await.ok();
    app.advance(std::time::Duration::from_hours(25));
    assert_eq!(prune_uploads(&app.ctx).await.unwrap().files, 1);
}

#[actix_web::test]
async fn a_file_that_cannot_be_stored_leaves_nothing_behind() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    upload(&amira, &png(2, 2)).await;
    let folder = app.ctx.config.storage.data_dir.join("media");
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::write(&folder, "in the way").unwrap();
    let bytes = png(3, 3);
    let parts = [Part::File("file", "a.png", &bytes)];
    let failed = amira.send(form(TestRequest::post(), "/api/v2/media", &parts));
    failed.await.error(500);
    std::fs::remove_file(&folder).unwrap();
    // It was noted before it was to be stored, so that it is found whatever happens.
    assert_eq!(totals(&app.ctx).await.unwrap().uploads, 2);
    app.advance(std::time::Duration::from_hours(25));
    assert_eq!(prune_uploads(&app.ctx).await.unwrap().files, 2);
    assert_eq!(totals(&app.ctx).await.unwrap().uploads, 0);
}
