//! What stays in this process's memory of a profile once its server has ended.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fs::{File, read_to_string};
use std::os::unix::fs::FileExt as _;
use std::process::Command;
use std::time::Duration;

use handoff::Loopback;
use support::{Place, words};
use zeroize::Zeroizing;

/// The mark is in memory as such only inside the profile; elsewhere it is masked.
const MASKED: [u8; 32] = *b"mark of the profile, masked 0123";
const MASK: u8 = 0xa5;

fn is_mark(bytes: &[u8]) -> bool {
    bytes.iter().zip(MASKED).all(|(byte, masked)| byte ^ MASK == masked)
}

/// How often the mark stands in the writable memory of this process (proc(5): maps, mem).
fn marks() -> usize {
    let memory = File::open("/proc/self/mem").unwrap();
    let mut chunk = vec![0; 1 << 16];
    let mut found = 0;
    for line in read_to_string("/proc/self/maps").unwrap().lines().filter(|line| line.contains(" rw")) {
        let (start, end) = line.split(' ').next().unwrap().split_once('-').unwrap();
        let (mut at, end) = (u64::from_str_radix(start, 16).unwrap(), u64::from_str_radix(end, 16).unwrap());
        while at < end {
            let Ok(read) = memory.read_at(&mut chunk, at) else { break };
            let read = read.min((end - at) as usize);
            found += chunk[..read].windows(MASKED.len()).filter(|bytes| is_mark(bytes)).count();
            chunk.fill(0);
            at += if read > MASKED.len() && at + (read as u64) < end {
                (read - MASKED.len() + 1) as u64
            } else {
                1 << 16
            };
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_stays() {
    let mut profile = Zeroizing::new(Vec::with_capacity(64 * 1024));
    for _ in 0..100 {
        profile.extend(MASKED.iter().map(|byte| byte ^ MASK));
        profile.extend_from_slice(&[b'.'; 200]);
    }
    let length = profile.len();
    let (loopback, _events) = Loopback::start(profile, words(), Duration::from_secs(60)).await.unwrap();
    let at = Place::of(loopback.url());

    // Another process fetches it, so that the only copies here are the server's.
    let url = format!("http://{}{}", at.host, at.profile());
    let fetch = "import sys, urllib.request; print(len(urllib.request.urlopen(sys.argv[1]).read()))";
    let fetched = tokio::task::spawn_blocking(move || Command::new("python3").args(["-c", fetch, &url]).output());
    let fetched = fetched.await.unwrap().expect("python3");
    assert_eq!(String::from_utf8_lossy(&fetched.stdout).trim(), length.to_string());

    assert!(marks() >= 100, "the search finds nothing");
    loopback.stop().await;
    assert_eq!(marks(), 0);
}
