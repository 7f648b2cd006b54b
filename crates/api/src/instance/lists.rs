//! Lists about the instance: rules, other servers, what was done.

use actix_web::{HttpResponse, web};
use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use staffroom_config::FederationMode;
use staffroom_service::policies::DomainPolicyRow;
use staffroom_service::{about, policies, rules, secrets};

use super::kept::Kept;
use crate::call::{Answer, Call};
use crate::entities::Rule;
use crate::error::ApiError;

/// `GET /api/v1/instance/rules`
pub(crate) async fn rules(call: Call) -> Answer {
    let rules: Vec<Rule> = rules::list(&call.ctx)
        .await?
        .iter()
        .map(Rule::from)
        .collect();
    Ok(HttpResponse::Ok().json(rules))
}

/// `GET /api/v1/instance/peers`. Where only chosen servers are exchanged with, it is nobody else's
/// business which.
pub(crate) async fn peers(call: Call, kept: web::Data<Kept>) -> Answer {
    let is_open = call.ctx.config.federation_mode() == FederationMode::Open;
    if !is_open && call.caller.person().is_none() {
        return Err(ApiError::Unauthorized);
    }
    Ok(HttpResponse::Ok().json(kept.peers(&call.ctx).await?))
}

/// `GET /api/v1/instance/activity`
pub(crate) async fn activity(call: Call, kept: web::Data<Kept>) -> Answer {
    let weeks = kept.weeks(&call.ctx).await?;
    let weeks: Vec<Value> = weeks
        .iter()
        .map(|week| {
            json!({
                "week": week.begins_at.as_secs().to_string(),
                "statuses": week.statuses.to_string(),
                "logins": week.sign_ins.to_string(),
                "registrations": week.joined.to_string(),
            })
        })
        .collect();
    Ok(HttpResponse::Ok().json(weeks))
}

/// `GET /api/v1/instance/domain_blocks`, for people who are here: a list of names that deserve no visitors
/// is not shown to everybody.
pub(crate) async fn domain_blocks(call: Call) -> Answer {
    if call.caller.person().is_none() {
        return Err(ApiError::NotFound);
    }
    let rows = about::domain_blocks(&call.ctx).await?;
    let shown: Vec<Value> = rows.iter().map(domain_block).collect();
    Ok(HttpResponse::Ok().json(shown))
}

fn domain_block(row: &DomainPolicyRow) -> Value {
    let severity = if row.level == policies::SUSPEND {
        "suspend"
    } else {
        "silence"
    };
    let domain = if row.obfuscate {
        obfuscated(&row.domain)
    } else {
        row.domain.clone()
    };
    let comment = (!row.public_comment.is_empty()).then_some(&row.public_comment);
    json!({
        "domain": domain,
        "digest": HEXLOWER.encode(&secrets::digest(row.domain.as_bytes())),
        "severity": severity,
        "comment": comment,
    })
}

/// Every other letter in the middle is a star.
fn obfuscated(domain: &str) -> String {
    let last = domain.chars().count().saturating_sub(3);
    domain
        .chars()
        .enumerate()
        .map(|(n, c)| {
            let is_hidden = n >= 2 && n < last && n % 2 == 0 && c != '.';
            if is_hidden { '*' } else { c }
        })
        .collect()
}

/// `GET /api/v1/instance/languages`: the codes and names of the languages that a post can be in.
pub(crate) async fn languages(_call: Call) -> Answer {
    let all: Vec<Value> = LANGUAGES
        .iter()
        .map(|(code, name)| json!({"code": code, "name": name}))
        .collect();
    Ok(HttpResponse::Ok().json(all))
}

/// `GET /api/v1/instance/translation_languages`: nothing is translated here.
pub(crate) async fn translation_languages(_call: Call) -> Answer {
    Ok(HttpResponse::Ok().json(json!({})))
}

/// Those that clients offer, by ISO 639-1, as their speakers call them.
const LANGUAGES: [(&str, &str); 40] = [
    ("ar", "العربية"),
    ("bg", "Български"),
    ("bn", "বাংলা"),
    ("ca", "Català"),
    ("cs", "Čeština"),
    ("cy", "Cymraeg"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("eo", "Esperanto"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("eu", "Euskara"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fr", "Français"),
    ("ga", "Gaeilge"),
    ("gd", "Gàidhlig"),
    ("gl", "Galego"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("id", "Bahasa Indonesia"),
    ("is", "Íslenska"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("lt", "Lietuvių"),
    ("nl", "Nederlands"),
    ("no", "Norsk"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("sv", "Svenska"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("zh", "中文"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hidden_name_keeps_its_ends() {
        assert_eq!(obfuscated("evil.example"), "ev*l.e*a*ple");
        assert_eq!(obfuscated("a.b"), "a.b");
    }
}
