//! What lies on the stacks of this process's threads once a file was opened, written again and signed with: neither the password
//! nor the key, nor eight bytes of them.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

use std::fmt;
use std::fs::{File, read_to_string};
use std::hint::black_box;
use std::os::unix::fs::FileExt as _;
use std::sync::mpsc;
use std::thread;

use certificate::{open, to_android_p12, to_ios_p12, to_portable_p12};
use secrecy::SecretString;

mod issued;

const PASSWORD: &str = "Zq7correcthorseZq7";
/// Needles are kept masked, so that only what is looked for is found.
const MASK: u64 = 0xa5a5_5a5a_a5a5_5a5a;
/// The guard below a thread's stack (pthread_attr_setguardsize(3): a page), by which it is told from other memory.
const GUARD: u64 = 4096;

/// What a thread gets of Rust's library (`std::thread`, "Stack size").
const STACK: u64 = 2 << 20;

/// Every eight bytes of what must not be found, masked and in order.
struct Needles(Vec<u64>);

impl Needles {
    /// Of the password in the forms that files take it in, and as the key of an HMAC (RFC 2104); of the key's numbers as DER
    /// writes them and as arithmetic keeps them, little-endian.
    fn new(password: &str, secret_numbers: &[u8]) -> Self {
        let mut needles = Self(Vec::new());
        let utf16: Vec<u8> = password.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for form in [password.as_bytes(), &utf16] {
            for pad in [0, 0x36, 0x5c] {
                needles.add(form.iter().map(|byte| byte ^ pad).collect());
            }
        }
        needles.add(secret_numbers.to_vec());
        needles.add(secret_numbers.iter().rev().copied().collect());
        needles.0.sort_unstable();
        overwrite_below();
        needles
    }

    fn add(&mut self, form: Vec<u8>) {
        self.0.extend(form.windows(8).map(masked));
    }

    /// Those on stacks of threads now.
    fn on_stacks(&self) -> Finds {
        let memory = File::open("/proc/self/mem").unwrap();
        let mut finds = Finds::default();
        for (start, end) in stacks() {
            let mut bytes = vec![0; (end - start) as usize];
            memory.read_exact_at(&mut bytes, start).unwrap();
            // Most of a stack was never touched.
            let touched = bytes.iter().position(|&byte| byte != 0).unwrap_or(bytes.len());
            let found = |at: &usize| self.0.binary_search(&masked(&bytes[*at..*at + 8])).is_ok();
            finds.0.extend((touched..bytes.len() - 7).filter(found).map(|at| Find { stack: (start, end), at }));
        }
        finds
    }

    /// Those that are there when this is done, while its thread still lives.
    fn left_by(&self, work: impl FnOnce() + Send) -> Finds {
        let (done, is_done) = mpsc::channel();
        let (looked, has_looked) = mpsc::channel::<()>();
        thread::scope(|scope| {
            let worker = scope.spawn(move || {
                work();
                done.send(()).unwrap();
                // Ends also where looking has ended with a panic.
                has_looked.recv().unwrap_err();
            });
            let finds = is_done.recv().map(|()| self.on_stacks());
            drop(looked);
            // To its very end, so that the next search meets nothing of it that is about to go.
            worker.join().unwrap();
            finds.unwrap()
        })
    }
}

/// Where needles were found.
#[derive(Default)]
struct Finds(Vec<Find>);

struct Find {
    stack: (u64, u64),
    /// Bytes above the stack's lower end.
    at: usize,
}

impl fmt::Display for Finds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Find { stack: (start, end), at } in &self.0 {
            writeln!(f, "8 bytes at {at:#x} of {start:#x}-{end:#x}, {:#x} below its top", end - start - *at as u64)?;
        }
        Ok(())
    }
}

fn masked(window: &[u8]) -> u64 {
    window.iter().fold(MASK, |value, &byte| value.rotate_left(8) ^ u64::from(byte))
}

/// Stacks of threads, also of those that have ended, which glibc keeps for the next: by proc(5) what can be written to above a
/// guard and is as large as a stack of `std::thread`. Smaller ones are for signals (sigaltstack(2)), of which none comes. What is
/// above a stack's end is something else that happens to lie there, a heap perhaps: the system shows both as one.
fn stacks() -> Vec<(u64, u64)> {
    let mut below = (0, 0, false);
    let maps = read_to_string("/proc/self/maps").unwrap();
    let mut found = Vec::new();
    for line in maps.lines() {
        let mut words = line.split(' ');
        let (start, end) = words.next().unwrap().split_once('-').unwrap();
        let (start, end) = (u64::from_str_radix(start, 16).unwrap(), u64::from_str_radix(end, 16).unwrap());
        let rights = words.next().unwrap();
        if rights == "rw-p" && below == (start - GUARD, start, true) && end - start >= STACK {
            found.push((start, start + STACK));
        }
        below = (start, end, rights == "---p");
    }
    found
}

/// What preparing a test has left on the stack of its own thread.
#[inline(never)]
fn overwrite_below() {
    black_box([0_u64; 1 << 16]);
}

/// Leaves a copy on the stack, as a cipher does: below what its caller runs next.
#[inline(never)]
fn copy_to_stack(secret: &[u8]) {
    let mut frame = [0; 16 * 1024];
    frame[..secret.len()].copy_from_slice(secret);
    black_box(frame);
}

/// A key that OpenSSL made, with its certificate in PEM; and the key's secret numbers in DER.
fn made_by_openssl(algorithm: &[&str], public: usize) -> (Vec<u8>, Vec<u8>) {
    let request = ["req", "-x509", "-nodes", "-subj", "/CN=CarePlanJigyousho", "-keyout", "-", "-out", "-", "-newkey"];
    let pem = issued::openssl(&[&request, algorithm].concat(), &[], &[]);
    let key = issued::openssl(&["pkey", "-traditional", "-outform", "DER"], &pem, &[]);
    (pem, key[public..].to_vec())
}

fn expect_nothing_left(pem: &[u8], numbers: &[u8]) {
    let password = SecretString::from(PASSWORD);
    let write = |options: &[&str]| {
        let args = [&["pkcs12", "-export", "-passout", "env:PASSWORD"], options].concat();
        issued::openssl(&args, pem, &[("PASSWORD", PASSWORD)])
    };
    let files =
        [write(&[]), write(&["-legacy"]), write(&["-certpbe", "NONE", "-keypbe", "NONE"]), write(&["-iter", "60000"])];
    let needles = Needles::new(PASSWORD, numbers);
    let expect_none = |finds: Finds, what: &str| assert!(finds.0.is_empty(), "{what}: {finds}");
    expect_none(needles.on_stacks(), "the test itself has left something");

    for (index, file) in files.iter().enumerate() {
        expect_none(needles.left_by(|| drop(open(file, &password).unwrap())), &format!("opening file {index}"));
    }
    let identity = open(&files[0], &password).unwrap();
    let written = needles.left_by(|| {
        drop(to_android_p12(&identity, "a").unwrap());
        drop(to_ios_p12(&identity, "a", &password).unwrap());
        drop(to_portable_p12(&identity, "a", &password).unwrap());
    });
    expect_none(written, "writing");
    expect_none(needles.left_by(|| drop(identity.sign(b"message").unwrap())), "signing");
    // At the end: it stays for whoever gets this stack next.
    assert!(needles.left_by(|| copy_to_stack(numbers)).0.len() >= numbers.len() - 7, "the search finds nothing");
}

#[test]
fn nothing_of_password_or_key_stays_on_a_stack() {
    // One after the other: each looks at the stacks of all threads. An `RSAPrivateKey` of 2048 bits (RFC 8017, A.1.2) begins with
    // 277 bytes that are public.
    let (pem, numbers) = made_by_openssl(&["rsa:2048"], 280);
    expect_nothing_left(&pem, &numbers);
    // An `ECPrivateKey` (RFC 5915): 7 bytes of header, the scalar, the public point.
    let (pem, numbers) = made_by_openssl(&["ec", "-pkeyopt", "ec_paramgen_curve:P-256"], 7);
    expect_nothing_left(&pem, &numbers[..32]);
}
