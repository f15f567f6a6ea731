//! Several instances and one store, a real one: lost, full, late, and back.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod running;
mod servers;
mod support;
mod valkey;

use std::time::{Duration, Instant};

use running::{Running, signal};
use support::{Client, NOBODY, SOMEBODY, get};
use valkey::Valkey;
use verification::ProbeResult;

async fn page(running: &Running, nonce: &str, client: Option<&Client>) -> String {
    let (status, page) = get(&running.page, nonce, &running.tls.der(), client).await;
    assert_eq!(status, 200, "a page always comes");
    page
}

/// `None`: the probe does not know.
async fn result(running: &Running, nonce: &str) -> Option<ProbeResult> {
    let (status, json) = get(&running.result, nonce, &running.tls.der(), None).await;
    match status {
        200 => Some(serde_json::from_str(&json).unwrap()),
        503 => {
            assert_eq!(json, "", "nothing is claimed");
            None
        }
        other => panic!("{other}: {json}"),
    }
}

fn says_try_again(page: &str) -> bool {
    page.contains('✕') && !page.contains('〇') && page.contains("もう一度、確認してください。")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_instance_saw_another_tells() {
    let Some(valkey) = Valkey::start() else { return };
    let one = Running::start(&[("PROBE_STORE", &valkey.address())]);
    let other = one.twin(&[("PROBE_STORE", &valkey.address())]);
    let client = one.authority.client("CarePlanJigyousho", (2020, 2099));
    assert_eq!(result(&other, SOMEBODY).await, Some(ProbeResult::Nobody));
    page(&one, SOMEBODY, None).await;
    assert_eq!(result(&other, SOMEBODY).await, Some(ProbeResult::NoCertificate));
    assert!(page(&other, SOMEBODY, Some(&client)).await.contains('〇'));
    // Safari's second look, without a certificate, at either of them.
    page(&one, SOMEBODY, None).await;
    let came = Some(ProbeResult::Certificate { fingerprint: client.fingerprint });
    assert_eq!((result(&one, SOMEBODY).await, result(&other, SOMEBODY).await), (came.clone(), came));
    assert_eq!(result(&one, NOBODY).await, Some(ProbeResult::Nobody), "under its own nonce only");

    // One key, which goes by itself, and the fingerprint in it.
    let mut connection = valkey.connection();
    let keys: Vec<String> = redis::cmd("KEYS").arg("*").query(&mut connection).unwrap();
    assert_eq!(keys, [format!("shomei-navi:visit:{SOMEBODY}")]);
    let left: i64 = redis::cmd("TTL").arg(&keys[0]).query(&mut connection).unwrap();
    assert!((100..=120).contains(&left), "{left}");
    let kept: String = redis::cmd("GET").arg(&keys[0]).query(&mut connection).unwrap();
    assert_eq!(kept, client.fingerprint.to_string());
    redis::cmd("PEXPIRE").arg(&keys[0]).arg(1).exec(&mut connection).unwrap();
    std::thread::sleep(Duration::from_millis(20));
    assert_eq!(result(&one, SOMEBODY).await, Some(ProbeResult::Nobody), "its time is over");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_is_lost_makes_the_page_say_try_again_until_it_is_back() {
    let Some(mut valkey) = Valkey::start() else { return };
    let mut running = Running::start(&[("PROBE_STORE", &valkey.address())]);
    let client = running.authority.client("CarePlanJigyousho", (2020, 2099));
    assert!(page(&running, SOMEBODY, Some(&client)).await.contains('〇'));
    valkey.kill();
    let again = page(&running, SOMEBODY, Some(&client)).await;
    assert!(says_try_again(&again) && again.contains("shomei-navi://verified"), "{again}");
    assert_eq!(result(&running, SOMEBODY).await, None);
    assert_eq!(running.admin("/readyz").0, 200, "every instance has lost it, and the page is worth more than none");
    running.until_metrics_say("probe_pages_total{verdict=\"again\"} 1");
    running.until_metrics_say("probe_store_failures_total{code=\"unreachable\"} 2");

    valkey.restart();
    assert_eq!(result(&running, SOMEBODY).await, Some(ProbeResult::Nobody), "what was in memory is gone");
    assert!(page(&running, SOMEBODY, Some(&client)).await.contains('〇'));
    assert_eq!(result(&running, SOMEBODY).await, Some(ProbeResult::Certificate { fingerprint: client.fingerprint }));
    let said = running.said();
    assert!(said.contains("the store is lost") && said.contains("the store is back"), "{said}");
    assert!(!said.contains(SOMEBODY) && !said.contains(&client.fingerprint.to_string()), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_is_full_claims_nothing() {
    let Some(valkey) = Valkey::start() else { return };
    let running = Running::start(&[("PROBE_STORE", &valkey.address())]);
    let client = running.authority.client("CarePlanJigyousho", (2020, 2099));
    redis::cmd("CONFIG").arg("SET").arg("maxmemory").arg("1").exec(&mut valkey.connection()).unwrap();
    assert!(says_try_again(&page(&running, SOMEBODY, Some(&client)).await));
    assert_eq!(result(&running, SOMEBODY).await, Some(ProbeResult::Nobody));
    running.until_metrics_say("probe_store_failures_total{code=\"refused\"} 1");
    redis::cmd("CONFIG").arg("SET").arg("maxmemory").arg("0").exec(&mut valkey.connection()).unwrap();
    assert!(page(&running, SOMEBODY, Some(&client)).await.contains('〇'), "there is room again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_does_not_answer_keeps_nobody_waiting() {
    let Some(valkey) = Valkey::start() else { return };
    let running = Running::start(&[("PROBE_STORE", &valkey.address())]);
    let client = running.authority.client("CarePlanJigyousho", (2020, 2099));
    assert!(page(&running, SOMEBODY, Some(&client)).await.contains('〇'));
    signal("STOP", valkey.id());
    let begun = Instant::now();
    assert!(says_try_again(&page(&running, NOBODY, Some(&client)).await));
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    running.until_metrics_say("probe_store_failures_total{code=\"timed-out\"} 1");
    signal("CONT", valkey.id());
    let came = Some(ProbeResult::Certificate { fingerprint: client.fingerprint });
    assert_eq!(result(&running, SOMEBODY).await, came, "what it had kept before is there");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_else_wrote_into_the_store_is_no_result() {
    let Some(valkey) = Valkey::start() else { return };
    let running = Running::start(&[("PROBE_STORE", &valkey.address())]);
    let key = format!("shomei-navi:visit:{SOMEBODY}");
    redis::cmd("SET").arg(&key).arg("<script>").exec(&mut valkey.connection()).unwrap();
    assert_eq!(result(&running, SOMEBODY).await, None);
    redis::cmd("DEL").arg(&key).exec(&mut valkey.connection()).unwrap();
    redis::cmd("LPUSH").arg(&key).arg("x").exec(&mut valkey.connection()).unwrap();
    assert_eq!(result(&running, SOMEBODY).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_store_of_the_example_lets_the_probe_do_its_work_and_nothing_else() {
    let Some(valkey) = Valkey::as_deployed() else { return };
    let running = Running::start(&[("PROBE_STORE", &valkey.address())]);
    let client = running.authority.client("CarePlanJigyousho", (2020, 2099));
    page(&running, SOMEBODY, None).await;
    assert!(page(&running, SOMEBODY, Some(&client)).await.contains('〇'));
    let came = Some(ProbeResult::Certificate { fingerprint: client.fingerprint });
    assert_eq!(result(&running, SOMEBODY).await, came);
    let mut connection = valkey.connection();
    assert!(redis::cmd("KEYS").arg("*").exec(&mut connection).is_err());
    assert!(redis::cmd("SET").arg("another").arg(1).exec(&mut connection).is_err());
    let stranger = valkey.address().split('?').next().unwrap().to_owned();
    let refused = running.twin(&[("PROBE_STORE", &stranger)]);
    assert!(says_try_again(&page(&refused, SOMEBODY, Some(&client)).await), "nobody without the password");
    assert!(!running.admin("/metrics").1.contains("CHANGE-THIS"));
}
