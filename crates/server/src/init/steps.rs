//! What to do after `staffroom init`.

use std::fmt::Write as _;

use staffroom_config::DEFAULT_FILES;

use super::Plan;

/// The next steps, numbered, for the person who has just answered the questions.
pub fn next_steps(plan: &Plan) -> String {
    let config = &plan.loaded.config;
    let url = &config.server.url;
    let host = url.as_url().host_str().unwrap_or_default();
    let file = plan.output.display();
    let is_found = DEFAULT_FILES.iter().any(|usual| {
        plan.output == std::path::Path::new(usual)
            || plan.output == std::path::Path::new(usual.trim_start_matches("./"))
    });
    let flag = if is_found {
        String::new()
    } else {
        format!(" --config {file}")
    };
    let mut steps = Vec::new();
    if !url.is_loopback() {
        steps.push(format!(
            "DNS: let {host} point at this machine (an A record, and an AAAA record for IPv6)."
        ));
        steps.push(format!(
            "A web server with TLS in front, for instance Caddy, whose whole Caddyfile is:\n\
             \n     {host} {{\n         reverse_proxy {}\n     }}\n\
             \n   On another machine than this one? Name its address in `server.trusted_proxies`.",
            config.server.bind
        ));
    }
    let account_domain = config.account_domain();
    if account_domain.as_str() != url.authority() {
        steps.push(format!(
            "On {account_domain}: redirect /.well-known/webfinger to\n   \
             {}/.well-known/webfinger, so that others find @name@{account_domain}.",
            url.origin()
        ));
    }
    steps.push(format!(
        "Start: staffroom serve{flag}\n   With systemd: systemctl enable --now staffroom \
         (its user must own {file} and {})",
        config.storage.data_dir.display()
    ));
    steps.push(format!(
        "Make your own account: staffroom user create NAME --role owner{flag}"
    ));
    steps.push(format!("Check everything: staffroom doctor{flag}"));
    steps.push(format!(
        "Back up every night: staffroom backup FILE.tar.gz{flag}"
    ));
    let mut text = String::from("Next steps:\n");
    for (number, step) in steps.iter().enumerate() {
        // Writing to a String does not fail.
        let _ = writeln!(text, "{}. {step}", number + 1);
    }
    let _ = write!(
        text,
        "\nThe address {} can never change: people's handles and everything that other servers know \
         hang on it.",
        url.origin()
    );
    text
}
