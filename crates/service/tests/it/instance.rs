//! What is settled at the first start and held afterwards.

use staffroom_domain::Timestamp;
use staffroom_service::instance::{Standing, StandingError, Start, settle};
use staffroom_service::secrets::SecretKey;
use staffroom_testkit::{TestDb, db_test};

const KEY: SecretKey = SecretKey::from_bytes([7; SecretKey::LENGTH]);

fn start(url: &str, domain: &str, without_config: bool) -> Start {
    Start::new(url.into(), domain.into(), without_config, &KEY)
}

async fn settled(db: &TestDb, start: Start) -> Result<Standing, StandingError> {
    db.write(move |conn| settle(conn, &start, Timestamp::from_secs(1)))
        .await
}

#[db_test]
async fn a_real_instance_keeps_its_address_and_its_key(db: TestDb) {
    let real = start("https://school.example", "school.example", false);
    assert_eq!(
        settled(&db, real.clone()).await.unwrap(),
        Standing {
            trial: false,
            new: true
        }
    );
    assert_eq!(
        settled(&db, real.clone()).await.unwrap(),
        Standing {
            trial: false,
            new: false
        }
    );

    let moved = start("https://other.example", "school.example", false);
    let error = settled(&db, moved).await.unwrap_err();
    assert!(
        error.to_string().contains("set `server.url` back"),
        "{error}"
    );
    let renamed = start("https://school.example", "other.example", false);
    let error = settled(&db, renamed).await.unwrap_err();
    assert!(
        error.to_string().contains("`server.account_domain`"),
        "{error}"
    );

    let other_key = SecretKey::from_bytes([8; SecretKey::LENGTH]);
    let key = Start::new(real.server_url, real.account_domain, false, &other_key);
    assert!(matches!(
        settled(&db, key).await,
        Err(StandingError::WrongKey)
    ));
}

#[db_test]
async fn a_trial_moves_between_ports_and_becomes_nothing_else(db: TestDb) {
    let trial = start("http://localhost:8080", "localhost:8080", true);
    assert!(settled(&db, trial).await.unwrap().trial);
    let elsewhere = start("http://localhost:9999", "localhost:9999", true);
    assert!(settled(&db, elsewhere).await.unwrap().trial);
    let real = start("https://school.example", "school.example", false);
    assert!(matches!(
        settled(&db, real).await,
        Err(StandingError::WasTrial)
    ));
}
